import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_OPTIONS, readSearch } from '../../../src/search/file/read-search.ts';
import { violationOf } from '../../../src/search/file/metric-constraint.ts';
import { placesOf, problemsOf, specOf } from './reading.ts';

const WHOLE = `version: 1
name: digits-mlp
description: a small network
command: python train.py \${args}
objective: {metric: val_acc, goal: maximize, target: 0.99, resource: epoch, max_resource: 50}
budget: {energy: 2 MJ, carbon: 100 g, cost: 3, time: 2h, trials: 200}
worth: {per_kWh: 0.002}
parameters:
  lr:      {min: 1e-5, max: 1e-1, log: true}
  units:   {min: 16, max: 1024, log: true}
  layers:  {min: 1, max: 4}
  width:   {min: 1, max: 4, type: float}
  dropout: {min: 0, max: 0.5, step: 0.1}
  momentum: {min: 0, max: 0.99, when: "opt == 'sgd'"}
  opt:     [adam, sgd]
  head:    {values: [[1, 2], {a: 1}, null]}
  short:   1e-3..1e-1:log
  epochs:  50
  warm:    {value: 3, when: opt != 'sgd'}
constraints: ["model_mb <= 50", latency_ms < 20]
search:
  sampler: tpe
  stopper: {type: asha, min_resource: 2, eta: 4}
  seed: 7
  startup: 12
  warm_start: none
  deterministic: true
workers: {local: 2, gpus: [0, 1], share: 2}
carbon: {intensity: trace.csv, pause_above: 450}
retry: {max: 1, on: [signal, exit!=0, 75]}
capture: ['acc=(?<val_acc>[\\d.]+)', 'loss (?P<loss>\\S+)']
checkpoint: true
`;

/** A file that is right, with one line of it replaced or added. */
function withLine(line: string): string {
  const key = line.split(':', 1)[0] ?? '';
  const base = [
    'command: run ${args}',
    'objective: {metric: loss, goal: minimize}',
    'budget: 2 kWh',
    'max_resource: 9',
  ];
  const kept = base.filter((one) => !one.startsWith(`${key}:`));
  const parameters = key === 'parameters' ? [] : ['parameters: {lr: {min: 0.0, max: 1.0}, opt: [adam, sgd]}'];
  return [line, ...kept, ...parameters, ''].join('\n');
}

