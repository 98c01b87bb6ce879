import type { FigureTable } from '../../../../src/report/chart/figure.ts';
import { missing, printPower } from '../../../../src/units/format.ts';
import { timeTick } from '../../../charts/time-series/time-ticks.ts';
import { saidNumber } from '../../../../src/report/statement/said.ts';
import { dateText } from '../../../parts/date-text.ts';
import type { PowerAnswer } from './power-answer.ts';
import type { Progress } from './progress.ts';
import { channelName } from './power-lines.ts';

/** What the plot shows, interval by interval. */
export function powerTable(
  answer: PowerAnswer,
  shown: readonly string[],
  bucketS: number,
  along?: Progress,
): FigureTable {
  const columns = shown.flatMap((channel) => {
    const c = answer.channels.indexOf(channel);
    return c < 0 ? [] : [{ channel, c }];
  });
  const watts = (value: number | null | undefined): string =>
    value === null || value === undefined ? missing() : printPower(value);
  return {
    columns: [
      { title: 'From', isNumber: true },
      { title: 'To', isNumber: true },
      ...(along === undefined ? [] : [{ title: `To ${along.counted}`, isNumber: true }]),
      ...columns.flatMap(({ channel }) =>
        ['min', 'mean', 'max'].map((what) => ({ title: `${channelName(channel)}, ${what}`, isNumber: true })),
      ),
    ],
    rows: answer.fromS.map((from, i) => [
      timeTick(from, bucketS),
      timeTick(answer.toS[i] ?? from, bucketS),
      ...(along === undefined ? [] : [saidNumber(along.at(answer.toS[i] ?? from))]),
      ...columns.flatMap(({ c }) => [
        watts(answer.min[c]?.[i]),
        watts(answer.mean[c]?.[i]),
        watts(answer.max[c]?.[i]),
      ]),
    ]),
    note: 'As drawn. The export has every sample.',
  };
}

/** What is said of an interval. */
export function bucketSaid(
  answer: PowerAnswer,
  channels: readonly string[],
  i: number,
  bucketS: number,
  startedMs: number,
): string {
  const from = answer.fromS[i] ?? 0;
  const step = Math.min(bucketS, 60);
  const clock = new Date(startedMs + from * 1000);
  const when = Number.isNaN(clock.getTime()) ? '' : ` · ${dateText(clock.toISOString())}`;
  const lines = channels.flatMap((channel) => {
    const c = answer.channels.indexOf(channel);
    const [min, mean, max] = [answer.min[c]?.[i], answer.mean[c]?.[i], answer.max[c]?.[i]];
    if (mean === null || mean === undefined) return [`${channelName(channel)}: not known`];
    const band = min !== max && min !== null && min !== undefined && max !== null && max !== undefined;
    return [
      `${channelName(channel)}: ${printPower(mean)}${band ? ` (${printPower(min)} to ${printPower(max)})` : ''}`,
    ];
  });
  return [`${timeTick(from, step)}${when}`, ...lines].join('\n');
}
