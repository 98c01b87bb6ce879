import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resolveCommand, trialValues } from '../../../src/search/file/resolve-command.ts';
import type { SearchSpec } from '../../../src/search/file/search-spec.ts';
import type { ParameterValue } from '../../../src/search/space/configuration.ts';
import { valueKey } from '../../../src/search/space/value-key.ts';
import { valueAt } from '../../../src/search/space/draw-configuration.ts';
import { placesOf, problemsOf, specOf } from './reading.ts';

interface Goldens {
  readonly parts: readonly number[];
  readonly values: readonly { readonly parameter: object; readonly values: readonly ParameterValue[] }[];
  readonly refused: readonly object[];
  readonly arguments: Readonly<Record<string, ParameterValue>>;
  readonly words: readonly {
    readonly command: readonly string[] | null;
    readonly words: readonly string[];
  }[];
}

const GOLDENS = JSON.parse(
  readFileSync(new URL('./goldens/sweeps.json', import.meta.url), 'utf8'),
) as Goldens;

/** JSON loses the point of 1.0, which decides between whole numbers and others. */
function yaml(parameter: object): string {
  return JSON.stringify(parameter)
    .replace('"min":0,"max":0.5', '"min":0.0,"max":0.5')
    .replace('"min":0,"max":1,"q":0.25', '"min":0.0,"max":1.0,"q":0.25');
}

function sweep(parameter: object): string {
  return `method: random\nmetric: {name: loss}\nparameters:\n  x: ${yaml(parameter)}\n  other: {values: [1, 2]}\n`;
}

function words(spec: SearchSpec, configuration = {}, environment = {}): readonly string[] {
  if (spec.command === undefined) throw new Error('no command');
  const resolved = resolveCommand(spec.command, spec, {
    configuration,
    trial: 3,
    study: 'tune',
    seed: 11,
    checkpointFolder: '/c',
    trialFolder: '/t',
    parametersFile: '/t/params.json',
    environment,
  });
  if (!resolved.ok) throw new Error(resolved.error.what);
  return resolved.value;
}

describe("W&B's parameters, held against its own package", () => {
  it.each(
    GOLDENS.values.map(({ parameter, values }) => [JSON.stringify(parameter), parameter, values] as const),
  )('%s', (_, written, values) => {
    const { space } = specOf(sweep(written));
    const parameter = space.parameters.find(({ name }) => name === 'x');
    const ours = GOLDENS.parts.map((part) =>
      parameter === undefined ? space.fixed['x'] : valueAt(parameter, part),
    );
    for (const [k, value] of values.entries()) {
      if (typeof value === 'number') expect(ours[k]).toBeCloseTo(value, 6);
      else expect(ours[k]).toEqual(value);
    }
  });

  it.each(GOLDENS.refused.map((parameter) => [JSON.stringify(parameter), parameter] as const))(
    'refuses %s as they do',
    (_, parameter) => {
      const problems = problemsOf(sweep(parameter));
      expect(problems.length).toBeGreaterThan(0);
      for (const { at } of problems) expect(at?.line).toBe(4);
    },
  );
});

describe("W&B's command, held against its own agent", () => {
  it.each(
    GOLDENS.words.map(({ command, words: theirs }) => [JSON.stringify(command), command, theirs] as const),
  )('%s', (_, command, theirs) => {
    const parameters = Object.entries(GOLDENS.arguments).map(
      ([name, value]) => `  ${name}: {value: ${JSON.stringify(value)}}`,
    );
    const line = command === null ? '' : `command: ${JSON.stringify(command)}\n`;
    const text = `program: train.py\nmethod: random\nmetric: {name: loss}\n${line}parameters:\n${parameters.join('\n')}\n  z: {values: [1, 2]}\n`;
    const ours = words(specOf(text), {}, { WHERE: 'here' });
    // They pass arguments as they come, we by name; JSON differs in its spaces.
    const plain = (list: readonly string[]): readonly string[] =>
      list
        .map((word) => (word.startsWith('{"') ? valueKey(JSON.parse(word) as ParameterValue) : word))
        .sort((a, b) => (a < b ? -1 : 1));
    expect(plain(ours)).toEqual(plain(theirs));
  });
});

