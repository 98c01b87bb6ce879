import type { Range2, WallErrors } from '../../src/meters/model/wall-errors.ts';
import { type FitDomain, tdpFeatures, type WallFit, wallFeatures } from '../../src/meters/model/wall-fit.ts';
import { dot, leastDeviations } from './least-deviations.ts';
import { median, quantile } from './quantile.ts';
import type { ServerRow } from './server-rows.ts';

/** Coefficients without what cross-validation tells of their errors. */
export type Coefficients = Omit<WallFit, 'seen' | 'unseen'>;

/** A server counts half as much as one that is this many years newer. */
const HALF_LIFE_YEARS = 12;
const RIDGE = 1e-3;
/** A generation has a coefficient of its own from so many servers. */
const LEAST_SERVERS = 2;
/** Coefficients are written with so many decimals: 1e-5 in a logarithm is 0.001 % of the power. */
const DECIMALS = 5;

/** The least errors that a fit states before it was cross-validated. */
export const NO_ERRORS: Pick<WallFit, 'seen' | 'unseen'> = (() => {
  const none: WallErrors = { spread: [0, 0], idleSpread: [0, 0], taper: Array.from({ length: 11 }, () => 0) };
  return { seen: none, unseen: none };
})();

/**
 * Fits the coefficients. Idle and full load are fitted on all servers, the loads between on those that published them, relative to their
 * full load.
 */
export function fitWall(rows: readonly ServerRow[]): Coefficients {
  const domain = domainOf(rows);
  const generations = seenGenerations(rows);
  const features = rows.map(({ facts }) => wallFeatures(facts, domain, generations));
  const weights = weightsOf(rows);
  const perTdp = (level: number): number[] =>
    rows.map(({ watts, facts }) => Math.log((watts[level] ?? 0) / (facts.tdpW * facts.sockets)));
  const fitted = (targets: readonly number[]): number[] =>
    rounded(leastDeviations(features, targets, weights, { ridge: RIDGE }));
  const withLevels = rows.map((_, i) => i).filter((i) => (rows[i]?.watts[5] ?? 0) > 0);
  const levelRows = withLevels.map((i) => rows[i] as ServerRow);
  const levelFeatures = withLevels.map((i) => features[i] ?? []);
  const levelWeights = weightsOf(levelRows);
  const shape = Array.from({ length: 9 }, (_, k) =>
    rounded(
      leastDeviations(
        levelFeatures,
        levelRows.map(({ watts }) => Math.log((watts[k + 1] ?? 0) / (watts[10] ?? 1))),
        levelWeights,
        { ridge: RIDGE },
      ),
    ),
  );
  return {
    domain,
    generations,
    idle: fitted(perTdp(0)),
    full: fitted(perTdp(10)),
    shape,
    tdp: fitTdp(rows, domain),
    yearByCores: yearByCores(rows),
  };
}

function domainOf(rows: readonly ServerRow[]): FitDomain {
  const range = (pick: (row: ServerRow) => number): Range2 => {
    const values = rows.map(pick);
    return [round(Math.min(...values), 3), round(Math.max(...values), 3)];
  };
  const gbPerW = rows.map(({ facts }) => (facts.ramGB ?? 0) / (facts.tdpW * facts.sockets));
  return {
    tdpW: range(({ facts }) => facts.tdpW),
    totalW: range(({ facts }) => facts.tdpW * facts.sockets),
    coresPerSocket: range(({ facts }) => facts.coresPerSocket),
    // Not the extremes: a single server of 2 TB decides nothing.
    gbPerW: [round(quantile(gbPerW, 0.01), 4), round(quantile(gbPerW, 0.99), 4)],
    year: range(({ facts }) => facts.year),
    usualGBPerW: round(median(gbPerW), 4),
  };
}

function seenGenerations(rows: readonly ServerRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { facts } of rows) {
    if (facts.generation !== undefined) counts.set(facts.generation, (counts.get(facts.generation) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= LEAST_SERVERS)
    .map(([id]) => id)
    .sort();
}

function weightsOf(rows: readonly ServerRow[]): number[] {
  const newest = Math.max(...rows.map(({ year }) => year));
  return rows.map(({ year }) => 2 ** ((year - newest) / HALF_LIFE_YEARS));
}

/** Each CPU counts once, however many servers carry it. */
function oneOfEachCpu(rows: readonly ServerRow[]): readonly ServerRow[] {
  return [...new Map(rows.map((row) => [row.key, row])).values()];
}

function fitTdp(rows: readonly ServerRow[], domain: FitDomain): WallFit['tdp'] {
  const cpus = oneOfEachCpu(rows);
  const features = cpus.map(({ facts }) => tdpFeatures(facts, domain));
  const targets = cpus.map(({ facts }) => Math.log(facts.tdpW));
  const coefficients = rounded(
    leastDeviations(
      features,
      targets,
      cpus.map(() => 1),
      { ridge: RIDGE },
    ),
  );
  const errors = targets.map((target, i) => target - dot(features[i] ?? [], coefficients));
  return { coefficients, spread: spreadOfLogs(errors) };
}

/** Cores of a socket from which the usual year is told anew. */
const CORE_STEPS = [1, 4, 6, 8, 12, 18, 28, 40, 64] as const;

function yearByCores(rows: readonly ServerRow[]): readonly Range2[] {
  const cpus = oneOfEachCpu(rows);
  return CORE_STEPS.flatMap((from, i) => {
    const to = CORE_STEPS[i + 1] ?? Number.POSITIVE_INFINITY;
    const years = cpus
      .filter(({ facts }) => facts.coresPerSocket >= from && facts.coresPerSocket < to)
      .map(({ facts }) => facts.year);
    return years.length === 0 ? [] : [[from, Math.round(median(years))] as const];
  });
}

const Z90 = 1.6448536269514722;

/** Relative standard deviations whose 5 % and 95 % quantiles are those of these errors, which are logarithms of measured / predicted. */
export function spreadOfLogs(errors: readonly number[]): Range2 {
  return [
    round((1 - Math.exp(quantile(errors, 0.05))) / Z90, 4),
    round((Math.exp(quantile(errors, 0.95)) - 1) / Z90, 4),
  ];
}

function rounded(values: readonly number[]): number[] {
  return values.map((value) => round(value, DECIMALS));
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
