import { describe, expect, it } from 'vitest';
import { goalOfName } from '../../../src/book/metric-goal.ts';
import { problemsOf, specOf } from './reading.ts';

function param(text: string): { readonly key: string; readonly value: string } {
  const at = text.indexOf('=');
  return { key: text.slice(0, at), value: text.slice(at + 1) };
}

const BASE = { metrics: ['loss'], params: [param('lr=1e-5..1e-1:log')] };

describe('--param', () => {
  it.each([
    ['lr=1e-5..1e-1:log', { kind: 'float', low: 1e-5, high: 0.1, scale: 'log' }],
    ['n=1..4', { kind: 'integer', low: 1, high: 4, scale: 'linear' }],
    ['n=8..512:log', { kind: 'integer', low: 8, high: 512, scale: 'log' }],
    ['n=1..9:float', { kind: 'float', low: 1, high: 9, scale: 'linear' }],
    ['n=1.0..9.0:int', { kind: 'integer', low: 1, high: 9, scale: 'linear' }],
    ['n=10..100:10', { kind: 'integer', low: 10, high: 100, scale: 'linear', step: 10 }],
    ['d=0..0.5:0.1', { kind: 'float', low: 0, high: 0.5, scale: 'linear', step: 0.1 }],
    ['d=0..0.5:step=0.1', { kind: 'float', low: 0, high: 0.5, scale: 'linear', step: 0.1 }],
    ['d=-1..-0.5', { kind: 'float', low: -1, high: -0.5, scale: 'linear' }],
    ['d=.5..1.', { kind: 'float', low: 0.5, high: 1, scale: 'linear' }],
    ['opt=adam,sgd', { kind: 'categorical', choices: ['adam', 'sgd'] }],
    ['x=1,2.5,true,null,"1",a b', { kind: 'categorical', choices: [1, 2.5, true, null, '1', 'a b'] }],
    ['x=[1, 2],{"a": 3}', { kind: 'categorical', choices: [[1, 2], { a: 3 }] }],
    ["x='a,b',c", { kind: 'categorical', choices: ['a,b', 'c'] }],
    ['path=../a,../b', { kind: 'categorical', choices: ['../a', '../b'] }],
  ])('%s', (text, parameter) => {
    const { space } = specOf(undefined, { metrics: ['loss'], params: [param(text)] });
    expect(space.parameters).toEqual([{ name: param(text).key, ...parameter }]);
  });

  it('with one value is fixed', () => {
    const { space } = specOf(undefined, {
      ...BASE,
      params: [...BASE.params, param('x=5'), param('path=../data')],
    });
    expect(space.fixed).toEqual({ x: 5, path: '../data' });
  });

  it.each([
    ['lr=1e-5...1e-1', 'three dots. Two stand between the bounds.'],
    ['lr=1e-5..', 'A range is two numbers with `..` between them.'],
    ['lr=0..1:log', 'a log scale cannot begin at 0: Only numbers above 0 have a logarithm.'],
    ['lr=3..1', 'the lower bound is above the upper one: 3 is above 1.'],
    [
      'lr=1..4:lgo',
      '"lgo" behind a range is not known. Behind a range stands `log`, `int`, `float` or a step.',
    ],
    ['opt=adam,,sgd', 'A value is empty.'],
    ['opt=', 'A value is empty.'],
    ['opt=a,a', 'A value is there twice.'],
    ['a b=1,2', 'Names have no spaces, quotes, braces, `=` or `$`.'],
  ])('%s is refused', (text, why) => {
    const [problem] = problemsOf(undefined, { metrics: ['loss'], params: [param(text)] });
    expect(problem?.why).toBe(why);
    expect(problem?.code).toBe('E_SEARCH');
    expect(problem?.fix).toMatch(/\w/);
    expect(problem?.at).toBeUndefined();
  });

  it('stands in the place of what a file says of that parameter', () => {
    const file = 'objective: loss\nparameters: {lr: {min: 0.0, max: 1.0}, opt: [adam, sgd], epochs: 5}\n';
    const { space } = specOf(file, { params: [param('lr=1..4'), param('epochs=7')] });
    expect(space.parameters.map(({ name, kind }) => [name, kind])).toEqual([
      ['opt', 'categorical'],
      ['lr', 'integer'],
    ]);
    expect(space.fixed).toEqual({ epochs: 7 });
  });
});

