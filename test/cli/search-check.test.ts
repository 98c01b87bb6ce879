import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, Place } from './joulebook.ts';

let place: Place;

function check(text: string | undefined, ...args: readonly string[]): Outcome {
  if (text === undefined) return place.run(['search', 'check', ...args]);
  writeFileSync(join(place.dir, 'search.yaml'), text);
  return place.run(['search', 'check', 'search.yaml', ...args]);
}

const SEARCH = `name: digits
command: python train.py \${args}
objective: {metric: val_acc, goal: maximize, resource: epoch, max_resource: 50}
budget: {energy: 2 kWh, trials: 200}
parameters:
  lr: {min: 1e-5, max: 1e-1, log: true}
  opt: {values: [adam, sgd]}
  momentum: {min: 0.0, max: 0.9, step: 0.1, when: opt == 'sgd'}
  arch: {values: [a_value_with_a_long_name, another_value_with_a_long_name]}
  epochs: 50
search: {seed: 7}
`;

beforeEach(() => {
  place = new Place();
});

describe('search check', () => {
  it('shows what the file means and ten trials, no line wider than the terminal, and writes nothing', () => {
    const { code, stdout, stderr } = check(SEARCH);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^momentum +0 … 0\.9 by 0\.1 +linear +10 +opt == 'sgd'/m);
    expect(stdout).toMatch(/^budget +2\.00 kWh or 200 trials$/m);
    expect(lines.filter((line) => /^\d {2}\d/.test(line))).toHaveLength(10);
    expect(stdout).toMatch(/^arch +a_value_with_a_long_name, anoth… +choice +2$/m);
    expect(stdout).toContain('python train.py --arch=');
    expect(existsSync(join(place.dir, '.joulebook'))).toBe(false);
  });

  it('draws the same trials from the same seed, others from another', () => {
    const trials = (text: string): unknown =>
      (JSON.parse(check(text, '--json').stdout) as { data: { trials: unknown } }).data.trials;
    expect(trials(SEARCH)).toEqual(trials(SEARCH));
    expect(trials(SEARCH.replace('seed: 7', 'seed: 8'))).not.toEqual(trials(SEARCH));
  });

  it('tells all of it as JSON', () => {
    const { data } = JSON.parse(check(SEARCH, '--json').stdout) as { data: Record<string, unknown> };
    expect(data).toMatchObject({
      origin: 'file',
      name: 'digits',
      command: 'python train.py ${args}',
      configurations: null,
      fixed: { epochs: 50 },
      budget: { energyJ: 7.2e6, trials: 200 },
      search: { seed: 7, sampler: { name: 'auto' } },
    });
    const [first] = data['trials'] as readonly { number: number; argv: readonly string[] }[];
    expect(first?.argv.slice(0, 2)).toEqual(['python', 'train.py']);
  });

  it('tells every mistake with its line underlined, and ends with 2', () => {
    const { code, stdout, stderr } = check(
      SEARCH.replace('min: 1e-5', 'mni: 1e-5').replace('seed: 7', 'sede: 7'),
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('     6 |   lr: {mni: 1e-5, max: 1e-1, log: true}\n       |        ^^^\n');
    expect(stderr).toContain('    11 | search: {sede: 7}\n       |          ^^^^\n');
    expect(stderr.match(/^error: /gm)).toHaveLength(2);
  });

  it('under --json has the first mistake as its error and the others as warnings', () => {
    const answer = JSON.parse(
      check(SEARCH.replace('min: 1e-5', 'mni: 1e-5').replace('seed: 7', 'sede: 7'), '--json').stdout,
    ) as {
      error: { code: string };
      warnings: readonly unknown[];
    };
    expect([answer.error.code, answer.warnings.length]).toEqual(['E_SEARCH', 1]);
  });

  it('needs no file', () => {
    const { code, stdout } = check(
      undefined,
      '--metric',
      'acc',
      '--param',
      'lr=1..3',
      '--param',
      'opt=a,b c',
      '--budget',
      '2 kWh',
      '--',
      'train',
      '--lr',
      '{lr}',
      '--opt={opt}',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^space +6 configurations$/m);
    // The space is at its end before ten trials.
    expect(stdout.split('\n').filter((line) => /^\d {2}\d/.test(line))).toHaveLength(6);
    expect(stdout).toMatch(/train --lr [123] (?:--opt=a|'--opt=b c')/);
  });

  it.each([
    [['absent.yaml'], 3],
    [[], 2],
    [['--param', 'lr'], 2],
    [['--param', 'lr=1..2'], 2],
  ])('%j ends with %i', (args, code) => {
    const outcome = check(undefined, ...args);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(/^error: .*\[E_/m);
  });
});
