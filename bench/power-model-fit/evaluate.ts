import { byCpuModel, byGeneration, type HeldOut, heldOut } from './cross-validate.ts';
import { coverage, type Coverage, nestedCoverage } from './coverage.ts';
import { errorsFrom, logErrors } from './fit-errors.ts';
import { fitWall } from './fit-wall.ts';
import type { Range2, WallErrors } from '../../src/meters/model/wall-errors.ts';
import type { WallModelFile } from '../../src/meters/model/model-tables.ts';
import { median } from './quantile.ts';
import { RIVALS } from './rivals.ts';
import { type EndsScore, score, type Score, scoreEnds } from './score.ts';
import type { ServerRow } from './server-rows.ts';

/** The newest year whose CPUs are asked of apart. */
const RECENT_FROM = 2017;
const FOLDS = 5;

/** One rule on the same rows. */
export interface RuleScore {
  readonly name: string;
  readonly levels: Score;
  readonly recent: EndsScore;
}

/** What cross-validation tells. */
export interface Evaluation {
  readonly partitions: number;
  /** Ours, means over the partitions, and its spread over them (all levels, energy). */
  readonly ours: RuleScore;
  readonly sd: { readonly all: number; readonly energy: number; readonly recent: number };
  /** Ours where the whole generation of a CPU is new. */
  readonly newGeneration: RuleScore;
  readonly rivals: readonly RuleScore[];
  readonly coverage: Readonly<Record<'levels' | 'ends' | 'recent', Coverage>>;
  readonly newGenerationCoverage: Coverage;
  /** The model with its errors. */
  readonly model: Omit<WallModelFile, 'hash'>;
}

/** Fits, cross-validates by CPU model in several partitions, and calibrates the intervals. */
export function evaluate(rows: readonly ServerRow[], partitions: number): Evaluation {
  const isLevels = ({ collection }: ServerRow): boolean => collection === 'levels';
  const isRecent = ({ collection, year }: ServerRow): boolean => collection === 'ends' && year >= RECENT_FROM;
  const ruleScore = (name: string, predicted: readonly ArrayLike<number>[]): RuleScore => {
    const pick = (use: (row: ServerRow) => boolean): [ServerRow[], ArrayLike<number>[]] => {
      const kept = rows.map((_, i) => i).filter((i) => use(rows[i] as ServerRow));
      return [kept.map((i) => rows[i] as ServerRow), kept.map((i) => predicted[i] ?? [])];
    };
    return { name, levels: score(...pick(isLevels)), recent: scoreEnds(...pick(isRecent)) };
  };
  const seeds = Array.from({ length: partitions }, (_, seed) => seed);
  const held: readonly HeldOut[] = seeds.map((seed) => heldOut(rows, byCpuModel(FOLDS, seed)));
  const each = held.map((predicted) => ruleScore('joulebook', predicted));
  const nested = (use: (row: ServerRow) => boolean): Coverage =>
    meanOf(seeds.map((seed) => nestedCoverage(rows, held[seed] ?? [], byCpuModel(FOLDS, seed), use)));
  const errors = logErrors(rows, held);
  const generationHeld = heldOut(rows, byGeneration);
  // The oldest generation is left out: a CPU that is new to the fit is not older than all that it has seen.
  const oldest = Math.min(...rows.map(({ facts }) => facts.year));
  const oldestGeneration = rows.find(({ facts }) => facts.year === oldest)?.facts.generation;
  const isNewer = ({ facts }: ServerRow): boolean => facts.generation !== oldestGeneration;
  const seen = errorsFrom(errors);
  const unseen = atLeast(errorsFrom(logErrors(rows, [generationHeld], isNewer)), seen);
  return {
    partitions,
    ours: meanOf(each),
    sd: {
      all: sdOf(each.map(({ levels }) => levels.all)),
      energy: sdOf(each.map(({ levels }) => levels.energy)),
      recent: sdOf(each.map(({ recent }) => recent.pooled)),
    },
    newGeneration: ruleScore('joulebook, generation never seen', generationHeld),
    rivals: RIVALS.map(({ name, watts }) =>
      ruleScore(
        name,
        rows.map((row) => Float64Array.from({ length: 11 }, (_, k) => watts(row, 10 * k))),
      ),
    ),
    coverage: { levels: nested(isLevels), ends: nested((row) => !isLevels(row)), recent: nested(isRecent) },
    newGenerationCoverage: coverage(rows, generationHeld, () => unseen, isNewer),
    model: { ...fitWall(rows), rise: riseOf(rows), seen, unseen },
  };
}

/** Nothing is known better for its generation being new. */
function atLeast(errors: WallErrors, least: WallErrors): WallErrors {
  const wider = (a: Range2, b: Range2): Range2 => [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  return {
    spread: wider(errors.spread, least.spread),
    idleSpread: wider(errors.idleSpread, least.idleSpread),
    taper: errors.taper.map((left, level) => Math.max(left, least.taper[level] ?? 0)),
  };
}

/** The median part of the rise from idle to full load at each level, of servers since 2010. */
function riseOf(rows: readonly ServerRow[]): readonly number[] {
  const recent = rows.filter(({ collection, year }) => collection === 'levels' && year >= 2010);
  return Array.from({ length: 11 }, (_, level) =>
    Number(
      median(
        recent.map(
          ({ watts: [idle = 0, ...rest] }) =>
            ((level === 0 ? idle : (rest[level - 1] ?? 0)) - idle) / ((rest[9] ?? 0) - idle),
        ),
      ).toFixed(3),
    ),
  );
}

/** The mean of records of numbers, member by member; what is no number is the first's. */
function meanOf<T extends object>(records: readonly T[]): T {
  const [first] = records;
  if (first === undefined) throw new Error('no records');
  return Object.fromEntries(
    Object.entries(first).map(([name, value]: [string, unknown]) => {
      const all = records.map((record) => (record as Record<string, unknown>)[name]);
      if (typeof value === 'number') return [name, (all as number[]).reduce((a, b) => a + b, 0) / all.length];
      return [name, typeof value === 'object' && value !== null ? meanOf(all as object[]) : value];
    }),
  ) as T;
}

function sdOf(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, values.length - 1));
}
