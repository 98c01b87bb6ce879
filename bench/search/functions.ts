/**
 * Test functions of the field over the unit cube, as losses. Branin, Currin, Borehole and Hartmann have the fidelity of Kandasamy et al.
 * (2017, "Multi-fidelity Bayesian optimisation with continuous approximations"); here it is the part of the training that is done.
 */
type Fidelity = (u: readonly number[]) => (z: number) => number;

export const branin: Fidelity = (u) => (z) => {
  const [x1, x2] = [15 * (u[0] ?? 0) - 5, 15 * (u[1] ?? 0)];
  const [b, c] = [5.1 / (4 * Math.PI ** 2) - 0.01 * (1 - z), 5 / Math.PI - 0.1 * (1 - z)];
  const t = 1 / (8 * Math.PI) + 0.05 * (1 - z);
  return (x2 - b * x1 ** 2 + c * x1 - 6) ** 2 + 10 * (1 - t) * Math.cos(x1) + 10;
};

export const currin: Fidelity = (u) => (z) => {
  const [x1, x2] = [u[0] ?? 0, u[1] ?? 0];
  const damped = x2 === 0 ? 0 : Math.exp(-1 / (2 * x2));
  const ratio =
    (2300 * x1 ** 3 + 1900 * x1 ** 2 + 2092 * x1 + 60) / (100 * x1 ** 3 + 500 * x1 ** 2 + 4 * x1 + 20);
  return -(1 - 0.1 * (1 - z) * damped) * ratio;
};

const BOREHOLE_RANGES = [
  [0.05, 0.15],
  [100, 50_000],
  [63_070, 115_600],
  [990, 1110],
  [63.1, 116],
  [700, 820],
  [1120, 1680],
  [9855, 12_045],
] as const;

export const borehole: Fidelity = (u) => {
  const x = BOREHOLE_RANGES.map(([low, high], i) => low + (u[i] ?? 0) * (high - low));
  const [rw = 1, r = 1, tu = 1, hu = 1, tl = 1, hl = 1, l = 1, kw = 1] = x;
  const log = Math.log(r / rw);
  const leak = (2 * l * tu) / (log * rw ** 2 * kw) + tu / tl;
  const full = (2 * Math.PI * tu * (hu - hl)) / (log * (1 + leak));
  const rough = (5 * tu * (hu - hl)) / (log * (1.5 + leak));
  return (z) => -(z * full + (1 - z) * rough);
};

const ALPHA = [1, 1.2, 3, 3.2];

function hartmann(a: readonly (readonly number[])[], p: readonly (readonly number[])[]): Fidelity {
  return (u) => {
    const terms = a.map((row, i) =>
      Math.exp(-row.reduce((sum, weight, j) => sum + weight * ((u[j] ?? 0) - (p[i]?.[j] ?? 0)) ** 2, 0)),
    );
    return (z) => -terms.reduce((sum, term, i) => sum + ((ALPHA[i] ?? 0) - 0.1 * (1 - z)) * term, 0);
  };
}

export const hartmann3 = hartmann(
  [
    [3, 10, 30],
    [0.1, 10, 35],
    [3, 10, 30],
    [0.1, 10, 35],
  ],
  [
    [0.3689, 0.117, 0.2673],
    [0.4699, 0.4387, 0.747],
    [0.1091, 0.8732, 0.5547],
    [0.0381, 0.5743, 0.8828],
  ],
);

export const hartmann6 = hartmann(
  [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ],
  [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
  ],
);

export function rosenbrock(u: readonly number[]): number {
  const x = u.map((v) => 7 * v - 2);
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i] ?? 0, x[i + 1] ?? 0];
    sum += 100 * (b - a ** 2) ** 2 + (1 - a) ** 2;
  }
  return Math.log1p(sum);
}

export function ackley(u: readonly number[]): number {
  const x = u.map((v) => 40 * v - 15);
  const squares = x.reduce((sum, v) => sum + v ** 2, 0) / x.length;
  const cosines = x.reduce((sum, v) => sum + Math.cos(2 * Math.PI * v), 0) / x.length;
  return -20 * Math.exp(-0.2 * Math.sqrt(squares)) - Math.exp(cosines) + 20 + Math.E;
}

export function levy(u: readonly number[]): number {
  const w = u.map((v) => 1 + (20 * v - 11) / 4);
  const last = w[w.length - 1] ?? 1;
  let sum = Math.sin(Math.PI * (w[0] ?? 1)) ** 2;
  for (const v of w.slice(0, -1)) sum += (v - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * v + 1) ** 2);
  return sum + (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2);
}

/**
 * A function without a fidelity of its own as a training: from one loss for all towards the function's value, at a speed that depends on
 * the configuration: `(1 + 49 z)^-b` with b from 0.4 to 1.6 of the way is left.
 */
export function approached(f: (u: readonly number[]) => number): Fidelity {
  return (u) => {
    const target = f(u);
    const start = 1.2 * f(u.map((_, i) => (i % 2 === 0 ? 0.9 : 0.1)));
    const b = 0.4 + 1.2 * Math.abs(Math.sin(3 * (u[0] ?? 0) + 5 * (u[u.length - 1] ?? 0)));
    return (z) => target + (start - target) * (1 + 49 * z) ** -b;
  };
}
