import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Outcome } from '../../cli/joulebook.ts';
import { seedOf } from './dvc-peer.ts';
import { type TrackStep, tracking } from './random-tracking.ts';
import { projectState } from '../../pipeline/project-state.ts';
import { TwinMaker, type Twins } from './twins.ts';

let twins: TwinMaker;
beforeAll(async () => {
  twins = new TwinMaker();
  await twins.prepare();
}, 900_000);
afterAll(() => twins.close(), 60_000);

test('data that are added, changed, committed, checked out, moved and removed are the same to both tools', async () => {
  const seed = seedOf('tracking');
  const count = Number(process.env['JOULEBOOK_CASES'] ?? 8);
  const only = process.env['JOULEBOOK_CASE'];
  for (const [i, { cacheType, steps }] of fc.sample(tracking, { seed, numRuns: count }).entries()) {
    if (only !== undefined && Number(only) !== i) continue;
    const pair = twins.make({ '.dvc/config': `[cache]\n    type = "${cacheType}"\n` });
    const done: string[] = [];
    try {
      for (const step of steps) {
        done.push(
          JSON.stringify(step, (_, value: unknown) =>
            typeof value === 'string' ? value.slice(0, 40) : value,
          ),
        );
        await play(pair, step, cacheType);
      }
      const isAnyTracked = Object.keys(projectState(pair.theirs)).some((path) => /.\.dvc$/.test(path));
      if (isAnyTracked) await pair.status();
    } catch (error) {
      const told = `case ${i} of JOULEBOOK_SEED=${seed}, ${cacheType}\n${done.join('\n')}`;
      throw new Error(told, { cause: error });
    }
    pair.each((folder) => rmSync(folder, { recursive: true, force: true }));
  }
}, 3_600_000);

async function play(pair: Twins, step: TrackStep, cacheType: string): Promise<void> {
  if (step.k !== 'run') {
    pair.each((folder) => edit(folder, step, cacheType));
    return;
  }
  const before = projectState(pair.ours);
  const theirs = await pair.dvc(step.args);
  let ours = pair.joulebook(step.args);
  if (isCheckoutOfNothing(step.args, theirs)) {
    expect([0, 255]).toContain(ours.code);
    expect(projectState(pair.ours)).toEqual(before);
    const tracked = (step.args.at(-1) ?? '').replace(/\.dvc$/u, '');
    if (!existsSync(join(pair.theirs, tracked)))
      rmSync(join(pair.ours, tracked), { recursive: true, force: true });
    pair.expectAlike();
    return;
  }
  const [verb, path = '', target = ''] = step.args;
  if (verb === 'move' && theirs.code === 0 && ours.code !== 0 && isFileThere(join(pair.ours, target))) {
    // DVC moves over a file that is there; we refuse, and do it once the file is away.
    expect(ours.stderr).toContain('already exists');
    expect(ours.code).toBe(1);
    expect(projectState(pair.ours)).toEqual(before);
    rmSync(join(pair.ours, target));
    ours = pair.joulebook(step.args);
  }
  const told = `${ours.stderr}\nDVC: ${theirs.stdout}${theirs.stderr}`;
  if (/unexpected error - \[Errno 20\]/u.test(theirs.stderr)) {
    // DVC breaks down where a file stands in place of a tracked folder; we refuse.
    expect(ours.code, told).toBe(1);
    expect(projectState(pair.ours)).toEqual(before);
    pair.expectAlike();
    return;
  }
  expect(ours.code, told).toBe(theirs.code);
  // DVC's unprotect, which its remove does too, takes a file that is executable its right to be run; ours leaves it.
  const data = verb === 'remove' ? path.replace(/\.dvc$/u, '') : path;
  if ((verb === 'unprotect' || verb === 'remove') && isFileThere(join(pair.ours, data))) {
    chmodSync(join(pair.theirs, data), lstatSync(join(pair.ours, data)).mode);
  }
  pair.expectAlike();
}

/**
 * Whether DVC was to put a folder in place of which the cache has no list (`add --no-commit`). With -f it removes what lies there, the only
 * copy, before it finds that out, and without it refuses even where all is in place already. We leave everything as it is.
 */
function isCheckoutOfNothing([verb]: readonly string[], { code, stdout, stderr }: Outcome): boolean {
  return verb === 'checkout' && code === 255 && /Checkout failed|unsaved files/u.test(stdout + stderr);
}

/** Edits as a user does them: what stands in the way goes, and a link into the cache is never written through. */
function edit(folder: string, step: Exclude<TrackStep, { readonly k: 'run' }>, cacheType: string): void {
  const path = join(folder, step.path);
  const parent = step.k === 'mkdir' ? path : dirname(path);
  for (let above = dirname(path); above !== folder; above = dirname(above))
    if (isFileThere(above))
      if (step.k === 'delete') return;
      else rmSync(above);
  rmSync(path, { recursive: true, force: true });
  if (step.k === 'delete') return;
  mkdirSync(parent, { recursive: true });
  if (step.k === 'mkdir') return;
  writeFileSync(path, step.text);
  // Where the cache is linked to, DVC makes its object executable and then takes it for damaged.
  if (step.isExecutable && !/link,|^(?:hard|sym)link/u.test(cacheType.replace('reflink', '')))
    chmodSync(path, 0o755);
}

/** A file at a path; also where it is no path, since a file stands on the way. */
function isFileThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch {
    return false;
  }
}
