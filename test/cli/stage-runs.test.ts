import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Place } from './joulebook.ts';

const place = new Place();
mkdirSync(join(place.dir, '.dvc'));
writeFileSync(join(place.dir, '.dvc', 'config'), '[core]\n    no_scm = true\n');
writeFileSync(
  join(place.dir, 'dvc.yaml'),
  'stages:\n  prepare:\n    cmd: echo 1 > clean.csv\n    outs: [clean.csv]\n' +
    '  train:\n    cmd: cp clean.csv model.pt\n    deps: [clean.csv]\n    outs: [model.pt]\n',
);
expect(place.run(['repro']).code).toBe(0);

/** What a run used as its record says, J. */
function joules(run: string): number {
  return Number(place.run(['show', run, '--field', 'energy.wall.attributed.value']).stdout);
}

test('ls lists a repro without its stages, counts them, and sums once', () => {
  const { stdout, stderr } = place.run(['ls', '--unit', 'J']);
  expect(stdout).toContain('repro');
  expect(stdout).not.toContain('prepare');
  expect(stderr).toMatch(/^1 run · .* · 2 stages not listed \(--stages\)\n$/u);
});

test('ls --stages puts them under it, ls with a filter finds them', () => {
  const names = (...args: readonly string[]): string[] =>
    place
      .run(['ls', '--wide', ...args])
      .stdout.split('\n')
      .slice(1)
      .map((line) => /^.{8}((?:  )?\S*)/u.exec(line)?.[1] ?? '')
      .filter((name) => name !== '');
  expect(names('--stages')).toEqual(['repro', '  prepare', '  train']);
  expect(names('kind:stage')).toEqual(['train', 'prepare']);
  expect(names('--sort', 'start')).toEqual(['repro']);
  expect(place.run(['ls', '--ids']).stdout.trim().split('\n').length).toBe(3);
  const { data } = JSON.parse(place.run(['ls', '--json']).stdout) as { data: { runs: unknown[] } };
  expect(data.runs.length).toBe(3);
});

test('show of a repro lists its stages, and together they took no more than it', () => {
  const { stdout } = place.run(['show', 'repro', '--unit', 'J']);
  const section = /Runs in it .*\n(?: .*prepare .*\n)(?: .*train .*\n)/u;
  expect(stdout).toMatch(section);
  expect(place.run(['show', 'train']).stdout).not.toContain('Runs in it');
  expect(joules('prepare') + joules('train')).toBeLessThanOrEqual(joules('repro') * 1.05);
});
