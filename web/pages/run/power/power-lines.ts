import type { TimeLine } from '../../../charts/time-series/time-plot.ts';
import { componentRole } from '../../../../src/report/chart/palette.ts';
import type { PowerAnswer } from './power-answer.ts';
import { atRows, type PowerRows } from './power-rows.ts';

/** GPUs share their colour; their lines differ by how they are broken. */
const DASHES: readonly (readonly number[] | undefined)[] = [
  undefined,
  [8, 4],
  [3, 3],
  [10, 3, 2, 3],
  [6, 6],
  [2, 5],
  [12, 4],
  [4, 2, 1, 2],
];

/** A channel in words. */
export function channelName(channel: string): string {
  if (channel === 'attributed') return 'this run, at the wall';
  return channel === 'machine' ? 'whole machine, at the wall' : channel;
}

/** How a channel is drawn. */
export function lookOfChannel(channel: string): Pick<TimeLine, 'colour' | 'dash' | 'width'> {
  if (channel === 'attributed') return { colour: 'ink', width: 2 };
  if (channel === 'machine') return { colour: 'other', dash: [2, 3], width: 1.5 };
  const dash = DASHES[Number(/^gpu:(\d+)$/.exec(channel)?.[1] ?? 0) % DASHES.length];
  return { colour: componentRole(channel), ...(dash === undefined ? {} : { dash }) };
}

/** The lines of the channels that are shown. */
export function powerLines(
  answer: PowerAnswer,
  rows: PowerRows,
  shown: readonly string[],
): readonly TimeLine[] {
  return shown.flatMap((channel) => {
    const c = answer.channels.indexOf(channel);
    if (c < 0) return [];
    const column = (key: 'min' | 'max' | 'mean') => atRows(rows, answer[key][c] ?? []);
    return [
      {
        name: channelName(channel),
        ...lookOfChannel(channel),
        mean: column('mean'),
        min: column('min'),
        max: column('max'),
      },
    ];
  });
}

/** What is shown where the address does not say: the run and the components; the machine where it is more than the run. */
export function shownByDefault({ channels }: Pick<PowerAnswer, 'channels'>): readonly string[] {
  return channels.filter((channel) => channel !== 'machine');
}
