import { describe, expect, it } from 'vitest';
import { chartKind } from '../../../src/pipeline/plots/chart-kind.ts';
import { type JsonValue, valueOfJson } from '../../../src/pipeline/plots/json-value.ts';
import { plotSection } from '../../../src/pipeline/plots/page.ts';
import type { ValuePlot } from '../../../src/pipeline/plots/plot.ts';
import { TEMPLATES } from '../../../src/pipeline/plots/templates.ts';
import type { Value } from '../../../src/pipeline/model/value.ts';

const kind = (spec: JsonValue): ReturnType<typeof chartKind> => chartKind(valueOfJson(spec));
const q = (field: string): JsonValue => ({ field, type: 'quantitative' });
const n = (field: string): JsonValue => ({ field, type: 'nominal' });

describe('what a chart is', () => {
  it.each<readonly [string, ReturnType<typeof chartKind>['form'], boolean, boolean]>([
    ['simple', 'lines', false, false],
    ['linear', 'lines', false, false],
    ['smooth', 'lines', false, false],
    ['scatter', 'points', false, false],
    ['scatter_jitter', 'points', false, false],
    ['bar_horizontal', 'bars', false, false],
    ['bar_horizontal_sorted', 'bars', true, false],
    ['confusion', 'matrix', false, false],
    ['confusion_normalized', 'matrix', false, true],
  ])('%s: %s', (name, form, isSorted, isNormalized) => {
    const found = kind(TEMPLATES[name] ?? null);
    expect(found).toMatchObject({ form, isSorted, isNormalized, isUpright: false });
    expect(found.valueField).toBeUndefined();
  });

  it('is found in layers and panels, which inherit what stands around them', () => {
    const layered = {
      encoding: { x: q('t') },
      layer: [{ mark: 'rule' }, { mark: { type: 'line' }, encoding: { y: q('v') } }],
    };
    expect(kind(layered)).toMatchObject({ form: 'lines', x: 't', y: 'v' });
    expect(kind({ hconcat: [{ facet: {}, spec: layered }] })).toMatchObject({
      form: 'lines',
      x: 't',
      y: 'v',
    });
    expect(
      kind({ layer: [{ mark: 'text' }, { mark: 'circle', encoding: { x: q('a\\.b') } }] }),
    ).toMatchObject({
      form: 'points',
      x: 'a.b',
    });
  });

  it('is a matrix of values where its colour is a field of the data', () => {
    const heat = (color: JsonValue): JsonValue => ({
      mark: 'rect',
      encoding: { x: n('a'), y: n('b'), color },
    });
    expect(kind(heat(q('z'))).valueField).toBe('z');
    expect(kind(heat({ aggregate: 'count' })).valueField).toBeUndefined();
    expect(kind(heat({ condition: { ...Object(q('z')), param: 'p' }, value: 'grey' })).valueField).toBe('z');
  });

  it('is bars that stand where the names are at the bottom', () => {
    const bars = (x: JsonValue, y: JsonValue): boolean => kind({ mark: 'bar', encoding: { x, y } }).isUpright;
    expect([bars(n('a'), q('v')), bars(q('v'), n('a'))]).toEqual([true, false]);
  });

  it.each<readonly [JsonValue]>([
    [null],
    [3],
    [[]],
    [{}],
    [{ layer: [] }],
    [{ mark: 'geoshape' }],
    [{ layer: [{ layer: 3 }] }],
  ])('is lines where it cannot be told: %j', (spec) => {
    expect(kind(spec).form).toBe('lines');
  });
});

describe('a template of the project’s own is drawn', () => {
  const rows: readonly Readonly<Record<string, string>>[] = [
    { a: 'cat', b: 'dog', z: '0.25' },
    { a: 'dog', b: 'dog', z: '-0.5' },
  ];
  const plot: ValuePlot = {
    kind: 'values',
    name: 'p',
    title: 'p',
    template: 'own',
    revisions: ['workspace'],
    points: rows.map((row) => new Map<string, Value>(Object.entries({ ...row, rev: 'workspace' }))),
    axes: { x: 'a', y: 'z', xLabel: 'a', yLabel: 'z', series: [{ file: 'p.csv', field: 'z' }] },
  };
  const drawn = (spec: JsonValue): string =>
    plotSection({ plot, builtIn: undefined, spec: valueOfJson(spec), specPath: 'p.vl.json' });

  it('as a matrix with its values, and nothing where there is none', () => {
    const svg = drawn({ mark: 'rect', encoding: { x: n('a'), y: n('b'), color: q('z') } });
    const texts = [...svg.matchAll(/class="count[^>]*>([^<]*)</gu)].map(([, text]) => text);
    expect(texts).toEqual(['0.25', '-0.5']);
    expect(svg).toContain('>dog</text>');
  });

  it('as bars whose names are those of the chart, lying or standing', () => {
    for (const encoding of [
      { x: n('a'), y: q('z') },
      { x: q('z'), y: n('a') },
    ]) {
      const svg = drawn({ mark: 'bar', encoding });
      expect(svg).toContain('>cat</text>');
      expect(svg.match(/class="bar/gu)?.length).toBe(2);
    }
  });
});
