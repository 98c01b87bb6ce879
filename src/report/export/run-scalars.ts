import type { RunRecord } from '../../book/run-record.ts';
import { DIMENSIONS } from '../../units/dimensions.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { RunHistory } from './history.ts';
import { type MeasureUnit, RUN_MEASURES } from './run-measures.ts';

/** One value of a named series, as experiment trackers keep them. */
export interface Scalar {
  readonly name: string;
  readonly value: number;
  readonly step: number;
  /** ms since 1970. */
  readonly atMs: number;
}

const { Wh } = DIMENSIONS.energy.units;

/** How trackers' users read units, and the factor to them. */
const UNITS: Readonly<Record<MeasureUnit, readonly [end: string, factor: number]>> = {
  J: ['_wh', Wh],
  g: ['_g', 1],
  W: ['_w', 1],
  s: ['_s', 1],
  By: ['_bytes', 1],
  '1': ['', 1],
  'g/kWh': ['_g_per_kwh', 1],
  L: ['_l', 1],
  'L/kWh': ['_l_per_kwh', 1],
  count: ['', 1],
  money: ['', 1],
};

/**
 * Figures of a run, one value each: `joulebook/energy_wh` with `joulebook/energy_low_wh` and `…_high_wh`, `joulebook/component_energy/gpu:0_wh`.
 * Moments of time and what is not known are left out.
 */
export function runFigures(run: RunRecord): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const { words, unit, isEstimate, points } of RUN_MEASURES) {
    if (words[1] === 'time' && words[0] !== 'cpu') continue;
    const [end, factor] = UNITS[unit];
    for (const { value, low, high, of } of points(run)) {
      const part = Object.values(of ?? {})[0];
      const put = (word: string, figure: number | null | undefined): void => {
        if (typeof figure !== 'number') return;
        const name = `joulebook/${words.join('_')}${word}${part === undefined ? '' : `/${part}`}${end}`;
        figures.set(name, figure / factor);
      };
      put('', value);
      if (isEstimate) {
        put('_low', low);
        put('_high', high);
      }
    }
  }
  return figures;
}

/**
 * All series of a run, complete: what it reported, by its own names and steps (without a step: the epoch, else how many came before); the
 * energy of each epoch; the power of each sample, by its number; then its figures, at step 0 and its end.
 */
export function runScalars(run: RunRecord, history: RunHistory): readonly Scalar[] {
  const startMs = Date.parse(run.startedAt);
  const at = (s: number): number => startMs + s * 1000;
  const seen = new Map<string, number>();
  const scalars: Scalar[] = history.reported.map(({ name, value, atS, step, epoch }) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return { name, value, step: step ?? epoch ?? before, atMs: at(atS) };
  });
  for (const [name, value] of Object.entries(run.metrics)) {
    // An imported run has no journal of reports: its last value is all there is.
    if (!seen.has(name)) scalars.push({ name, value, step: 0, atMs: at(run.durationS) });
  }
  for (const { n, attributed } of run.energy.epochs) {
    const atMs = at(history.epochEnds.get(n) ?? run.durationS);
    for (const [end, joules] of ends(attributed)) {
      if (joules !== null)
        scalars.push({ name: `joulebook/epoch_energy${end}_wh`, value: joules / Wh, step: n, atMs });
    }
  }
  history.power.forEach(({ atS, watts }, step) => {
    for (const [channel, value] of Object.entries(watts))
      scalars.push({ name: `joulebook/power/${channel}_w`, value, step, atMs: at(atS) });
  });
  for (const [name, value] of runFigures(run))
    scalars.push({ name, value, step: 0, atMs: at(run.durationS) });
  return scalars;
}

function ends({ value, low, high }: WrittenEstimate): readonly (readonly [string, number | null])[] {
  return [
    ['', value],
    ['_low', low],
    ['_high', high],
  ];
}
