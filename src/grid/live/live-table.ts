import type { Spread } from '../../units/estimate.ts';

/** The live sources. */
export const LIVE_SOURCES = ['electricity-maps', 'watttime', 'gb', 'energinet'] as const;

export type LiveSourceId = (typeof LIVE_SOURCES)[number];

/** What is known of a live source before it is asked; a row of `data/grid/live.json`. */
export interface LiveSourceFacts {
  readonly name: string;
  /** Where it is asked unless another place is named. */
  readonly url: string;
  /** Its documentation. */
  readonly about: string;
  readonly basis: 'average' | 'marginal';
  readonly boundary: 'direct' | 'life-cycle';
  /** Of averages: whether imports and exports are followed. */
  readonly accounting?: 'production' | 'consumption';
  readonly licence: string;
  /** Usual length of the period of a figure, s. */
  readonly stepS: number;
  /** How long a figure that may still change is used without asking again, s. */
  readonly freshS: number;
  /** The longest range that it answers at once, s. */
  readonly rangeS: number;
  readonly forecastHours: number;
}

/** A spread after so many hours. */
export interface SpreadAfter {
  readonly hours: number;
  readonly sd: Spread;
}

/** `data/grid/live.json`. */
export interface LiveTable {
  readonly sources: Readonly<Record<LiveSourceId, LiveSourceFacts>>;
  /** Lowest and highest figure that is believed, g/kWh. */
  readonly plausible: Readonly<Record<'life-cycle' | 'direct', readonly [low: number, high: number]>>;
  readonly spread: {
    readonly measured: Spread;
    readonly estimated: Spread;
    readonly forecast: readonly SpreadAfter[];
    readonly carried: readonly SpreadAfter[];
  };
  readonly service: {
    readonly connectS: number;
    readonly wholeS: number;
    readonly mostBytes: number;
    readonly redirects: number;
    readonly tries: number;
    readonly backOffS: number;
    /** Our clock and the service's may differ by this, s. */
    readonly clockSkewS: number;
    /** A present figure may begin this much after our now, s. */
    readonly futureS: number;
    readonly metadataS: number;
  };
}
