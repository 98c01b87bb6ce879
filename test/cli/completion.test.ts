import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

describe('bash', () => {
  test('commands and options', () => {
    expect(offered('r')).toEqual(['run', 'regions', 'rename', 'rm']);
    expect(offered('ls', '--li')).toEqual(['--limit']);
    expect(offered('run', '--max')).toEqual(['--max-energy', '--max-co2', '--max-time']);
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

test.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
])('the script for %s names every option of run, and parses where that shell exists', (shell, check) => {
  const script = place.run(['completion', shell]).stdout;
  for (const word of ['max-energy', 'require-grade', 'capture', 'compare']) expect(script).toContain(word);
  const file = join(place.dir, `completion.${shell}`);
  writeFileSync(file, script);
  const { error, status, stderr } = spawnSync(shell, [...check, file], { encoding: 'utf8' });
  if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
