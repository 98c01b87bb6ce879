import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { started } from '../bundled.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/guide/studies-from-code.md'), 'utf8');
const examples = [...page.matchAll(/^```js\n(.*?)^```$/gms)].map(([, source = '']) => source);

const folder = mkdtempSync(join(tmpdir(), 'joulebook-guide-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'node_modules'));
symlinkSync(root, join(folder, 'node_modules', 'joulebook'));

test.each(examples.map((source, i) => [i, source] as const))(
  'example %i for Node runs as it stands there, and complains of nothing',
  async (i, source) => {
    const program = join(folder, `example-${i}.mjs`);
    writeFileSync(program, source);
    const env = { JOULEBOOK_DIR: join(folder, 'book'), JOULEBOOK_REGISTRY: folder };
    const { code, out, err } = await started(process.execPath, [program], env).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/lr|x: /);
  },
  60_000,
);

test('there are examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(2);
});
