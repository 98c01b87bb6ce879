// `npm start`: from a bare clone to a measured training. Its exit code is the training's.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packages, root, run, say } from './set-up.mjs';

packages();
say('building');
run(process.execPath, ['scripts/build.mjs', '--no-types']);

const training = ['examples/digits/train.mjs', ...process.argv.slice(2)];
say(`joulebook run -- node ${training.join(' ')}`);
const { status, signal } = spawnSync(
  join(root, 'bin', 'joulebook'),
  ['run', '--', process.execPath, ...training],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, JOULEBOOK_NODE: process.execPath },
  },
);
if (signal !== null) process.kill(process.pid, signal);
process.exitCode = status ?? 1;