describe('a W&B sweep', () => {
  it('is read unchanged', () => {
    const spec = specOf(`
program: train.py
project: vision
entity: someone
name: first
method: bayes
metric: {name: val_loss, goal: minimize, target: 0.1}
run_cap: 100
early_terminate: {type: hyperband, max_iter: 27, s: 2, eta: 3}
parameters:
  optimizer:
    parameters:
      lr: {distribution: log_uniform_values, min: 1e-5, max: 1e-1}
      name: {values: [adam, sgd]}
  nesterov: {values: [yes, no]}
  epochs: {value: 50}
`);
    expect(spec.origin).toBe('sweep');
    expect(spec.objectives).toEqual([{ metric: 'val_loss', goal: 'minimize', target: 0.1 }]);
    expect(spec.budget).toEqual({ trials: 100 });
    expect(spec.search.stopper).toEqual({
      name: 'sweep-hyperband',
      settings: { maxResource: 27, brackets: 2, reduction: 3, strict: true },
    });
    // Python's YAML reads yes and no as true and false.
    expect(spec.space.parameters.find(({ name }) => name === 'nesterov')).toMatchObject({
      choices: [true, false],
    });
    const configuration = { 'optimizer.lr': 0.01, 'optimizer.name': 'sgd', nesterov: true };
    expect(trialValues(spec, configuration)).toEqual({
      epochs: 50,
      nesterov: true,
      optimizer: { lr: 0.01, name: 'sgd' },
    });
    expect(words(spec, configuration)).toEqual([
      '/usr/bin/env',
      'python',
      'train.py',
      '--epochs=50',
      '--nesterov=True',
      "--optimizer={'lr': 0.01, 'name': 'sgd'}",
    ]);
  });

  it('leaves to the program what is no macro inside a word, as W&B does, and refuses it alone', () => {
    const text = (word: string): string =>
      `method: grid\nmetric: {name: loss}\nprogram: t.py\ncommand: ["\${program}", "${word}", "\${args}"]\nparameters: {lr: {values: [1, 2]}}\n`;
    expect(words(specOf(text('run.dir=${lr}_${trial.id}/${now:%Y}_${oc.env:X}')), { lr: 1 })).toEqual([
      't.py',
      'run.dir=${lr}_${trial.id}/${now:%Y}_${oc.env:X}',
      '--lr=1',
    ]);
    expect(problemsOf(text('${lr}'))).toHaveLength(1);
    expect(problemsOf(text('x=${param:lrr}'))).toHaveLength(1);
  });

  it('compares from min_iter up where max_iter has no s, and says so', () => {
    const text = (settings: string): string =>
      `method: grid\nmetric: {name: loss}\nearly_terminate: {type: hyperband, ${settings}}\nparameters: {lr: {values: [1, 2]}}\n`;
    const spec = specOf(text('min_iter: 3, max_iter: 27'));
    expect(spec.search.stopper.settings).toEqual({ minResource: 3, reduction: 3, strict: true });
    expect(spec.warnings.some(({ what }) => what.includes('max_iter without s'))).toBe(true);
    expect(placesOf(problemsOf(text('max_iter: 3, s: 1, eta: 9')))).toEqual(['3:36 max_iter']);
    expect(specOf(text('min_iter: 3, s: 0')).search.stopper.settings).toMatchObject({ minResource: 3 });
    expect(problemsOf(text('max_iter: 9, s: 0')).map(({ what }) => what)).toEqual([
      's.yaml: early_terminate.s: a whole number of at least 1 is asked for',
    ]);
  });

  it.each<[object, number]>([
    [{ min: 0.9, max: 0.9 }, 0.9],
    [{ distribution: 'uniform', min: 2, max: 2 }, 2],
    [{ distribution: 'log_uniform_values', min: 0.01, max: 0.01 }, 0.01],
    [{ distribution: 'log_uniform', min: 0, max: 0 }, 1],
  ])('takes equal bounds for one value: %j', (parameter, value) => {
    expect(specOf(sweep(parameter)).space.fixed['x']).toBe(value);
  });

  it('without a metric says how W&B writes one', () => {
    const [problem] = problemsOf('method: grid\nprogram: t.py\nparameters: {lr: {values: [1, 2]}}\n');
    expect(problem?.fix).toBe('Add `metric: {name: val_loss, goal: minimize}` or `--metric val_loss`.');
  });

  it('takes bounds of log_uniform as exponents, as W&B does, and says so', () => {
    const spec = specOf(sweep({ distribution: 'log_uniform', min: -5, max: 0 }));
    expect(spec.space.parameters[0]).toMatchObject({ low: Math.exp(-5), high: 1, scale: 'log' });
    expect(spec.warnings.map(({ what }) => what)).toContain(
      's.yaml: parameter x: min and max of log_uniform are exponents of e',
    );
  });

  it.each([
    ['random', 'random', 'none'],
    ['grid', 'grid', 'none'],
    ['bayes', 'auto', 'auto'],
  ])('method %s: sampler %s, stopper %s where it names none', (method, sampler, stopper) => {
    const { search } = specOf(`method: ${method}\nmetric: {name: loss}\nparameters: {x: {values: [1, 2]}}\n`);
    expect([search.sampler.name, search.stopper.name]).toEqual([sampler, stopper]);
  });

  it('may have a budget of ours beside its own keys', () => {
    const spec = specOf(
      'method: random\nmetric: {name: loss}\nbudget: 2 kWh\nparameters: {x: {values: [1, 2]}}\n',
    );
    expect([spec.origin, spec.budget]).toEqual(['sweep', { energyJ: 7.2e6 }]);
  });

  it('minimises without a goal, and warns where the name says otherwise', () => {
    const spec = specOf('method: random\nmetric: {name: accuracy}\nparameters: {x: {values: [1, 2]}}\n');
    expect(spec.objectives[0]?.goal).toBe('minimize');
    expect(spec.warnings.some(({ fix }) => fix === 'Add `goal: maximize`.')).toBe(true);
  });
});
