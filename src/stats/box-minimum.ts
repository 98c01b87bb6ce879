/** A function and its slopes: it writes those into `slopes`. What is no number counts as infinitely high. */
export type Sloped = (point: Float64Array, slopes: Float64Array) => number;

/** Where to look, and how long. */
export interface Box {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Steps at most. */
  readonly steps: number;
}

/** A point and the function there. */
export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
}

/** Steps that the curvature is learnt from. */
const MEMORY = 8;
/** Slopes below this are none. */
const FLAT = 1e-7;
/** A step must bring this part of what its slope promises (Armijo's rule), and is halved so often at most. */
const PROMISE = 1e-4;
const HALVINGS = 20;

/**
 * A local minimum in a box from `start` on: L-BFGS on the coordinates that do not press against their bounds, each step cut to the box.
 * Nocedal and Wright, "Numerical Optimization" (2006), algorithms 7.4 and 3.1; projection as in Bertsekas, SIAM Journal on Control and
 * Optimization 20 (1982) 221-246.
 */
export function boxMinimum(f: Sloped, start: Float64Array, { low, high, steps }: Box): Minimum {
  const n = start.length;
  let point = Float64Array.from(start, (x, i) => clamp(x, low[i] as number, high[i] as number));
  let slopes = new Float64Array(n);
  let value = f(point, slopes);
  const memory: Pair[] = [];
  for (let step = 0; step < steps; step += 1) {
    const isFree = point.map((x, i) =>
      Number(!presses(x, slopes[i] as number, low[i] as number, high[i] as number)),
    );
    const free = slopes.map((slope, i) => slope * (isFree[i] as number));
    if (!(norm(free) > FLAT)) break;
    let direction = newton(free, memory).map((x, i) => x * (isFree[i] as number));
    if (!(dot(direction, free) < 0)) {
      memory.length = 0;
      direction = newton(free, memory);
    }
    const next = lowered(f, { point, value, slopes }, direction, low, high);
    if (next === undefined) {
      if (memory.length === 0) break;
      memory.length = 0; // once more, straight down
      continue;
    }
    remember(memory, difference(next.point, point), difference(next.slopes, slopes));
    ({ point, value, slopes } = next);
  }
  return { point, value };
}

interface Place extends Minimum {
  readonly point: Float64Array<ArrayBuffer>;
  readonly slopes: Float64Array<ArrayBuffer>;
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

/** Halves a step until the function is low enough there; undefined where it never is. */
function lowered(
  f: Sloped,
  from: Place,
  direction: Float64Array,
  low: Float64Array,
  high: Float64Array,
): Place | undefined {
  let length = 1;
  for (let halving = 0; halving <= HALVINGS; halving += 1) {
    const point = from.point.map((x, i) =>
      clamp(x + length * (direction[i] as number), low[i] as number, high[i] as number),
    );
    const slopes = new Float64Array(point.length);
    const value = f(point, slopes);
    const promised = dot(from.slopes, difference(point, from.point));
    if (promised < 0 && value <= from.value + PROMISE * promised) return { point, value, slopes };
    length /= 2;
  }
  return undefined;
}

/** Where the minimum of the parabola lies that the last steps suggest; without any, straight down and not far. */
function newton(slopes: Float64Array, memory: readonly Pair[]): Float64Array<ArrayBuffer> {
  const way = slopes.map((slope) => -slope);
  const last = memory.at(-1);
  if (last === undefined) {
    const length = norm(way);
    return way.map((x) => x / Math.max(length, 1) / 4);
  }
  const parts: number[] = [];
  for (const { step, change, product } of [...memory].reverse()) {
    const part = dot(step, way) / product;
    parts.push(part);
    addTo(way, change, -part);
  }
  const scale = last.product / dot(last.change, last.change);
  for (let i = 0; i < way.length; i += 1) way[i] = (way[i] as number) * scale;
  for (const { step, change, product } of memory)
    addTo(way, step, (parts.pop() ?? 0) - dot(change, way) / product);
  return way;
}

/** Takes in a step where it shows that the function curves upwards. */
function remember(memory: Pair[], step: Float64Array, change: Float64Array): void {
  const product = dot(step, change);
  if (!(product > 1e-10 * dot(change, change))) return;
  memory.push({ step, change, product });
  if (memory.length > MEMORY) memory.shift();
}

function presses(x: number, slope: number, low: number, high: number): boolean {
  return (x <= low && slope > 0) || (x >= high && slope < 0);
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x - (b[i] as number));
}

function addTo(a: Float64Array, b: Float64Array, times: number): void {
  for (let i = 0; i < a.length; i += 1) a[i] = (a[i] as number) + times * (b[i] as number);
}
