/** An object of JSON that somebody else wrote. */
export type Json = Readonly<Record<string, unknown>>;

/** The value as an object; undefined where it is none. */
export function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The value as a list of objects; undefined where it is none, or holds something else. */
export function objectsOf(value: unknown): readonly Json[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const objects = value.map(objectOf);
  return objects.every((one) => one !== undefined) ? objects : undefined;
}

/** The value as text; undefined where it is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/u;

/**
 * A moment, ms since 1970, from ISO 8601 as services write it.
 *
 * @param zoneless what a time without a zone means: `utc`, or nothing at all.
 */
export function timeOf(value: unknown, zoneless: 'utc' | 'refused' = 'refused'): number | undefined {
  const match = typeof value === 'string' ? TIME.exec(value) : null;
  if (match === null) return undefined;
  if (match[3] === undefined && zoneless === 'refused') return undefined;
  const ms = Date.parse(match[3] === undefined ? `${match[0]}Z` : match[0]);
  return Number.isNaN(ms) ? undefined : ms;
}

/** A moment as most services take it: `2026-11-25T20:00Z`. */
export function minuteText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)}Z`;
}
