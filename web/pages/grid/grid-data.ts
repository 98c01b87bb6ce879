import type { SourcedIntensity } from '../../../src/grid/intensity.ts';

/** The answer of `/grid/live`. */
export interface LiveData {
  readonly live: LiveHours | null;
  readonly nowMs: number;
}

/** What a live source told. */
export interface LiveHours {
  readonly source: string;
  readonly zone: string;
  readonly basis: string | null;
  readonly boundary: string | null;
  /** Beginning of the newest hour that was told, and when the hours to come were, ms. */
  readonly newestMs: number | null;
  readonly aheadAskedMs: number | null;
  readonly past: readonly LiveHour[];
  readonly ahead: readonly LiveHour[];
}

/** The answer of `/grid`. */
export interface GridData {
  readonly here: {
    readonly id: string;
    readonly name: string;
    readonly isGuess: boolean;
    readonly intensity: SourcedIntensity;
  } | null;
  readonly isConfigured: boolean;
  readonly book: {
    readonly runs: number;
    readonly hours: readonly {
      readonly hour: string;
      readonly zone: string;
      readonly gPerKwh: number;
      readonly source: string | null;
      readonly how: string;
    }[];
  };
  readonly nowMs: number;
}

export interface LiveHour {
  readonly atMs: number;
  readonly gPerKwh: number;
  readonly how: string;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** A row of `/regions`: `joulebook regions --json`. */
export interface RegionRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly country: string | null;
  readonly continent: string | null;
  readonly provider: string | null;
  readonly intensity: SourcedIntensity;
  readonly versusHere: { readonly ratio: number } | null;
  readonly here: boolean;
}

/** The answer of `/regions`. */
export interface RegionsData {
  readonly here: string | null;
  readonly hereIsGuess: boolean;
  readonly total: number;
  readonly rows: readonly RegionRow[];
}
