import type { RunRecord } from '../../../src/book/run-record.ts';
import { cumulative, energyAt } from '../run/power/power-rows.ts';
import type { PowerAnswer, TimelineAnswer } from '../run/power/power-answer.ts';

/** A place of a curve. */
export type Point = readonly [x: number, y: number];

/** Metric over the energy until then, J: by epochs, whose energies are known each. */
export function curveOfEpochs(
  { energy: { epochs } }: Pick<RunRecord, 'energy'>,
  metric: string,
): readonly Point[] {
  let joules = 0;
  return epochs.flatMap(({ attributed, metrics }): readonly Point[] => {
    if (attributed.value === null) return [];
    joules += attributed.value;
    const value = metrics[metric];
    return value === undefined || !Number.isFinite(value) ? [] : [[joules, value]];
  });
}

/** The same of a run that reports steps and no epochs: the energy at each moment is read off its power. */
export function curveOfSteps(
  { metrics }: TimelineAnswer,
  power: PowerAnswer,
  metric: string,
): readonly Point[] {
  const sums = cumulative(power);
  return metrics.flatMap(({ atS, values }): readonly Point[] => {
    const value = values[metric];
    const joules = energyAt(atS, power, sums);
    return value === undefined || !Number.isFinite(value) || joules === undefined ? [] : [[joules, value]];
  });
}

/** How runs are laid over each other. */
export type Alignment = 'time' | 'progress' | 'epoch';

/** Where a moment of a run stands by that; undefined where its epochs do not say. */
export function aligned(
  atS: number,
  by: Alignment,
  durationS: number,
  epochs: readonly { readonly n: number; readonly atS: number }[],
): number | undefined {
  if (by === 'time') return atS;
  if (by === 'progress') return durationS > 0 ? (atS / durationS) * 100 : undefined;
  const next = epochs.findIndex((epoch) => epoch.atS >= atS);
  const epoch = epochs[next];
  if (epoch === undefined) return undefined;
  const before = epochs[next - 1] ?? { n: epoch.n - 1, atS: 0 };
  const part = epoch.atS > before.atS ? (atS - before.atS) / (epoch.atS - before.atS) : 1;
  return before.n + part * (epoch.n - before.n);
}

/** The means of a channel in the middle of each interval, by that alignment. */
export function powerCurve(
  power: PowerAnswer,
  by: Alignment,
  durationS: number,
  epochs: readonly { readonly n: number; readonly atS: number }[],
): readonly Point[] {
  const own = power.mean[power.channels.indexOf('attributed')] ?? [];
  return own.flatMap((watts, i): readonly Point[] => {
    const at = aligned(((power.fromS[i] ?? 0) + (power.toS[i] ?? 0)) / 2, by, durationS, epochs);
    return watts === null || at === undefined ? [] : [[at, watts]];
  });
}