describe('a search file', () => {
  it('is read whole', () => {
    const { space, capture, warnings, ...rest } = specOf(WHOLE);
    expect(space.parameters.map(({ when, ...parameter }) => ({ ...parameter, when: when?.text }))).toEqual([
      { kind: 'float', name: 'lr', low: 1e-5, high: 0.1, scale: 'log' },
      { kind: 'integer', name: 'units', low: 16, high: 1024, scale: 'log' },
      { kind: 'integer', name: 'layers', low: 1, high: 4, scale: 'linear' },
      { kind: 'float', name: 'width', low: 1, high: 4, scale: 'linear' },
      { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.1 },
      { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd'] },
      { kind: 'float', name: 'momentum', low: 0, high: 0.99, scale: 'linear', when: "opt == 'sgd'" },
      { kind: 'categorical', name: 'head', choices: [[1, 2], { a: 1 }, null] },
      { kind: 'float', name: 'short', low: 1e-3, high: 0.1, scale: 'log' },
      { kind: 'categorical', name: 'warm', choices: [3], when: "opt != 'sgd'" },
    ]);
    expect(space.fixed).toEqual({ epochs: 50 });
    expect(capture.map((pattern) => pattern.exec('acc=0.5 loss 2')?.groups)).toEqual([
      { val_acc: '0.5' },
      { loss: '2' },
    ]);
    expect(warnings).toEqual([]);
    expect(rest).toEqual({
      origin: 'file',
      name: 'digits-mlp',
      description: 'a small network',
      command: { kind: 'words', words: [['python'], ['train.py'], [{ macro: 'args' }]], values: 'json' },
      nested: {},
      objectives: [{ metric: 'val_acc', goal: 'maximize', target: 0.99 }],
      resource: 'epoch',
      maxResource: 50,
      budget: { energyJ: 2e6, carbonG: 100, cost: 3, timeS: 7200, trials: 200 },
      worthPerKwh: 0.002,
      constraints: [
        { text: 'model_mb <= 50', metric: 'model_mb', operator: '<=', bound: 50 },
        { text: 'latency_ms < 20', metric: 'latency_ms', operator: '<', bound: 20 },
      ],
      search: {
        sampler: { name: 'tpe' },
        stopper: { name: 'asha', settings: { minResource: 2, reduction: 4 } },
        seed: 7,
        startup: 12,
        warmStart: 'none',
        deterministic: true,
      },
      workers: { local: 2, gpus: [0, 1], share: 2 },
      carbon: { intensity: { file: 'trace.csv' }, pauseAbove: 450 },
      retry: { max: 1, on: ['signal', 'exit', 75] },
      checkpoint: true,
    });
  });

  it('may be JSON, begin with a byte order mark, or end its lines as Windows does', () => {
    const json = JSON.stringify({ objective: { metric: 'loss' }, parameters: { x: { min: 1, max: 3 } } });
    expect(specOf(json).objectives).toEqual([{ metric: 'loss', goal: 'minimize' }]);
    expect(specOf(`\uFEFF${WHOLE.replaceAll('\n', '\r\n')}`).name).toBe('digits-mlp');
    expect(placesOf(problemsOf(WHOLE.replace('eta: 4', 'eat: 4').replaceAll('\n', '\r\n')))).toEqual([
      '23:42 eat',
    ]);
  });

  it('may share parts by anchors and merge keys', () => {
    const spec = specOf(
      'objective: {metric: loss}\nparameters:\n  a: &r {min: 0.0, max: 1.0}\n  b: *r\n  c: {<<: *r, max: 2.0}\n',
    );
    expect(spec.space.parameters.map((one) => [one.name, 'high' in one ? one.high : 0])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ]);
  });

  it('may have several objectives, without goals where their names say enough', () => {
    const spec = specOf(
      withLine('objectives: [val_loss, {metric: latency_ms, goal: min}, top1_accuracy]').replace(
        /^objective: .*\n/m,
        '',
      ),
    );
    expect(spec.objectives.map(({ metric, goal }) => `${goal} ${metric}`)).toEqual([
      'minimize val_loss',
      'minimize latency_ms',
      'maximize top1_accuracy',
    ]);
  });

  it('searches numbers written without a point as numbers: 1e-5', () => {
    const spec = specOf(withLine('parameters: {x: {values: [1e-5, 10_000, "1e-5"]}}'));
    expect(spec.space.parameters[0]).toMatchObject({ choices: [1e-5, 10_000, '1e-5'] });
  });

  it.each([
    ['2 kWh', { energyJ: 7.2e6 }],
    ['[500 kJ, 1h30m, 50 trials]', { energyJ: 5e5, timeS: 5400, trials: 50 }],
    ['1 kg', { carbonG: 1000 }],
  ])('budget: %s', (text, budget) => {
    expect(specOf(withLine(`budget: ${text}`)).budget).toEqual(budget);
  });
});

