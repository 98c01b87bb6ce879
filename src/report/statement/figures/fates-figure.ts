import { type Bar, bars } from '../../chart/bars.ts';
import type { Figure } from '../../chart/figure.ts';
import type { Role } from '../../chart/palette.ts';
import { energyWithBand, printEnergy } from '../../../units/format.ts';
import type { WrittenEstimate } from '../../../units/estimate.ts';
import { FATE_WORDS, type Fate } from '../fate.ts';
import { runsText, saidOperational, saidTime } from '../said.ts';
import type { Statement } from '../statement.ts';
import { shareText } from '../../../units/format-share.ts';

const COLOURS: Readonly<Record<Fate, Role>> = {
  reported: 'gpu',
  preliminary: 'ram',
  stopped: 'embodied',
  failed: 'cpu',
  running: 'other',
};

/** What went into results and what did not. */
export function fatesFigure({ fates, totals }: Statement): Figure | undefined {
  const rows = fates.flatMap((each) => [each, ...Object.keys(each.trials)]);
  if (rows.length < 2) return undefined;
  const all = totals.energy.wall.total.value;
  const reported = fates.find(({ fate }) => fate === 'reported')?.energy.wall.total.value ?? 0;
  const part = (joules: number | null): string =>
    joules === null || all === null || all <= 0 ? '' : shareText(joules / all);
  return {
    id: 'fates',
    title: 'Energy by what became of the runs',
    sentence:
      all === null
        ? 'Energy at the wall of the runs by their fate.'
        : `${printEnergy(all)} at the wall in all; ${part(reported)} of it is in runs that results come from.`,
    draw: (canvas) =>
      bars(
        fates.flatMap(({ fate, runs, energy: { wall }, trials }) => [
          barOf(`${FATE_WORDS[fate]}, ${runsText(runs)}`, fate, wall.total, part),
          ...Object.entries(trials).map(([inner, { runs: count, energy }]) =>
            barOf(`· of which ${count} trials ${FATE_WORDS[inner as Fate]}`, inner as Fate, energy, part),
          ),
        ]),
        { title: 'Energy by what became of the runs', sentence: 'At the wall, with 90 % intervals' },
        canvas,
      ),
    table: {
      columns: [
        { title: 'Runs' },
        { title: 'Number', isNumber: true },
        { title: 'Time', isNumber: true },
        { title: 'Energy at the wall', isNumber: true },
        { title: 'Operational carbon', isNumber: true },
      ],
      rows: fates.flatMap((each) => [
        [
          FATE_WORDS[each.fate],
          String(each.runs),
          saidTime(each.durationS),
          energyWithBand(each.energy.wall.total),
          saidOperational(each),
        ],
        ...Object.entries(each.trials).map(([fate, { runs, energy }]) => [
          `· of which trials ${FATE_WORDS[fate as Fate]}`,
          String(runs),
          '',
          energyWithBand(energy),
          '',
        ]),
      ]),
    },
  };
}

function barOf(
  name: string,
  fate: Fate,
  energy: WrittenEstimate,
  part: (joules: number | null) => string,
): Bar {
  return {
    name,
    parts: [{ role: COLOURS[fate], value: energy.value ?? 0 }],
    low: energy.low,
    high: energy.high,
    text: [energyWithBand(energy), part(energy.value)].filter(Boolean).join(' · '),
  };
}
