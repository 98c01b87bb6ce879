import type { Configuration } from '../space/configuration.ts';
import type { Parameter } from '../space/parameter.ts';
import { categoricalDensity, numericDensity } from './grid-density.ts';
import { gridOf, type ParameterGrid } from './parameter-grid.ts';

/** A trial as importance sees it: lower is better. */
export interface Scored {
  readonly configuration: Configuration;
  readonly loss: number;
}

/** The part of the trials that is called good. */
const GOOD = 0.1;
/** Fewer trials that have a parameter (or have it not) are not looked at. */
const LEAST = 2;

/**
 * How much each parameter has to do with being among the best tenth (PED-ANOVA, Watanabe et al., IJCAI 2023, and for conditional parameters its
 * successor of 2026): the Pearson divergence between where the best tenth of the trials stands and where all do.
 *
 * @returns the part of each parameter, by name, in the order of the space; they sum to 1, unless none matters.
 */
export function pedAnova(
  parameters: readonly Parameter[],
  trials: readonly Scored[],
): Readonly<Record<string, number>> {
  const known = trials.filter(({ loss }) => Number.isFinite(loss));
  const raw = parameters.map((parameter) => [parameter.name, importance(parameter, known)] as const);
  const sum = raw.reduce((all, [, value]) => all + value, 0);
  const even = parameters.length === 0 ? 0 : 1 / parameters.length;
  return Object.fromEntries(raw.map(([name, value]) => [name, sum > 0 ? value / sum : even]));
}

function importance(parameter: Parameter, trials: readonly Scored[]): number {
  const good = new Set(bestOf(trials));
  const active = trials.filter(({ configuration }) => Object.hasOwn(configuration, parameter.name));
  const best = active.filter((trial) => good.has(trial));
  if (active.length < LEAST || best.length === 0 || trials.length < LEAST) return 0;
  const grid = gridOf(parameter);
  if (grid.size < 2) return 0;
  const share = (best.length / good.size) ** 2 / (active.length / trials.length);
  return share * divergence(grid, parameter.name, best, active);
}

/** Those that are no worse than the last of the best tenth. */
function bestOf(trials: readonly Scored[]): readonly Scored[] {
  const losses = trials.map(({ loss }) => loss).sort((a, b) => a - b);
  const worst = losses[Math.ceil(GOOD * losses.length) - 1] ?? Number.NEGATIVE_INFINITY;
  return trials.filter(({ loss }) => loss <= worst);
}

function divergence(
  grid: ParameterGrid,
  name: string,
  best: readonly Scored[],
  all: readonly Scored[],
): number {
  const [top, base] = [densityOf(grid, name, best), densityOf(grid, name, all)];
  let sum = 0;
  base.forEach((mass, i) => {
    const there = mass + 1e-12;
    sum += there * (((top[i] as number) + 1e-12) / there - 1) ** 2;
  });
  return sum;
}

function densityOf(grid: ParameterGrid, name: string, trials: readonly Scored[]): Float64Array {
  const counts = Array.from({ length: grid.size }, () => 0);
  for (const { configuration } of trials) {
    const cell = grid.cellOf(configuration[name] as NonNullable<Configuration[string]>);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return grid.isNumeric ? numericDensity(counts) : categoricalDensity(counts);
}
