import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { loadStudy } from '../../src/search/journal/load-study.io.ts';
import { studyFolder } from '../../src/search/journal/study-folder.io.ts';
import { LAUNCHER, Place } from './joulebook.ts';

const place = new Place();
afterAll(() => rmSync(place.dir, { recursive: true }));

const LIBRARY = pathToFileURL(join(LAUNCHER, '../../dist/index.js')).href;

/** A training that measures itself: what it logs goes to its own agent. */
writeFileSync(
  join(place.dir, 'tracked.mjs'),
  `import { track } from '${LIBRARY}';
   await track('inner', async (run) => {
     for (const epoch of run.epochs(3)) {
       run.log({ other: 1 });
       run.log({ loss: process.argv[2] / epoch });
     }
   });`,
);
/** One that writes to the report file, whose ever that is. */
writeFileSync(
  join(place.dir, 'plain.sh'),
  `for epoch in 1 2 3; do echo "{\\"epoch\\":$epoch,\\"loss\\":0.$epoch}" >> "$JOULEBOOK_REPORT_FILE"; done\n`,
);

function reportsOf(name: string, command: readonly string[]): readonly (readonly [number, number])[][] {
  const options = ['--name', name, '--metric', 'loss:min', '--param', 'x=1.0..2.0', '--max-resource', '3'];
  const search = ['search', ...options, '--stopper', 'none', '--budget', '2trials', '--', ...command];
  const { code, stderr } = place.run(search);
  expect(code, stderr).toBe(0);
  const folder = studyFolder(join(place.dir, '.joulebook'), name);
  const loaded = folder.ok ? loadStudy(folder.value) : folder;
  if (!loaded.ok) throw new Error(loaded.error.what);
  return loaded.value.state.trials.map(({ reports }) =>
    reports.map(({ resource, losses }) => [resource, losses[0] as number] as const),
  );
}

test('a training that measures itself is heard by its study, each report once', () => {
  const [first, second] = reportsOf('tracked', [process.execPath, 'tracked.mjs', '{x}']);
  expect(first?.map(([epoch]) => epoch)).toEqual([1, 2, 3]);
  expect(second?.map(([epoch, loss]) => loss * epoch)).toSatisfy((found: number[]) =>
    found.every((x) => Math.abs(x - (found[0] ?? 0)) < 1e-9 && x >= 1 && x <= 2),
  );
}, 120_000);

test('and so is one under `joulebook run`', () => {
  const heard = reportsOf('under-run', [LAUNCHER, 'run', '--', 'sh', 'plain.sh']);
  const all = [
    [1, 0.1],
    [2, 0.2],
    [3, 0.3],
  ];
  expect(heard).toEqual([all, all]);
}, 120_000);
