import type { Value, ValueMap } from '../model/value.ts';
import type { Points } from './datapoints.ts';

/** A plot of values, of all revisions together. */
export interface ValuePlot {
  readonly kind: 'values';
  readonly name: string;
  readonly title: string;
  /** Name or path of its template. */
  readonly template: string | undefined;
  readonly revisions: readonly string[];
  readonly points: readonly ValueMap[];
  /** Undefined where nothing could be read. */
  readonly axes: Omit<Points, 'points'> | undefined;
}

/** A picture, once for each revision. */
export interface PicturePlot {
  readonly kind: 'picture';
  readonly name: string;
  readonly pictures: readonly {
    readonly revision: string;
    readonly path: string;
    readonly bytes: Uint8Array;
  }[];
}

export type Plot = ValuePlot | PicturePlot;

/** Why a plot, or a part of it, cannot be drawn; in the words of Python, as it stands in DVC's JSON. */
export interface PlotFault {
  readonly name?: string;
  readonly revision: string;
  readonly source?: string;
  readonly type: string;
  readonly msg: string;
}

/** What was found to be drawn. */
export interface Plots {
  readonly plots: readonly Plot[];
  readonly faults: readonly PlotFault[];
}

/** The properties of a plot of which several revisions say something: those of the first have precedence. */
export function joinedProps(definitions: readonly ValueMap[]): ValueMap {
  return new Map(definitions.toReversed().flatMap((props): [string, Value][] => [...props]));
}
