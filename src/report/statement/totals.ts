import type { RunRecord } from '../../book/run-record.ts';
import type { Grade } from '../../units/sourced.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import { type Summed, summedUp } from './sums.ts';

/** Operational carbon of one kind: figures of different kinds do not add up. */
export interface CarbonOfKind extends Summed {
  readonly basis: string;
  readonly boundary: string;
  readonly runs: number;
}

/** What some root runs have used in all. Energies J, masses g, attributed. */
export interface Totals {
  readonly runs: number;
  /** Time on the clock, s, added over the runs; and the same times the GPUs of each. */
  readonly durationS: number;
  readonly gpuS: number;
  readonly energy: { readonly chips: Summed; readonly wall: Summed; readonly facility: Summed };
  /** Location-based, a sum for each kind; the one of most runs first. */
  readonly operational: readonly CarbonOfKind[];
  readonly embodied: Summed;
  /** Market-based, of the runs that have it. */
  readonly market?: Summed;
  /** By marginal intensity, of the runs that have it: beside the others, never a part of them. */
  readonly marginal?: Summed;
  readonly water?: Summed;
  /** In each currency. */
  readonly cost: readonly (Summed & { readonly currency: string })[];
  /** Part of the chips' energy that counters have seen; null where none is known. */
  readonly measuredFraction: number | null;
  readonly grade: Grade;
}

/** Adds up root runs. */
export function totalsOf(runs: readonly RunRecord[]): Totals {
  const layer = (name: 'chips' | 'wall' | 'facility'): Summed =>
    summedUp(
      runs.map(({ energy }) => energy[name].attributed),
      'J',
    );
  const some = (read: (run: RunRecord) => WrittenEstimate | undefined, unit: string): Summed | undefined => {
    const terms = runs.map(read);
    return terms.every((term) => term === undefined) ? undefined : summedUp(terms, unit);
  };
  const market = some(({ carbon }) => carbon.market?.operational, 'g');
  const marginal = some(({ carbon }) => carbon.marginal?.emissions, 'g');
  const water = some((run) => run.water?.total, 'L');
  return {
    runs: runs.length,
    durationS: added(runs, ({ durationS }) => durationS),
    gpuS: added(runs, (run) => run.durationS * gpusOf(run)),
    energy: { chips: layer('chips'), wall: layer('wall'), facility: layer('facility') },
    operational: carbonByKind(runs),
    embodied: summedUp(
      runs.map(({ carbon }) => carbon.embodied),
      'g',
    ),
    ...(market === undefined ? {} : { market }),
    ...(marginal === undefined ? {} : { marginal }),
    ...(water === undefined ? {} : { water }),
    cost: costs(runs),
    measuredFraction: measuredFraction(runs),
    grade: gradeOf(runs),
  };
}

/** How many GPUs a run had. */
export function gpusOf({ energy }: RunRecord): number {
  return Object.keys(energy.components).filter((name) => name.startsWith('gpu')).length;
}

function added(runs: readonly RunRecord[], read: (run: RunRecord) => number): number {
  return runs.reduce((sum, run) => sum + read(run), 0);
}

function carbonByKind(runs: readonly RunRecord[]): readonly CarbonOfKind[] {
  const kinds = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const { intensity } = run.carbon;
    const kind = intensity === null ? 'unknown|unknown' : `${intensity.basis}|${intensity.boundary}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), run]);
  }
  return [...kinds]
    .map(([kind, of]) => {
      const [basis = '', boundary = ''] = kind.split('|');
      const terms = of.map(({ carbon }) => carbon.operational);
      return { basis, boundary, runs: of.length, ...summedUp(terms, 'g') };
    })
    .sort((a, b) => b.runs - a.runs || (a.basis + a.boundary < b.basis + b.boundary ? -1 : 1));
}

function costs(runs: readonly RunRecord[]): Totals['cost'] {
  const currencies = [...new Set(runs.flatMap(({ cost }) => (cost === undefined ? [] : [cost.total.unit])))];
  return currencies.sort().map((currency) => {
    const terms = runs.map(({ cost }) => (cost?.total.unit === currency ? cost.total : undefined));
    return { currency, ...summedUp(terms, currency) };
  });
}

function measuredFraction(runs: readonly RunRecord[]): number | null {
  const joules = (run: RunRecord): number => run.energy.chips.attributed.value ?? 0;
  const all = added(runs, joules);
  return all > 0 ? added(runs, (run) => joules(run) * run.energy.measuredFraction) / all : null;
}

/** Part of the chips' energy from which on a component counts for the grade, as for a single run. */
const MATERIAL = 0.1;

/** The worst grade among those by which a tenth or more of the chips' energy is known; that of the worst run where no energy is. */
function gradeOf(runs: readonly RunRecord[]): Grade {
  const byGrade = new Map<Grade, number>();
  for (const { energy } of runs) {
    for (const [name, { grade, attributed }] of Object.entries(energy.components)) {
      if (name !== 'other') byGrade.set(grade, (byGrade.get(grade) ?? 0) + (attributed.value ?? 0));
    }
  }
  const all = [...byGrade.values()].reduce((sum, joules) => sum + joules, 0);
  const material = [...byGrade].filter(([, joules]) => all > 0 && joules / all >= MATERIAL);
  const grades = material.length > 0 ? material.map(([grade]) => grade) : runs.map(({ grade }) => grade);
  return grades.reduce<Grade>((worst, grade) => (grade > worst ? grade : worst), 'A');
}
