import { label } from '../../../src/report/chart/frame.ts';
import { decimal, element } from '../../../src/report/chart/markup.ts';
import { THEMED } from '../../../src/report/chart/palette.ts';
import { axisUnit } from '../../../src/report/chart/axis-unit.ts';
import { linearScale } from '../../../src/report/chart/scale.ts';
import { tickText } from '../../../src/report/chart/ticks.ts';
import { fillOf, texturesOf } from '../../../src/report/chart/texture.ts';
import type { TrialSummary } from '../../../src/search/study/summary.ts';
import type { Drawing } from '../../charts/drawn-chart.tsx';
import { roleOfState } from './fates.ts';

/** A trial with the time that it took, in seconds of the study. */
export interface RanTrial {
  readonly trial: TrialSummary;
  readonly from: number;
  readonly to: number;
}

/** The trials that have run, in the order of their start. A paused one has no end yet, so it stands where it began. */
export function ranTrials(list: readonly TrialSummary[], seconds: number): readonly RanTrial[] {
  return list
    .flatMap((trial): readonly RanTrial[] => {
      const { startedS, endedS, state, origin } = trial;
      if (startedS === null || origin === 'imported') return [];
      const to = endedS ?? (state === 'running' ? seconds : startedS);
      return [{ trial, from: startedS, to: Math.max(startedS, to) }];
    })
    .sort((a, b) => a.from - b.from || a.trial.number - b.trial.number);
}

const BODY = 360;
const MOST_ROW = 14;
const LEFT = 44;
const RIGHT = 12;
const FOOT = 36;

/** Draws when each trial ran: a row for each, in the colour of what became of it. */
export function drawTimeline(ran: readonly RanTrial[], seconds: number, width: number): Drawing {
  const row = Math.min(MOST_ROW, BODY / Math.max(1, ran.length));
  const bottom = row * ran.length;
  const unit = axisUnit('time', seconds);
  const x = linearScale(0, Math.max(seconds, 1e-3) / unit.factor, LEFT, width - RIGHT);
  const canvas = { width, paint: THEMED, prefix: 'timeline' };
  const byState = new Map<string, string[]>();
  const places: (readonly [number, number])[] = [];
  for (const [i, { trial, from, to }] of ran.entries()) {
    const [a, b] = [x.at(from / unit.factor), x.at(to / unit.factor)];
    const top = i * row;
    const high = Math.max(1, row - (row > 4 ? 2 : 0));
    const path = byState.get(trial.state) ?? [];
    path.push(
      `M${decimal(a)} ${decimal(top)}h${decimal(Math.max(1.5, b - a))}v${decimal(high)}h${decimal(-Math.max(1.5, b - a))}z`,
    );
    byState.set(trial.state, path);
    places.push([(a + b) / 2, top + high / 2]);
  }
  const roles = [...byState.keys()].map(roleOfState);
  const shapes = [...byState].map(([state, path]) => {
    const role = roleOfState(state);
    return element('path', {
      d: path.join(''),
      fill: fillOf(role, canvas),
      stroke: THEMED(role),
      'stroke-width': 0.8,
    });
  });
  const ticks = x.ticks(width < 500 ? 3 : 7).map((tick) => {
    const at = x.at(tick);
    return (
      element('line', { x1: at, x2: at, y1: 0, y2: bottom, stroke: THEMED('line') }) +
      label(tickText(tick), at, bottom + 16, canvas, { anchor: 'middle', tone: 'muted' })
    );
  });
  const names = [0, Math.floor(ran.length / 2), ran.length - 1]
    .filter((i, n, all) => i >= 0 && (n === 0 || (i - (all[n - 1] ?? 0)) * row > 14))
    .map((i) =>
      label(`#${ran[i]?.trial.number ?? ''}`, LEFT - 6, i * row + Math.min(row, 11), canvas, {
        anchor: 'end',
        tone: 'muted',
      }),
    );
  const title = label(`time of the study, ${unit.symbol}`, width - RIGHT, bottom + 32, canvas, {
    anchor: 'end',
    tone: 'muted',
  });
  return {
    svg: texturesOf(roles, canvas) + ticks.join('') + shapes.join('') + names.join('') + title,
    height: bottom + FOOT,
    places,
  };
}
