import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstWords } from '../../src/cli/spec/families.ts';
import { LAUNCHER, Place } from './joulebook.ts';

const place = new Place();
writeFileSync(join(place.dir, 'completion.bash'), place.run(['completion', 'bash']).stdout);
writeFileSync(join(place.dir, 'params-here.yaml'), 'lr: 1\n');

/** What bash offers for the last word, after it has split the line as it does. */
function offered(...words: string[]): string[] {
  const script = `source ./completion.bash; joulebook() { "${LAUNCHER}" "$@"; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _joulebook; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', 'joulebook', ...words], {
    cwd: place.dir,
    env: place.env(),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

/** What bash offers at the end of a line that it has read itself. */
function offeredIn(where: Place, line: string): string[] {
  const words = line.split(/(?<=[@:])|(?=[@:])| /u);
  const script = `source "$FILE"; joulebook() { "${LAUNCHER}" "$@"; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_POINT=\${#COMP_LINE}; _joulebook; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], {
    cwd: where.dir,
    env: where.env({ COMP_LINE: line, FILE: join(place.dir, 'completion.bash') }),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

describe('bash', () => {
  test('commands and options', () => {
    const withR = firstWords().filter((word) => word.startsWith('r'));
    expect(withR).toContain('repro');
    expect(offered('r')).toEqual(withR);
    expect(offered('ls', '--li')).toEqual(['--limit']);
    expect(offered('run', '--max')).toEqual(['--max-energy', '--max-co2', '--max-time']);
  });

  test('of commands of two words the first is offered once, then the second, then what belongs to both', () => {
    expect(offered('stag')).toEqual(['stage']);
    expect(offered('stage', 'li')).toEqual(['list']);
    expect(offered('metrics', '')).toEqual(['show', 'diff', '--help']);
    expect(offered('metrics', 'show', '--all-b')).toEqual(['--all-branches']);
    expect(offered('stage', 'list', '--name')).toEqual(['--name-only']);
    expect(offered('status', '--env')).toEqual(['--envelope']);
  });

  test('values: choices, files, regions, settings; free text has none', () => {
    expect(offered('run', '--card', 's')).toEqual(['short']);
    expect(offered('run', '--card', '=', 'o')).toEqual(['off']);
    expect(offered('run', '--params', 'par')).toEqual(['params-here.yaml']);
    expect(offered('run', '--region', 'FRA')).toEqual(['FRA']);
    expect(offered('config', 'get', 'max')).toEqual(['max-energy', 'max-co2', 'max-time']);
    expect(offered('run', '--name', 'x')).toEqual([]);
    expect(offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('the measured command completes as itself', () => {
    expect(offered('run', '--', 'bas')).toContain('bash');
    expect(offered('run', '--name', 'x', 'bas')).toContain('bash');
    expect(offered('run', 'cat', 'params-h')).toEqual(['params-here.yaml']);
  });

  test('runs by name and short id', () => {
    expect(offered('show', '')).toEqual([]);
    expect(place.run(['run', '-q', '--name', 'baseline', '--', 'true']).code).toBe(0);
    expect(offered('show', 'base')).toEqual(['baseline']);
    expect(offered('show', '@', 'l')).toEqual(['last']);
  });
});

describe('in a DVC project', () => {
  const project = new Place();
  const git = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('git', args, {
      cwd: project.dir,
      env: project.env({ GIT_CONFIG_GLOBAL: '/dev/null' }),
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
  };
  git('init', '-q', '-b', 'main');
  mkdirSync(join(project.dir, '.dvc'));
  writeFileSync(join(project.dir, '.dvc', 'config'), '[\'remote "store"\']\n    url = /mnt/store\n');
  writeFileSync(
    join(project.dir, 'dvc.yaml'),
    'stages:\n  prepare:\n    cmd: echo 1 > clean.csv\n    outs: [clean.csv]\n' +
      '  train:\n    foreach: [de, us]\n    do:\n      cmd: cat clean.csv > ${item}.pt\n      deps: [clean.csv]\n      outs: ["${item}.pt"]\n',
  );
  git('add', '.');
  git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-qm', 'first');
  git('branch', 'wider');

  test('stages, groups and outputs by name, also where bash splits a word at the @', () => {
    expect(offeredIn(project, 'joulebook repro pre')).toEqual(['prepare']);
    expect(offeredIn(project, 'joulebook repro tr')).toEqual(['train', 'train@de', 'train@us']);
    expect(offeredIn(project, 'joulebook repro train@u')).toEqual(['us']);
    expect(offeredIn(project, 'joulebook checkout u')).toEqual(['us.pt']);
    expect(offeredIn(project, 'joulebook stage list pre')).toEqual(['prepare']);
    // What is not understood elsewhere hides nothing.
    mkdirSync(join(project.dir, 'broken'));
    writeFileSync(join(project.dir, 'broken', 'dvc.yaml'), 'stages: [\n');
    expect(offeredIn(project, 'joulebook repro -s pre')).toEqual(['prepare']);
    rmSync(join(project.dir, 'broken'), { recursive: true });
  });

  test('remotes and revisions', () => {
    expect(offeredIn(project, 'joulebook push -r ')).toEqual(['store']);
    expect(offeredIn(project, 'joulebook params diff ')).toEqual(['main', 'wider']);
  });
});

test.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
])('the script for %s names every option of run, and parses where that shell exists', (shell, check) => {
  const script = place.run(['completion', shell]).stdout;
  for (const word of ['max-energy', 'require-grade', 'capture', 'compare']) expect(script).toContain(word);
  // zsh: without the space before it, _arguments puts words of its own between the function and what it is asked.
  if (shell === 'zsh') expect(script).toContain(': _joulebook_ask target');
  const file = join(place.dir, `completion.${shell}`);
  writeFileSync(file, script);
  const { error, status, stderr } = spawnSync(shell, [...check, file], { encoding: 'utf8' });
  if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
