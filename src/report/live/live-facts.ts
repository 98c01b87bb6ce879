import type { RunKind, RunState } from '../../book/journal-event.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { PowerPoint } from './power-ring.ts';

/** An estimate without its sources: what a page shows that is renewed all the time. */
export type ShortEstimate = Omit<WrittenEstimate, 'errors'>;

/** Carbon intensity that holds for a run now, g CO2e/kWh. */
export interface IntensityNow {
  readonly gPerKwh: number;
  /** Its source; the beginning of the hour where it is one hour's, and whether it was measured. */
  readonly source: string;
  readonly hour?: string;
  readonly how?: string;
}

/** That a run no longer gains, and what an end now would save. */
export interface StopSuggestion {
  readonly metric: string;
  /** The epoch until which it was worth it, and how many have ended. */
  readonly epochs: number;
  readonly of: number;
  /** Energy since then, J, and what the rest of the run would take. */
  readonly sinceJ: number;
  readonly saves: ShortEstimate | null;
}

/** What is said of a live run beside its power: asked for when it has changed. */
export interface LiveFacts {
  readonly id: string;
  readonly slot: number;
  readonly parentId: string | null;
  readonly name: string;
  readonly project: string;
  readonly kind: RunKind;
  readonly command: readonly string[];
  readonly host: string;
  readonly pid: number;
  readonly intervalS: number;
  readonly state: RunState;
  /** ms since 1970: beginning, latest sample, end. */
  readonly startedMs: number;
  readonly lastMs: number | null;
  readonly endedMs: number | null;
  readonly samples: number;
  readonly durationS: number;
  /** Attributed energy at the wall (J) and operational carbon (g) so far. */
  readonly energy: ShortEstimate;
  readonly carbon: ShortEstimate;
  readonly stage: string | null;
  readonly epoch: { readonly n: number; readonly of: number | null } | null;
  readonly forecast: { readonly energy: ShortEstimate; readonly endMs: number } | null;
  readonly intensity: IntensityNow | null;
  readonly stop: StopSuggestion | null;
  /** Power of the last five minutes, only where the run is new to who asks: `[atS, W, least, most]`. */
  readonly power?: readonly (readonly [number, number, number, number])[];
}

/** The points as they go out. */
export function packed(points: readonly PowerPoint[]): NonNullable<LiveFacts['power']> {
  return points.map(({ atS, w, low, high }) => [short(atS), short(w), short(low), short(high)] as const);
}

/** More digits than are drawn. */
function short(value: number): number {
  return Number(value.toPrecision(7));
}

/** What `/live` answers. */
export interface LiveAnswer {
  /** The message up to which this holds: those after it are to be added. */
  readonly epoch: string;
  readonly n: number;
  readonly version: number;
  readonly nowMs: number;
  /** All runs that are followed; what is not among them any more is gone. */
  readonly ids: readonly string[];
  /** Those that have changed since the version that was named, all where none was. */
  readonly runs: readonly LiveFacts[];
  /** Runs whose journal is still being read from its beginning. */
  readonly catchingUp: number;
  /** Live runs beyond the most that are followed. */
  readonly notFollowed: number;
}
