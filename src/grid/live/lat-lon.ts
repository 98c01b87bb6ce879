/** A place on the earth, degrees. */
export interface LatLon {
  readonly latitude: number;
  readonly longitude: number;
}

/** Reads `37.77,-122.42`; undefined where it is something else. */
export function latLonOf(text: string): LatLon | undefined {
  const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/u.exec(text);
  if (match === null) return undefined;
  const [latitude, longitude] = [Number(match[1]), Number(match[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}
