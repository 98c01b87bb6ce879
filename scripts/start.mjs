// `npm start`: from a bare clone to a measured pipeline, and to the same pipeline from the cache. Its exit code is the pipeline's.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { packages, root, run, say } from './set-up.mjs';

packages();
say('building');
run(process.execPath, ['scripts/build.mjs', '--no-types']);

// A copy each, so that the clone stays as it is; they share a cache, as the members of a group do.
const place = join(root, '.cache', 'start');
rmSync(place, { recursive: true, force: true });
const [first, second] = ['first', 'second'].map((name) => project(join(place, name)));

say('joulebook repro   # prepare, train, evaluate: measured');
joulebook(first, ['repro']);
joulebook(first, ['show', '@last']);
say('joulebook repro   # in another copy with the same cache: nothing is computed again');
joulebook(second, ['repro']);

/** The example as a DVC project of its own. */
function project(folder) {
  cpSync(join(root, 'examples', 'digits'), folder, { recursive: true });
  mkdirSync(join(folder, '.dvc'));
  writeFileSync(
    join(folder, '.dvc', 'config'),
    '[core]\n    no_scm = True\n[cache]\n    dir = ../../cache\n',
  );
  return folder;
}

function joulebook(cwd, words) {
  const { status, signal } = spawnSync(join(root, 'bin', 'joulebook'), words, {
    cwd,
    stdio: 'inherit',
    env: {
      ...process.env,
      JOULEBOOK_NODE: process.execPath,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    },
  });
  if (signal !== null) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status ?? 1);
}
