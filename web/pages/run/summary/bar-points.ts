import { type ChartSeries, seriesOf } from '../../../charts/frame/chart-data.ts';

/** The rows of horizontal bars as points: each at the middle of its row. */
export function barPoints(name: string, texts: readonly string[]): readonly ChartSeries[] {
  return [
    seriesOf(
      name,
      texts.map((text, i) => ({ text, at: [0.35, (i + 0.5) / Math.max(1, texts.length)] })),
    ),
  ];
}
