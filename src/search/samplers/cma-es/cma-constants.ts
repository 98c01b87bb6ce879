/** What the CMA-ES of a number of parameters works with. */
export interface CmaConstants {
  /** Points of a generation. */
  readonly population: number;
  /** How many of them make the new mean. */
  readonly parents: number;
  /** By rank, best first; the worse half is negative. */
  readonly weights: readonly number[];
  readonly effective: number;
  readonly rankOne: number;
  readonly rankMu: number;
  readonly pathDecay: number;
  readonly stepDecay: number;
  readonly stepDamping: number;
  /** Expected length of a vector of standard normal numbers. */
  readonly expectedLength: number;
}

/** The constants of N. Hansen, "The CMA evolution strategy: a tutorial", arXiv 1604.00772, equations 48 to 58. */
export function cmaConstants(n: number): CmaConstants {
  const population = 4 + Math.floor(3 * Math.log(n));
  const parents = Math.floor(population / 2);
  const raw = Array.from({ length: population }, (_, k) => Math.log((population + 1) / 2) - Math.log(k + 1));
  const effective = sum(raw.slice(0, parents)) ** 2 / sumOfSquares(raw.slice(0, parents));
  const effectiveWorse = sum(raw.slice(parents)) ** 2 / sumOfSquares(raw.slice(parents));
  const rankOne = 2 / ((n + 1.3) ** 2 + effective);
  const rankMu = Math.min(
    1 - rankOne - 1e-8,
    (2 * (effective - 2 + 1 / effective)) / ((n + 2) ** 2 + effective),
  );
  const worse = Math.min(
    1 + rankOne / rankMu,
    1 + (2 * effectiveWorse) / (effective + 2),
    (1 - rankOne - rankMu) / (n * rankMu),
  );
  const positive = sum(raw.filter((weight) => weight > 0));
  const negative = -sum(raw.filter((weight) => weight < 0));
  const stepDecay = (effective + 2) / (n + effective + 5);
  return {
    population,
    parents,
    weights: raw.map((weight) => (weight >= 0 ? weight / positive : (worse * weight) / negative)),
    effective,
    rankOne,
    rankMu,
    pathDecay: (4 + effective / n) / (n + 4 + (2 * effective) / n),
    stepDecay,
    stepDamping: 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (n + 1)) - 1) + stepDecay,
    expectedLength: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((total, value) => total + value * value, 0);
}
