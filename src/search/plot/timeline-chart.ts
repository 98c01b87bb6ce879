import type { StudyState } from '../study/study-state.ts';
import { BOX, svg } from './chart.ts';
import { scaleOf } from './scale.ts';
import { escaped, numberText, px } from './svg-text.ts';

const ROW = 7;
const LEFT = 40;
const FOOT = 40;

/** When each trial ran, in the study's own time; undefined where none has run. */
export function timelineChart(state: StudyState): string | undefined {
  const ran = state.trials.filter(
    ({ startedAt, origin }) => startedAt !== undefined && origin !== 'imported',
  );
  if (ran.length === 0) return undefined;
  const end = Math.max(state.t, 1e-3);
  const x = scaleOf([0, end], LEFT, BOX.width - BOX.right);
  const rows = ran.map((trial, i) => {
    const from = x.at(trial.startedAt ?? 0);
    const to = x.at(trial.endedAt ?? end);
    const tip = `trial ${trial.number}, ${trial.state}${trial.reason === undefined ? '' : `\n${trial.reason.text}`}`;
    return `<rect class="${trial.state}" x="${px(from)}" y="${i * ROW}" width="${px(Math.max(1, to - from))}" height="${ROW - 2}"><title>${escaped(tip)}</title></rect>`;
  });
  const bottom = ran.length * ROW;
  const ticks = x.ticks.map(
    (tick) =>
      `<text x="${px(x.at(tick))}" y="${bottom + 16}" text-anchor="middle">${escaped(numberText(tick))}</text>`,
  );
  const label = `<text class="label" x="${BOX.width / 2}" y="${bottom + 34}" text-anchor="middle">seconds of the study</text>`;
  return svg([...rows, ...ticks, label], `when ${ran.length} trials ran`, bottom + FOOT);
}
