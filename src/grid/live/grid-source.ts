import type { Problem } from '../../errors.ts';
import type { Result } from '../../result.ts';
import type { LiveSourceId } from './live-table.ts';

/** How a live figure came to be: read, filled in by its service, or foretold. */
export type PointKind = 'measured' | 'estimated' | 'forecast';

/** A stretch of time, ms since 1970, UTC. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A figure for a period. */
export interface LivePoint extends Period {
  /** g CO2e/kWh. */
  readonly gPerKwh: number;
  readonly kind: PointKind;
}

/** What a source has answered. Points are in order and do not overlap; a period whose figure the service does not know has none. */
export interface LiveSeries {
  readonly source: LiveSourceId;
  /** The zone as the source calls it. */
  readonly zone: string;
  readonly basis: 'average' | 'marginal';
  readonly boundary: 'direct' | 'life-cycle';
  readonly points: readonly LivePoint[];
  /** Periods that the service answered without a figure (null). */
  readonly empty: readonly Period[];
  /** When it was asked, by our clock, ms. */
  readonly askedMs: number;
  /** When the service says that its figures are of, ms; where it says so. */
  readonly updatedMs?: number;
}

/** Why a source has given nothing that can be used. */
export interface Refusal {
  readonly problem: Problem;
  /** Status of its answer; undefined where there was none, or it could not be used. */
  readonly status?: number;
  /** It asks not to be asked again before, ms. */
  readonly againMs?: number;
}

/** A service that tells carbon intensities. Every answer is checked: unit, zone, place in time, plausible size. */
export interface GridSource {
  readonly id: LiveSourceId;
  /** Where it is asked, without keys. */
  readonly address: string;
  /** The figure of now. */
  readonly latest: (zone: string) => Promise<Result<LiveSeries, Refusal>>;
  /** Figures of a stretch that is over, or nearly: `[fromMs, toMs)`. */
  readonly range: (zone: string, fromMs: number, toMs: number) => Promise<Result<LiveSeries, Refusal>>;
  /** Figures of the hours to come. */
  readonly forecast: (zone: string, hours: number) => Promise<Result<LiveSeries, Refusal>>;
}

/** What a source needs to be asked. */
export interface SourceOptions {
  /** Another place to ask than the usual one: a proxy, a test. */
  readonly url?: string | undefined;
  readonly electricityMapsToken?: string | undefined;
  readonly wattTimeUser?: string | undefined;
  readonly wattTimePassword?: string | undefined;
  /** Ends all requests. */
  readonly signal?: AbortSignal | undefined;
}
