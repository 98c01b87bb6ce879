import type { Channel } from '../../../src/meters/source.ts';
import { bendOf, shapeAt } from '../../../src/meters/calibration/shape.ts';
import type { Tick, Trace } from '../../../src/meters/calibration/trace.ts';

/** Random numbers of a seed (mulberry32), uniform and normal. */
export function random(seed: number): { readonly uniform: () => number; readonly normal: () => number } {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** What a simulated machine truly is. */
export interface Truth {
  readonly baseW: number;
  readonly efficiency: number;
  readonly idleW: number;
  readonly fullW: number;
  /** Of the span. */
  readonly bend: number;
  /** Relative: what the meter shows too much for good, and its noise. */
  readonly gain: number;
  readonly noise: number;
  /** Relative: how far the power wanders, standard deviation. */
  readonly drift: number;
  /** Relative: how far base power and efficiency are off on the day. */
  readonly baseDrift: number;
  readonly efficiencyDrift: number;
  readonly lagS: number;
}

/** A machine drawn at random around what such machines are. */
export function drawTruth(seed: number, gainSd: number): Truth {
  const { uniform, normal } = random(seed);
  const efficiency = 0.8 + 0.14 * uniform();
  const fullW = 60 * 10 ** (1.1 * uniform());
  const idleW = fullW * (0.15 + 0.4 * uniform());
  return {
    efficiency,
    fullW,
    idleW,
    baseW: efficiency * idleW * (0.2 + 0.5 * uniform()),
    bend: Math.max(-0.2, Math.min(0.2, 0.11 * normal())),
    gain: gainSd * normal(),
    noise: 0.005 + 0.015 * uniform(),
    drift: 0.02,
    baseDrift: 0.05,
    efficiencyDrift: 0.005,
    lagS: 3 * uniform(),
  };
}

/** True power at the wall at a load, W. */
export function wallAt(
  { idleW, fullW, bend }: Truth,
  shapeW: Float64Array,
  load: number,
  workload = 1,
): number {
  const g = shapeAt(shapeW, load);
  return idleW + (fullW - idleW) * (g + bend * bendOf(g)) * workload;
}

/** Power of the chips beside it, W. */
export function chipsAt({ baseW, efficiency }: Truth, wallW: number): number {
  return efficiency * wallW - baseW;
}

/** The same machine on some day: its base power and efficiency are a little off, which its counters do not see. */
export function onSomeDay(truth: Truth, normal: () => number): Truth {
  return {
    ...truth,
    baseW: truth.baseW * (1 + truth.baseDrift * normal()),
    efficiency: truth.efficiency * (1 + truth.efficiencyDrift * normal()),
  };
}

export const CPU_CHANNEL: Channel = {
  target: 'cpu',
  method: 'rapl',
  label: 'package-0',
  grade: 'A',
  errors: { 'rapl:h': 0.02 },
};

/** What a calibration of it reads: steps of load, one reading a second, with noise, outliers, a lagging meter and slow drift. */
export function simulateTrace(
  truth: Truth,
  shapeW: Float64Array,
  seed: number,
  options: { readonly counted?: boolean; readonly stepS?: number; readonly outliers?: number } = {},
): Trace {
  const { uniform, normal } = random(seed);
  const today = onSomeDay(truth, normal);
  const levels = [0, 0.25, 0.5, 0.75, 1, 0];
  const ticks: Tick[] = [];
  let drift = truth.drift * normal();
  let shownW = wallAt(truth, shapeW, 0) * (1 + drift);
  let atS = 1000;
  for (const [step, level] of levels.entries()) {
    const seconds = options.stepS ?? (step === 0 ? 60 : 30);
    for (let s = 0; s < seconds; s += 1) {
      atS += 1;
      // A walk that stays around nothing, with a memory of ten minutes.
      drift += -drift / 600 + truth.drift * Math.sqrt(2 / 600) * normal();
      const load = Math.min(1, Math.max(0, level + (level === 0 ? 0.005 : 0.01) * Math.abs(normal())));
      const wanderW = wallAt(truth, shapeW, load) * (1 + drift);
      // The counted chips do what they do; beside them the day decides what the wall sees of it.
      const chips = chipsAt(truth, wanderW);
      const wallW = options.counted === true ? (chips + today.baseW) / today.efficiency : wanderW;
      shownW += (wallW - shownW) * (1 - Math.exp(-1 / Math.max(0.01, truth.lagS)));
      const outlier = uniform() < (options.outliers ?? 0) ? 1 + 2 * uniform() : 1;
      const chipsW = options.counted === true ? chips * (1 + 0.003 * normal()) : Number.NaN;
      const meterW = shownW * (1 + truth.gain) * (1 + truth.noise * normal()) * outlier;
      ticks.push({ atS, dtS: 1, step, load, meterW, chipsW, gpuW: 0, componentsW: [] });
    }
  }
  return { steps: levels.map((level) => `${100 * level} % load`), ticks, components: [] };
}
