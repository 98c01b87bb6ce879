// `npm run check`: every script of package.json whose name begins with `check:`, two at a time. Output only where one fails.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packages, root, run, say } from './set-up.mjs';

/** Runs all checks; how many passed and failed, and which failed. The command must be built. */
export async function runChecks() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const waiting = Object.entries(scripts).filter(([name]) => name.startsWith('check:'));
  /** @type {{ passed: number, failed: number, bad: string[] }} */
  const counts = { passed: 0, failed: 0, bad: [] };
  const next = async () => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      if (await check(...entry)) counts.passed++;
      else counts.bad.push(entry[0]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, next));
  counts.failed = counts.bad.length;
  return counts;
}

async function check(name, command) {
  const started = performance.now();
  const child = spawn('sh', ['-c', command], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: join(root, 'node_modules', '.bin') + delimiter + process.env.PATH },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name.padEnd(16)} ${seconds} s\n`);
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n\n`);
  return code === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  packages();
  say('building');
  run(process.execPath, ['scripts/build.mjs']);
  const { failed } = await runChecks();
  process.exitCode = failed === 0 ? 0 : 1;
}
