import type { RunKind, RunState, Scalar } from '../../book/journal-event.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { Grade } from '../../units/sourced.ts';
import type { ChosenMetric } from './chosen-metric.ts';
import type { GroupComparison } from './comparison.ts';
import type { ComponentTotal } from './components.ts';
import type { ReportContext } from './context.ts';
import type { Fate } from './fate.ts';
import type { Group } from './groups.ts';
import type { Item } from './item.ts';
import type { MachineUse } from './machines.ts';
import type { ConstantUse, PlaceUse } from './places.ts';
import type { SciScore } from './sci.ts';
import type { Totals } from './totals.ts';

/** A root run as a line of the report. Energy attributed and at the wall, J; carbon operational, g. */
export interface RunLine {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly fate: Fate;
  /** The group of its configuration, where it is compared. */
  readonly group?: string;
  readonly command: readonly string[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationS: number;
  readonly energy: WrittenEstimate;
  readonly carbon: WrittenEstimate;
  readonly grade: Grade;
  readonly machine: string;
  readonly commit?: string;
  readonly params: Readonly<Record<string, Scalar>>;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Totals of the runs of one fate. */
export interface FateTotal extends Totals {
  readonly fate: Fate;
  /** Trials of another fate inside these runs: their energy is part of it. */
  readonly trials: Readonly<
    Partial<Record<Fate, { readonly runs: number; readonly energy: WrittenEstimate }>>
  >;
}

/** `joulebook.report/1`: the one model that every rendering of a report is made from. Names are a contract: add, never rename. */
export interface Statement {
  readonly schema: 'joulebook.report/1';
  readonly title: string;
  /** The filter that the runs were chosen by. */
  readonly filter: string;
  readonly madeBy: string;
  /** Only where it was asked for: without it the same runs give the same bytes. */
  readonly madeAt?: string;
  readonly projects: readonly string[];
  readonly period: { readonly from: string | null; readonly to: string | null };
  /** Runs that matched: `roots` are summed, `inside` are in them, `strays` are parts of runs that did not match and in no sum. */
  readonly matched: {
    readonly roots: number;
    readonly inside: number;
    readonly strays: number;
    readonly summed: number;
  };
  readonly totals: Totals;
  readonly fates: readonly FateTotal[];
  readonly components: readonly ComponentTotal[];
  readonly machines: readonly MachineUse[];
  readonly places: readonly PlaceUse[];
  readonly pues: readonly ConstantUse[];
  readonly metric?: ChosenMetric;
  readonly groups: readonly Group[];
  readonly comparison?: GroupComparison;
  /** Ids of the groups that no other beats in quality and energy, cheapest first. */
  readonly frontier: readonly string[];
  /** The project that these are of: a quality is one of a task. Absent where no run has a metric. */
  readonly frontierProject?: string;
  readonly items: readonly Item[];
  readonly sci?: SciScore;
  readonly context: ReportContext;
  /** What a reader must know to read the figures right. */
  readonly notes: readonly string[];
  readonly runs: readonly RunLine[];
}
