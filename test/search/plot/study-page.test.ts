import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaleOf } from '../../../src/search/plot/scale.ts';
import { studyPage } from '../../../src/search/plot/study-page.ts';
import { engineOf, KeptStudy, lossAt, never, planOf } from '../study/rig.ts';

/** Tags that are opened and not closed again in their order; what closes itself is left out. */
function unclosed(page: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name = '', self] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/gi)) {
    if (self === '/' || name === 'meta') continue;
    if (closing === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}

test('a page has each chart that its study can fill, and nothing that no screen can show', () => {
  const { study } = new KeptStudy(planOf(), engineOf({ makeStopper: never }));
  for (let n = 0; n < 6; n++) {
    study.ask();
    for (let x = 1; x <= 3; x++)
      study.report(n, { resource: x, metrics: { loss: lossAt(n / 6, x) }, usage: { joules: x * n } });
    study.tell(n, { state: 'complete' });
  }
  const page = studyPage(study.state);
  for (const heading of [
    'How the best came about',
    'Curves',
    'What matters for loss',
    'Parallel',
    'lr',
    'Timeline',
  ])
    expect(page).toContain(`<h2>${heading}`);
  expect(page).not.toContain('Pareto');
  expect(page).not.toMatch(/NaN|undefined|Infinity/u);
  expect(unclosed(page)).toEqual([]);
});

test('names from elsewhere are text on it, and a study without values has a page, too', () => {
  const name = '<script>alert("x")</script>';
  const hostile = planOf({
    name,
    objectives: [
      { metric: name, goal: 'maximize' },
      { metric: 'b', goal: 'minimize' },
    ],
  });
  const { study } = new KeptStudy(hostile, engineOf({ makeStopper: never }));
  expect(studyPage(study.state)).not.toContain('<script>');
  study.ask();
  study.report(0, { resource: 1, metrics: { [name]: Number.NaN, b: 1 } });
  study.adopt({ lr: 0.2 }, [], { state: 'complete', metrics: { [name]: 1, b: 2 } });
  const page = studyPage(study.state);
  expect(page).not.toContain('<script>');
  expect(page).toContain('Pareto front');
  expect(unclosed(page)).toEqual([]);
});

test('whatever the values, they stand inside the axis and its marks are inside them', () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(values, fc.constantFrom('linear', 'log'), (seen, kind) => {
      const { at, ticks } = scaleOf(seen, 0, 100, kind);
      for (const value of [...seen, ...ticks]) {
        expect(at(value)).toBeGreaterThanOrEqual(-1e-6);
        expect(at(value)).toBeLessThanOrEqual(100 + 1e-6);
      }
      expect(ticks.length).toBeLessThanOrEqual(12);
    }),
  );
});
