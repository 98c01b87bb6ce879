import type { RunRecord, WindowRecord } from '../../../book/run-record.ts';
import { bars } from '../../chart/bars.ts';
import type { Figure } from '../../chart/figure.ts';
import { energyWithBand, printEnergy } from '../../../units/format.ts';
import { saidTime } from '../said.ts';
import { summedUp } from '../sums.ts';

const MOST_STAGES = 20;

/** Energy by stage, added over the runs that name it; stages inside others are part of them and not shown. */
export function stagesFigure(runs: readonly RunRecord[]): Figure | undefined {
  const byName = new Map<string, WindowRecord[]>();
  for (const { energy } of runs) {
    for (const [name, stage] of Object.entries(energy.stages))
      if (stage.parent === undefined) byName.set(name, [...(byName.get(name) ?? []), stage]);
  }
  if (byName.size === 0) return undefined;
  const stages = [...byName]
    .map(([name, all]) => ({
      name,
      energy: summedUp(
        all.map(({ attributed }) => attributed),
        'J',
      ).total,
      durationS: all.reduce((sum, { durationS }) => sum + durationS, 0),
      count: all.reduce((sum, { count }) => sum + count, 0),
    }))
    .slice(0, MOST_STAGES);
  const largest = stages.toSorted((a, b) => (b.energy.value ?? 0) - (a.energy.value ?? 0))[0];
  const saying = {
    title: 'Energy by stage',
    sentence:
      largest === undefined
        ? ''
        : `${largest.name} took the most, ${printEnergy(largest.energy)} in ${saidTime(largest.durationS)}.`,
  };
  return {
    id: 'stages',
    ...saying,
    draw: (canvas) =>
      bars(
        stages.map(({ name, energy }) => ({
          name,
          parts: [{ role: 'gpu', value: energy.value ?? 0 }],
          low: energy.low,
          high: energy.high,
          text: energyWithBand(energy),
        })),
        saying,
        canvas,
      ),
    table: {
      columns: [
        { title: 'Stage' },
        { title: 'Times', isNumber: true },
        { title: 'Time', isNumber: true },
        { title: 'Energy at the wall', isNumber: true },
      ],
      rows: stages.map(({ name, count, durationS, energy }) => [
        name,
        String(count),
        saidTime(durationS),
        energyWithBand(energy),
      ]),
      ...(byName.size > stages.length
        ? { note: `${byName.size - stages.length} more stages are in the records.` }
        : {}),
    },
  };
}
