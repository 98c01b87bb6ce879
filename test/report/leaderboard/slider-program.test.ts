import { hash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { leaderboardDocument } from '../../../src/report/leaderboard/leaderboard-document.ts';
import { sliderProgram } from '../../../src/report/leaderboard/slider-program.ts';
import { standingOf } from '../../../src/report/leaderboard/standing.ts';
import type { LeaderboardTask } from '../../../src/report/leaderboard/task.ts';
import { htmlReport } from '../../../src/report/statement/render/html.ts';
import { anEntry } from './an-entry.ts';

const task: LeaderboardTask = {
  name: '</script><script>alert(1)</script>',
  metric: 'acc',
  goal: 'maximize',
  minSeeds: 1,
  constraints: {},
};
const sha = (text: string): string => hash('sha256', text, 'base64');

function page(...entries: readonly ReturnType<typeof anEntry>[]): string {
  const standing = standingOf(task, entries);
  return htmlReport(leaderboardDocument(standing, '1', true), sha, sliderProgram(standing));
}

describe('the sliders of a leaderboard’s page', () => {
  const html = page(anEntry('a', [100, 101], [0.8, 0.81]), anEntry('b', [1000, 1010], [0.9, 0.91]));

  test('are one script, which the policy of the page names and nothing else may run', () => {
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? '');
    expect(scripts).toHaveLength(1);
    expect(() => new Script(scripts[0] ?? '')).not.toThrow();
    expect(html).toContain(`script-src 'sha256-${sha(scripts[0] ?? '')}'`);
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    expect(html).toContain(`style-src 'sha256-${sha(style)}'`);
  });

  test('read figures that no text of an entry can turn into markup, a row for each row of the table', () => {
    const hostile = { ...task, metric: '</script><img src=x>' };
    const program = sliderProgram({
      ...standingOf(task, [anEntry('a', [100], [0.8]), anEntry('b', [200], [0.9])]),
      task: hostile,
    });
    const text = htmlReport(leaderboardDocument(standingOf(task, []), '1', true), sha, program);
    const data = /id="page-data">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '';
    expect(data).not.toContain('<');
    expect(JSON.parse(data)).toMatchObject({
      metric: hostile.metric,
      tables: [
        {
          id: 'hardware-1',
          names: ['a', 'b'],
          rows: [
            [100, 0.8],
            [200, 0.9],
          ],
        },
      ],
    });
  });

  test('are not there where there is nothing to choose among, and the table is whole without them', () => {
    expect(page(anEntry('a', [100], [0.8]))).not.toContain('<script');
    expect(page(anEntry('a', [100], [0.8]))).toContain('>a<');
  });
});