describe('a mistake in a search file', () => {
  it.each([
    ['bugdet: 2 kWh', ['1:1 bugdet'], 'Did you mean `budget`?'],
    ['version: 2', ['1:10 2'], 'Write `version: 1`.'],
    ['objective: {metric: foo}', ['1:12 {metric: foo}'], 'Add `goal: minimize` or `goal: maximize`.'],
    ['objective: {metric: loss, goal: maximze}', ['1:33 maximze'], 'Did you mean `maximize`?'],
    ['objective: {goal: minimize}', ['1:12 {goal: minimize}'], 'Add `metric: val_loss`.'],
    ['objective: [loss, loss]', ['1:19 loss'], 'Take one of them away.'],
    ['metrics: [f1, acc]', ['1:1 metrics'], 'Leave one of them out.'],
    ['budget: {energy: 2 kW}', ['1:18 2 kW'], 'Write an energy such as `2 kWh`.'],
    ['budget: {energy: 2}', ['1:18 2'], 'Say which: `2 J`, `2 Wh`, `2 kWh`.'],
    ['budget: {trials: 2.5}', ['1:18 2.5'], 'Write a whole number of at least 1.'],
    ['budget: {trials: 0}', ['1:18 0'], 'Write a whole number of at least 1.'],
    ['budget: 50', ['1:9 50'], 'Write such as `50 trials`; also `500 kJ`, `100 g`, `2h`.'],
    ['budget: {}', ['1:9 {}'], 'Write such as `energy: 2 kWh`.'],
    ['worth: 0.1', ['1:8 0.1'], 'Write `worth: {per_kWh: 0.1}`.'],
    ['parameters: {lr: {mn: 0, max: 1}, y: [1, 2]}', ['1:19 mn'], 'Did you mean `min`?'],
    ['parameters: {lr: {min: 0}, y: [1, 2]}', ['1:14 lr'], 'Add `max`.'],
    ['parameters: {lr: {min: 3, max: 1}, y: [1, 2]}', ['1:18 {min: 3, max: 1}'], 'Exchange them.'],
    [
      'parameters: {lr: {min: 3, max: 3}, y: [1, 2]}',
      ['1:18 {min: 3, max: 3}'],
      'Give the value alone: `3`.',
    ],
    [
      'parameters: {lr: {min: 0, max: 1.0, log: true}, y: [1, 2]}',
      ['1:24 0'],
      'Raise the lower bound above 0, or search without `log`.',
    ],
    [
      'parameters: {lr: {min: 1, max: 9, log: true, step: 2}, y: [1, 2]}',
      ['1:52 2'],
      'Leave one of them out, or list the values.',
    ],
    ['parameters: {lr: {min: 1, max: 9, step: 0}, y: [1, 2]}', ['1:41 0'], 'Write a step above 0.'],
    ['parameters: {lr: {min: 1, max: 9, step: 20}, y: [1, 2]}', ['1:41 20'], 'Write a shorter step.'],
    [
      'parameters: {lr: {min: 0.5, max: 9, type: int}, y: [1, 2]}',
      ['1:24 0.5'],
      'Round it, or write `type: float`.',
    ],
    ['parameters: {lr: {min: .inf, max: 9}, y: [1, 2]}', ['1:24 .inf'], 'Write it as a number.'],
    [
      'parameters: {lr: {min: 0.0, max: 9, values: [1]}, y: [1, 2]}',
      ['1:19 min', '1:29 max'],
      'Take `min` away; with values may stand: probabilities, when.',
    ],
    ['parameters: {lr: {values: adam}, y: [1, 2]}', ['1:27 adam'], 'Write such as `values: [16, 32, 64]`.'],
    ['parameters: {lr: {value: .nan}, y: [1, 2]}', ['1:26 .nan'], 'Write it as text, in quotes.'],
    [
      'parameters: {lr: {when: x}, y: [1, 2]}',
      ['1:14 lr'],
      'Write such as `{min: 0, max: 1.0}`, `{values: [a, b]}` or `{value: 5}`.',
    ],
    [
      'parameters: {lr: 1..8:logg, y: [1, 2]}',
      ['1:18 1..8:logg'],
      'Write such as `1e-5..1e-1:log` or `0..0.5:0.1`.',
    ],
    ['parameters: {lr: 1...8, y: [1, 2]}', ['1:18 1...8'], 'Write such as `1e-5..1e-1`.'],
    ['parameters: {"a b": 3, y: [1, 2]}', ['1:14 "a b"'], 'Rename it.'],
    ['parameters: {__proto__: 3, y: [1, 2]}', ['1:14 __proto__'], 'Rename it.'],
    ['parameters: {a: {parameters: {b: 1}}, a.b: 3, y: [1, 2]}', ['1:39 a.b'], 'Take one of them away.'],
    [
      'parameters: {m: {min: 0.0, max: 1.0, when: "opt = \'sgd\'"}, opt: [adam, sgd]}',
      ['1:49 ='],
      'Write `==`.',
    ],
    [
      'parameters: {a: [1, 2], b: {values: [1, 2], when: a == 2 and c == 1}, c: {values: [1, 2], when: b == 1}}',
      ['1:97 b'],
      'Take one of these conditions away.',
    ],
    ['parameters: {}', ['1:13 {}'], 'Write at least one.'],
    ['parameters: {x: 3}', ['s.yaml: nothing to search'], 'Add a range or a list of values to `parameters`.'],
    ['search: {sampler: tpee}', ['1:19 tpee'], 'Did you mean `tpe`?'],
    ['search: {stopper: medain}', ['1:19 medain'], 'Did you mean `median`?'],
    ['search: {stopper: patience}', ['1:19 patience'], 'Write `stopper: {type: patience, patience: 10}`.'],
    [
      'search: {stopper: {type: median, percentile: 3}}',
      ['1:34 percentile'],
      'Take one of them, or leave it out.',
    ],
    ['search: {stopper: {eta: 3}}', ['1:19 {eta: 3}'], undefined],
    ['search: {seed: -1}', ['1:16 -1'], 'Write a whole number from 0 to 4294967295.'],
    ['search: {deterministic: maybe}', ['1:25 maybe'], 'Write `true` or `false`.'],
    ['workers: {local: 0}', ['1:18 0'], 'Write a whole number of at least 1.'],
    ['workers: {gpus: [0, 0]}', ['1:17 [0, 0]'], 'Write each once.'],
    ['retry: {on: [signl]}', ['1:14 signl'], 'Did you mean `signal`?'],
    [
      'capture: "acc=([0-9"',
      ['1:10 "acc=([0-9"'],
      'Mend it; in double quotes YAML wants each backslash twice.',
    ],
    ['capture: "acc=([0-9]+)"', ['1:10 "acc=([0-9]+)"'], undefined],
    ['constraints: [mb ~ 3]', ['1:15 mb ~ 3'], 'Write such as `"latency_ms <= 20"`.'],
    ['carbon: {pause_above: 3 kWh}', ['1:23 3 kWh'], undefined],
    ['checkpoint: perhaps', ['1:13 perhaps'], undefined],
    ['job: a/b:latest', ['1:1 job'], 'Write `program: train.py` or a `command`.'],
    ['method: optuna', ['1:9 optuna'], undefined],
    ['early_terminate: {type: hyperband}', ['1:18 {type: hyperband}'], 'Add `min_iter: 3`.'],
    ['command: python train.py --lr ${param:lrr}', ['1:31 ${param:lrr}'], 'Did you mean `${param:lr}`?'],
    ['command: python train.py ${lr}', ['1:26 ${lr}'], 'Write `${param:lr}`.'],
    ['command: python train.py ${arg}', ['1:26 ${arg}'], 'Did you mean `${args}`?'],
    ['command: python train.py --x=${args}', ['1:10 python train.py --x=${args}'], undefined],
    ['command: python ${program} ${args}', ['1:17 ${program}'], undefined],
    ['command: "python train.py \'${args}"', ["1:27 '"], "Close it with '."],
    ['command: []', ['1:10 []'], 'Write the program and its arguments.'],
    ['name: [a]', ['1:7 [a]'], 'Write a text.'],
    ['name: {a: 1', ['2:1 command'], undefined],
    ['name: a\nname: b', ['2:1 name'], undefined],
    ['name: !!python/object:os.system x', ['1:7 !!python/object:os.system'], undefined],
  ])('%s', (line, places, fix) => {
    const problems = problemsOf(withLine(line));
    if (fix !== undefined) expect(problems[0]?.fix).toBe(fix);
    expect(placesOf(problems)).toEqual(places);
    for (const problem of problems) {
      expect(problem.why).not.toBe('');
      expect(problem.fix).not.toBe('');
    }
  });

  it('hides none of the others: all are told, in the order of the file', () => {
    const text = WHOLE.replace('version: 1', 'versoin: 1')
      .replace('2 MJ', '2 kW')
      .replace("opt == 'sgd'", "opt == 'sdg'")
      .replace('eta: 4', 'eta: 1')
      .replace('${args}', '${arg}');
    expect(placesOf(problemsOf(text))).toEqual([
      '1:1 versoin',
      '4:26 ${arg}',
      '6:18 2 kW',
      "14:47 'sdg'",
      '23:47 1',
    ]);
  });

  it('is not told again where another part refers to it', () => {
    const text = withLine(
      'parameters: {opt: {values: adam}, m: {min: 0.0, max: 1.0, when: "opt == \'sgd\'"}}',
    );
    expect(placesOf(problemsOf(text.replace('${args}', '--opt ${param:opt} --m ${param:m}')))).toEqual([
      '1:28 adam',
    ]);
  });

  it('that unfolds without end is refused', () => {
    const lines = ['a: &a [1, 1, 1, 1, 1, 1, 1, 1]'];
    for (let k = 1; k < 9; k++) {
      const [from, to] = ['abcdefghi'[k - 1], 'abcdefghi'[k]];
      lines.push(`${to}: &${to} [${Array.from({ length: 8 }, () => `*${from}`).join(', ')}]`);
    }
    const [problem] = problemsOf(lines.join('\n'));
    expect(problem?.why).toBe('It unfolds to more than 50000 values.');
  });

  it.each([
    ['budget: 1 trials\nbudget: 2 trials', 'This key is there twice.', 'Leave one of them out.'],
    ['budget: 1 trials\n---\nbudget: 2 trials', 'A second document begins here.', 'Keep one in the file.'],
    ['budget:\n\ttrials: 1', 'It is indented by a tab.', 'Indent with spaces.'],
    [`budget: ${'['.repeat(5000)}${']'.repeat(5000)}`, 'It is nested too deeply.', 'Write it flatter.'],
  ])('says what to do about %.20s', (text, why, fix) => {
    expect(problemsOf(text).map((problem) => [problem.why, problem.fix])).toEqual([[why, fix]]);
  });

  it('reads what is tagged as a float as one', () => {
    const text = (bounds: string): string => `objective: loss\nparameters: {x: {${bounds}}}\n`;
    const { space } = specOf(text('min: !!float 1e-5, max: !!float 3'));
    expect(space.parameters[0]).toMatchObject({ kind: 'float', low: 1e-5, high: 3 });
    expect(specOf(text('min: !!float 1, max: 3')).space.parameters[0]).toMatchObject({ kind: 'float' });
    expect(specOf(text('min: 1, max: 3')).space.parameters[0]).toMatchObject({ kind: 'integer' });
    expect(problemsOf(text('min: !!float x, max: 3'))[0]?.why).toBe('It is to be a number, and is "x".');
  });

  it('reads a list of many values without comparing each with each', () => {
    const values = Array.from({ length: 20_000 }, (_, k) => k);
    const { space } = specOf(`objective: loss\nparameters: {x: {values: ${JSON.stringify(values)}}}\n`);
    expect(space.parameters[0]).toMatchObject({ choices: { length: 20_000 } });
  });

  it('asks for the setting that a rule means nothing without', () => {
    const text = (stopper: string): string =>
      `objective: loss\nparameters: {x: 0.0..1.0}\nsearch: {stopper: ${stopper}}\n`;
    for (const stopper of [
      'patience',
      'threshold',
      'sweep-hyperband',
      '{type: sweep-hyperband, max_resource: 9}',
      '{type: sweep-hyperband, min_resource: 3, max_resource: 9}',
      '{type: sweep-hyperband, max_resource: 9, brackets: 2, eta: 10}',
    ])
      expect(problemsOf(text(stopper))).toHaveLength(1);
    expect(problemsOf(text('{type: sweep-hyperband, min_resource: 3}'))).toEqual([]);
  });

  it('refuses two budgets of one kind in a list, as on the command line', () => {
    const text = 'objective: loss\nparameters: {x: 0.0..1.0}\nbudget: [2 kWh, 5 trials, 3 kWh]\n';
    expect(placesOf(problemsOf(text))).toEqual(['3:27 3 kWh']);
  });

  it('is told a few times where nothing of the file is YAML', () => {
    expect(problemsOf(Array.from({ length: 50 }, () => '}{ : ]').join('\n')).length).toBeLessThanOrEqual(3);
  });

  it.each(['*!', 'a: *! ', 'command: *none'])('tells of an alias that stands for nothing: %s', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it('never brings the reader down, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(WHOLE.length), (piece, at) => {
        for (const text of [piece, WHOLE.slice(0, at) + piece + WHOLE.slice(at)]) {
          const read = readSearch({ path: 's.yaml', text }, NO_OPTIONS);
          if (!read.ok) expect(read.error.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a warning', () => {
  it.each([
    ['parameters: {lr: {min: 1e-5, max: 0.1}}', 'parameter lr: a log scale is advisable'],
    ['parameters: {dropout: {min: 0, max: 1}}', 'parameter dropout: only two values: 0 and 1'],
    ['parameters: {lr: {min: 0.0, max: 1.0, step: 0.3}}', 'parameter lr: 1 is not reached'],
    ['parameters: {x: {values: [1, 2, 2]}}', 'x: 2 stands twice'],
    ['objective: {metric: val_loss, goal: maximize}', 'objective "val_loss" is to be maximized'],
    ['command: python train.py', 'command: it is given no parameter'],
    ['command: python train.py ${param:lr}', 'command: it is not given opt'],
    ['constraints: loss < 3', 'constraints: "loss" is an objective too'],
  ])('%s', (line, what) => {
    expect(specOf(withLine(line)).warnings.map((one) => one.what)).toEqual([`s.yaml: ${what}`]);
  });

  it.each([
    ['objective: loss:min', [{ metric: 'loss', goal: 'minimize' }]],
    ['objective: val/acc:maximize', [{ metric: 'val/acc', goal: 'maximize' }]],
    [
      'objectives: [quality:max, "a:b:min"]',
      [
        { metric: 'quality', goal: 'maximize' },
        { metric: 'a:b', goal: 'minimize' },
      ],
    ],
  ])('%s has its goal behind its name', (line, objectives) => {
    const spec = specOf(`${line}\nparameters: {x: [1, 2]}\n`);
    expect(spec.objectives).toEqual(objectives);
    expect(spec.warnings.filter(({ what }) => what.includes('objective'))).toEqual([]);
  });

  it('tells what a file leaves open', () => {
    const { warnings } = specOf('objective: loss\nparameters: {x: [1, 2]}\n');
    expect(warnings.map(({ what }) => what)).toEqual([
      's.yaml: objective "loss": minimize, by its name',
      's.yaml: no command',
      's.yaml: no budget',
      's.yaml: no max_resource',
    ]);
  });
});

describe('a constraint', () => {
  it('is missed by how far the bound is passed; a strict one also where it is met', () => {
    const [most, strict] = specOf(withLine('constraints: ["a <= 5", "b > 1"]')).constraints;
    expect([4, 5, 7].map((value) => most && violationOf(most, value))).toEqual([-1, 0, 2]);
    expect(strict && violationOf(strict, 1)).toBeGreaterThan(0);
    expect(strict && violationOf(strict, 3)).toBe(-2);
  });
});
