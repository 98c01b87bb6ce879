import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Edit, paramsText, type Scenario, scenario } from './random-pipeline.ts';
import { projectState } from '../../pipeline/project-state.ts';
import { TwinMaker, type Twins } from './twins.ts';

let twins: TwinMaker;
beforeAll(async () => {
  twins = new TwinMaker();
  await twins.prepare();
}, 900_000);
afterAll(() => twins.close(), 60_000);

test('random pipelines with random edits are the same to both tools', async () => {
  const seed = Number(process.env['JOULEBOOK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const count = Number(process.env['JOULEBOOK_CASES'] ?? 6);
  const only = process.env['JOULEBOOK_CASE'];
  process.stderr.write(`JOULEBOOK_SEED=${seed}\n`);
  const scenarios = fc.sample(scenario, { seed, numRuns: count });
  for (const [index, one] of scenarios.entries()) {
    if (only !== undefined && Number(only) !== index) continue;
    const steps: string[] = [];
    try {
      await play(one, steps);
    } catch (error) {
      const where = `case ${index} of JOULEBOOK_SEED=${seed}`;
      const files = ['dvc.yaml', 'sub/dvc.yaml'].map((name) => `${name}:\n${one.files[name] ?? ''}`);
      throw new Error(`${where}\n${files.join('')}added: ${one.added.join(' ')}\n${steps.join('\n')}`, {
        cause: error,
      });
    }
  }
}, 3_600_000);

async function play({ files, edits, added }: Scenario, steps: string[]): Promise<void> {
  const pair = twins.make(files);
  if (added.length > 0)
    for (const folder of pair.folders) {
      const { code, stderr } = await pair.dvc(['add', '-q', ...added], folder);
      expect(code, stderr).toBe(0);
    }
  await bothRepro(pair, ['-P'], steps);
  for (const round of edits) {
    let args: readonly string[] = [];
    for (const edit of round) {
      steps.push(JSON.stringify(edit));
      args = apply(pair, edit) ?? args;
    }
    steps.push('status');
    await pair.status();
    await bothRepro(pair, args, steps);
  }
  steps.push('status');
  await pair.status();
  pair.each((folder) => rmSync(folder, { recursive: true, force: true }));
}

/** A stage may fail, for what it reads was removed: then both fail, and only what they left is compared. */
async function bothRepro(pair: Twins, args: readonly string[], steps: string[]): Promise<void> {
  steps.push(`repro ${args.join(' ')}`);
  const theirs = await pair.dvc(['repro', ...args]);
  const ours = pair.joulebook(['repro', ...args]);
  steps.push(
    `theirs ${theirs.code}: ${theirs.stdout}${theirs.stderr}ours ${ours.code}: ${ours.stdout}${ours.stderr}`,
  );
  expect(ours.code).toBe(theirs.code);
  if (theirs.code === 0 || !existsSync(join(pair.ours, 'sub/dvc.yaml')))
    expect(lines(ours.stdout)).toEqual(lines(theirs.stdout));
  if (theirs.code === 0)
    expect(unordered(projectState(pair.ours))).toEqual(unordered(projectState(pair.theirs)));
  // Otherwise the one has put back what the other has deleted: they go on from the same.
  else pair.takeOver();
}

function lines(said: string): readonly string[] {
  return (
    said
      .replace(/\nTo track the changes with git[^]*?autostage true\n/u, '')
      .replaceAll('joulebook push', 'dvc push')
      .split('\n')
      // Where one fails, what comes before it depends on the order of files.
      .filter((line) => line !== '' && !/\.dvc'/u.test(line))
      .sort()
  );
}

/** Files of stages are taken in the order of the file system by DVC, which shows in the order of a lock. */
function unordered(state: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(state).map(([path, text]) => [
      path,
      path.endsWith('dvc.lock') || path.endsWith('.gitignore') ? text.split(/^(?= {2}\S|\/)/mu).sort() : text,
    ]),
  );
}

/** @returns options that the next repro is given, if it is about them. */
function apply(pair: Twins, edit: Edit): readonly string[] | undefined {
  switch (edit.k) {
    case 'write':
      pair.remove(edit.path);
      pair.write({ [edit.path]: edit.text });
      return undefined;
    case 'remove':
      pair.remove(edit.path);
      return undefined;
    case 'param':
      pair.write({ 'params.yaml': paramsText(edit.value), 'sub/params.yaml': paramsText(edit.value) });
      return undefined;
    case 'lock':
      pair.remove('dvc.lock');
      return undefined;
    case 'object': {
      const objects = Object.keys(projectState(pair.theirs))
        .filter((path) => path.startsWith('.dvc/cache/files'))
        .sort();
      const object = objects[edit.index % Math.max(1, objects.length)];
      if (object !== undefined) pair.remove(object);
      return undefined;
    }
    default:
      return edit.args;
  }
}

test('what is compared can differ', () => {
  const pair = twins.make({ a: '1' });
  expect(readFileSync(join(pair.ours, 'a'), 'utf8')).toBe('1');
  pair.each((folder) => rmSync(join(folder, 'a')));
  pair.write({ b: '1' });
  rmSync(join(pair.ours, 'b'));
  expect(projectState(pair.ours)).not.toEqual(projectState(pair.theirs));
});
