import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededFolder } from './dashboard.ts';

const LAUNCHER = join(fileURLToPath(new URL('../..', import.meta.url)), 'bin/joulebook');

let folder = '';
beforeAll(() => {
  folder = seededFolder('--runs', '20', '--until', '2026-11-20');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(...words: readonly string[]): {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const { status, stdout, stderr } = spawnSync(
    LAUNCHER,
    ['report', 'start<2030-01-01', '--title', 'Energy', ...words],
    {
      cwd: folder,
      env: { ...process.env, TMPDIR: folder },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  return { code: status, stdout, stderr };
}

test('a report is printed as a PDF, with the same bytes each time, and nothing is left behind', () => {
  const before = readdirSync(folder);
  for (const name of ['a.pdf', 'b.pdf']) {
    const { code, stderr } = report('-o', name);
    expect(stderr).toContain(`wrote ${name}`);
    expect(code).toBe(0);
  }
  const [a, b] = ['a.pdf', 'b.pdf'].map((name) => readFileSync(join(folder, name)));
  expect(a?.subarray(0, 5).toString()).toBe('%PDF-');
  expect(b?.equals(a ?? Buffer.of())).toBe(true);
  const text = a?.toString('latin1') ?? '';
  expect(text.includes('/Title (Energy')).toBe(true);
  expect(text.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
  // The moment at which the last run ended, not now.
  const { stdout } = report('--json');
  const { period } = (JSON.parse(stdout) as { data: { period: { to: string } } }).data;
  const ended = new Date(period.to).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  expect(/\/CreationDate \(([^)]*)\)/.exec(text)?.[1]).toBe(`D:${ended}+00'00'`);
  expect(new Set(readdirSync(folder))).toEqual(new Set([...before, 'a.pdf', 'b.pdf']));
});

test('a page and a PDF can be written at once', () => {
  expect(report('-o', 'page.html', '-o', 'page.pdf').code).toBe(0);
  expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('<title>Energy');
  expect(readFileSync(join(folder, 'page.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
});
