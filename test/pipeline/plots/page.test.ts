import { expect, test } from 'vitest';
import { fillTemplate } from '../../../src/pipeline/plots/fill-template.ts';
import { valueOfJson } from '../../../src/pipeline/plots/json-value.ts';
import { plotSection, plotsPage } from '../../../src/pipeline/plots/page.ts';
import type { ValuePlot } from '../../../src/pipeline/plots/plot.ts';
import { TEMPLATES } from '../../../src/pipeline/plots/templates.ts';
import type { Value } from '../../../src/pipeline/model/value.ts';
import { jsonInOrder } from '../../../src/pipeline/values/json-text.ts';

const point = (rev: string, x: Value, y: Value): ReadonlyMap<string, Value> =>
  new Map<string, Value>([
    ['step', x],
    ['loss', y],
    ['rev', rev],
    ['filename', 'a.csv'],
    ['field', 'loss'],
  ]);

const plot = (points: ValuePlot['points'], title = 'Loss'): ValuePlot => ({
  kind: 'values',
  name: 'a.csv',
  title,
  template: undefined,
  revisions: ['HEAD', 'workspace'],
  points,
  axes: { x: 'step', y: 'loss', xLabel: 'step', yLabel: 'loss', series: [{ file: 'a.csv', field: 'loss' }] },
});

const section = (of: ValuePlot, builtIn: string): string => {
  const template = TEMPLATES[builtIn];
  if (template === undefined) throw new Error(builtIn);
  const spec = fillTemplate(valueOfJson(template), of).content;
  return plotSection({ plot: of, builtIn, spec, specPath: 'static/a.vl.json' });
};

test.each(Object.keys(TEMPLATES))('%s is filled without a gap and drawn', (name) => {
  const of = plot([point('HEAD', '0', '1'), point('HEAD', '1', '0.5'), point('workspace', '0', '2')]);
  const template = TEMPLATES[name];
  if (template === undefined) throw new Error(name);
  expect(jsonInOrder(fillTemplate(valueOfJson(template), of).content)).not.toContain('DVC_METRIC');
  expect(section(of, name)).toMatch(/<(?:path class="line|circle|rect) ?/);
});

test('what is no number is a gap in the line, not a place', () => {
  const of = plot([
    point('HEAD', '0', '1'),
    point('HEAD', '1', 'nan'),
    point('HEAD', '2', '3'),
    point('HEAD', '3', '2'),
  ]);
  const [, path = ''] = /class="line c0 d0" d="([^"]*)"/.exec(section(of, 'linear')) ?? [];
  expect(path.match(/[ML]/g)).toEqual(['M', 'M', 'L']);
  expect(path).not.toContain('NaN');
});

test('a revision has its colour in every plot', () => {
  const drawn = section(plot([point('workspace', '0', '1'), point('HEAD', '0', '2')]), 'scatter');
  expect(drawn).toContain('<span class="key c1"></span> workspace');
  expect(drawn).toContain('<span class="key c0"></span> HEAD');
});

test('one point, none that is a number, and very large ones are drawn without a fault', () => {
  for (const values of [['1'], ['x'], ['1e300', '-1e300'], ['5', '5']])
    expect(section(plot(values.map((value, i) => point('HEAD', `${i}`, value))), 'linear')).not.toMatch(
      /NaN|Infinity/,
    );
});

test('no text gets out of its place on the page', () => {
  const bad = `<script>alert(1)</script>"'&`;
  const page = plotsPage([section(plot([point(bad, bad, '1')], bad), 'bar_horizontal')]);
  expect(page).not.toContain('<script');
  expect(page).not.toMatch(/(?:src|href)="https?:/);
});
