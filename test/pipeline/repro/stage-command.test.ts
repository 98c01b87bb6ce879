import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLines, stageCommand } from '../../../src/pipeline/repro/stage-command.ts';

const failedFile = join(mkdtempSync(join(tmpdir(), 'joulebook-stage-')), 'failed');

function run(
  cmd: string | readonly string[],
  isQuiet = false,
): { readonly told: string; readonly stdout: string } {
  const { argv, told } = stageCommand('/bin/bash', commandLines({ cmd }), isQuiet, failedFile);
  const [program = '', ...words] = argv;
  return { told, stdout: spawnSync(program, words, { encoding: 'utf8' }).stdout };
}

describe('the command of a stage', () => {
  it('of one line is the shell itself, which somebody else tells of', () => {
    const { argv, told } = stageCommand('/bin/bash', commandLines({ cmd: 'echo a\n' }), false, failedFile);
    expect(argv).toEqual(['/bin/bash', '--noprofile', '--norc', '-c', 'echo a']);
    expect(told).toBe('> echo a\n');
  });
  it.each([
    ['a line', 'echo "a  b"'],
    ['lines', "echo a\necho 'it''s'"],
    ['a list', ['echo a', 'echo b; echo c']],
  ])('tells of %s before it begins, unless it is to be quiet', (_, cmd) => {
    const { told, stdout } = run(cmd);
    const lines = commandLines({ cmd });
    const outputs = lines.map((line) => spawnSync('bash', ['-c', line], { encoding: 'utf8' }).stdout);
    expect(told + stdout).toBe(lines.map((line, i) => `> ${line}\n${outputs[i]}`).join(''));
    const quiet = run(cmd, true);
    expect(quiet.told + quiet.stdout).toBe(outputs.join(''));
  });
  it('of several lines ends with the first that fails, and says which that was', () => {
    expect(run(['echo a', 'false', 'echo b'], true).stdout).toBe('a\n');
    expect(readFileSync(failedFile, 'utf8').trim()).toBe('1');
  });
});
