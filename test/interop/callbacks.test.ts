import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/set-up.mjs', import.meta.url));
let python = '';

beforeAll(() => {
  python = execFileSync(process.execPath, [script, 'python', 'test/interop/callbacks/requirements.txt'], {
    encoding: 'utf8',
  }).trim();
}, 900_000);

/** Runs Python's own tests of one of the frameworks, which measure with the built agent, and returns what unittest says. */
async function unittest(module: string): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(python, ['-W', 'ignore', '-m', 'unittest', `callbacks.${module}`], {
    cwd: 'test/interop',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, text };
}

test.each([
  ['test_sklearn', 7],
  ['test_boosting', 11],
  ['test_keras', 10],
  ['test_huggingface', 6],
  ['test_notebook', 1],
  ['test_ranks', 1],
])('callbacks on the frameworks themselves: %s', { timeout: 300_000 }, async (module, tests) => {
  const { code, text } = await unittest(module);
  expect(text).toMatch(/^OK$/m); // not "OK (skipped=…)"
  expect(code).toBe(0);
  expect(Number(/^Ran (\d+) tests?/m.exec(text)?.[1])).toBeGreaterThanOrEqual(tests);
});