describe('--metric', () => {
  it.each([
    ['loss', 'minimize'],
    ['acc', 'maximize'],
    ['score:min', 'minimize'],
    ['val/loss:max', 'maximize'],
    ['anything:minimize', 'minimize'],
  ])('%s', (text, goal) => {
    const { objectives } = specOf(undefined, { ...BASE, metrics: [text] });
    expect(objectives).toEqual([{ metric: text.split(':')[0], goal }]);
  });

  it('says which way it took by the name', () => {
    const { warnings } = specOf(undefined, { ...BASE, metrics: ['val_acc'] });
    expect(warnings.map(({ what }) => what)).toContain('--metric val_acc: maximize, by its name');
  });

  it.each(['foo', 'foo:larger', ''])('"%s" is refused: it says no way', (text) => {
    expect(problemsOf(undefined, { ...BASE, metrics: [text] })[0]?.what).toBe(
      `--metric ${text}: small or large?`,
    );
  });

  it('stands in the place of the objectives of a file', () => {
    const { objectives } = specOf('objective: loss\nparameters: {x: [1, 2]}\n', { metrics: ['acc'] });
    expect(objectives).toEqual([{ metric: 'acc', goal: 'maximize' }]);
  });
});

describe('--metric with a misspelt goal', () => {
  it.each([
    ['loss:minn', 'loss:min'],
    ['acc:maximze', 'acc:maximize'],
  ])('%s', (text, meant) => {
    const [problem] = problemsOf(undefined, { metrics: [text], params: [{ key: 'x', value: '1,2' }] });
    expect(problem?.fix).toBe(`Did you mean \`${meant}\`?`);
  });

  it('leaves a name that has a colon of its own', () => {
    const { objectives } = specOf(undefined, {
      metrics: ['val:acc'],
      params: [{ key: 'x', value: '1,2' }],
    });
    expect(objectives).toEqual([{ metric: 'val:acc', goal: 'maximize' }]);
  });
});

describe('the goal by the name of a metric', () => {
  it.each([
    ['val_loss', 'minimize'],
    ['eval/accuracy', 'maximize'],
    ['accuracy_loss', 'minimize'],
    ['valAcc', 'maximize'],
    ['neg_mean_squared_error', 'maximize'],
    ['neg_log_likelihood', 'minimize'],
    ['neg_log_loss', 'maximize'],
    ['log_loss', 'minimize'],
    ['log_likelihood', 'maximize'],
    ['error_rate', 'minimize'],
    ['test.rmse', 'minimize'],
    ['f1-macro', 'maximize'],
    ['top5_acc', 'maximize'],
    ['inference_time_ms', 'minimize'],
    ['ppl', 'minimize'],
    ['foo', undefined],
    ['glossary', undefined],
  ])('%s: %s', (name, goal) => {
    expect(goalOfName(name)).toBe(goal);
  });
});

describe('--budget', () => {
  it('may be given once for each kind', () => {
    const { budget } = specOf(undefined, {
      ...BASE,
      budgets: ['2kWh', '100g', '2h', '50trials', '1 trial'].slice(0, 4),
    });
    expect(budget).toEqual({ energyJ: 7.2e6, carbonG: 100, timeS: 7200, trials: 50 });
  });

  it('stands in the place of that kind in a file, and leaves the others', () => {
    const file = 'objective: loss\nbudget: {energy: 9 kWh, trials: 9}\nparameters: {x: [1, 2]}\n';
    expect(specOf(file, { budgets: ['500kJ'] }).budget).toEqual({ energyJ: 5e5, trials: 9 });
  });

  it.each(['2kW', '50', 'kWh', '2 parsecs', '0trials', '-1kWh', '1.5trials', ''])(
    '"%s" is refused',
    (text) => {
      const [problem] = problemsOf(undefined, { ...BASE, budgets: [text] });
      expect(problem?.what).toContain(`--budget ${text}`);
      expect(problem?.fix).toMatch(/\w/);
    },
  );

  it('of one kind twice is refused', () => {
    expect(problemsOf(undefined, { ...BASE, budgets: ['2kWh', '500kJ'] })[0]?.why).toBe(
      'Each kind has one limit.',
    );
  });
});
