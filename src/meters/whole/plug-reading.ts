/** The totals of all plugs are whole numbers of this, J: 0.001 Wh, 0.01 Wh, a watt-minute, 0.00001 kWh. */
export const PLUG_STEP_J = 0.1;

/** What a plug told. */
export interface PlugReading {
  readonly watts: number;
  /** Its energy total in whole steps of {@link PLUG_STEP_J}; NaN where it has none. */
  readonly steps: number;
}

/** Why an answer is no reading. */
export interface NoReading {
  readonly watts?: undefined;
  readonly why: string;
  readonly fix?: string;
}

/** A place of the device that is asked, and how its answer is read. */
export interface PlugRoute {
  /** As the channel is called: `plug:shelly`, `plug:shelly-em`, `plug:tasmota`. */
  readonly method: 'plug:shelly' | 'plug:shelly-em' | 'plug:tasmota';
  /** Path and query, without credentials. */
  readonly path: string;
  readonly read: (answer: unknown) => PlugReading | NoReading;
}

/** A language that a plug may speak: what to ask first, and which route its answer leads to; undefined: it speaks another. */
export interface PlugLanguage {
  readonly name: string;
  readonly ask: (channel: number) => string;
  readonly routeFrom: (answer: unknown, channel: number) => PlugRoute | NoReading | undefined;
}

/** An object's field, where it is one; undefined else. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** A reading from what the device gave as power, W, and as energy total in units of `unitJ`. */
export function plugReading(watts: unknown, total: unknown, unitJ: number): PlugReading | NoReading {
  if (typeof watts !== 'number' || !Number.isFinite(watts)) return { why: 'the plug gives no power' };
  if (watts < 0) {
    return {
      why: `the plug gives a negative power (${watts} W)`,
      fix: 'turn its clamp around the wire the other way, or swap its two sides',
    };
  }
  const isTotal = typeof total === 'number' && Number.isFinite(total) && total >= 0;
  return { watts, steps: isTotal ? Math.round((total * unitJ) / PLUG_STEP_J) : Number.NaN };
}
