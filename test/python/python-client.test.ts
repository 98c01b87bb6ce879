import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs a folder of the Python client's own tests and returns what unittest says. */
async function unittest(folder: string): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn('python3', ['-m', 'unittest', 'discover', '-s', folder, '-t', '.'], {
    cwd: 'python',
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
  ['tests', 50],
  ['tests_with_agent', 7],
])('the Python client passes %s', { timeout: 180_000 }, async (folder, least) => {
  const { code, text } = await unittest(folder);
  expect(text).toMatch(/^OK$/m); // not "OK (skipped=…)"
  expect(code).toBe(0);
  expect(Number(/^Ran (\d+) tests/m.exec(text)?.[1])).toBeGreaterThan(least);
});
