import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs the Python client's own tests and returns what unittest says. */
async function unittest(
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn('python3', ['-m', 'unittest', 'discover', '-s', 'tests', '-t', '.'], {
    cwd: 'python',
    env,
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

test('the tests of the Python client pass', { timeout: 120_000 }, async () => {
  const { code, text } = await unittest({ ...process.env, PYTHONDONTWRITEBYTECODE: '1' });
  expect(text).toMatch(/^OK$/m); // not "OK (skipped=…)"
  expect(code).toBe(0);
  expect(Number(/^Ran (\d+) tests/m.exec(text)?.[1])).toBeGreaterThan(50);
});
