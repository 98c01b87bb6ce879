import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFile } from '../../src/host/package-root.io.ts';
import { missingStandIn, standInCommand, standInFor } from '../../src/run/stand-in.io.ts';

const bytes = (...entries: string[]): readonly Buffer[] =>
  entries.map((entry) => Buffer.from(entry, 'latin1'));

function environment(entries: readonly Buffer[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.map((entry) => {
      const text = entry.toString('latin1');
      const at = text.indexOf('=');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

test('its folder comes first on PYTHONPATH, the rest stays byte for byte', () => {
  const env = environment(
    standInFor({ program: 'codecarbon', variables: {} }, bytes('A=\xff', 'PYTHONPATH=/a\xff:/b')),
  );
  expect(env['PYTHONPATH']).toMatch(/python\/as_codecarbon:\/a\xff:\/b$/);
  expect(env['A']).toBe('\xff');
  const [folder = ''] = (env['PYTHONPATH'] ?? '').split(':');
  expect(existsSync(join(folder, 'codecarbon', '__init__.py'))).toBe(true);
});

test.each([[[]], [['PYTHONPATH=']]])(
  'an empty path (%j) leaves no empty part, which would be the working folder',
  (given) => {
    const env = environment(standInFor({ program: 'codecarbon', variables: {} }, bytes(...given)));
    expect(env['PYTHONPATH']).toMatch(/as_codecarbon$/);
  },
);

test('JOULEBOOK_BIN is this joulebook, unless somebody has named one; variables are set anew', () => {
  const request = { program: 'codecarbon', variables: { JOULEBOOK_REGION: 'FR' } } as const;
  expect(environment(standInFor(request, []))['JOULEBOOK_BIN']).toMatch(/bin\/joulebook$/);
  const entries = standInFor(request, bytes('JOULEBOOK_BIN=/mine', 'JOULEBOOK_REGION=DE'));
  expect(environment(entries)).toMatchObject({ JOULEBOOK_BIN: '/mine', JOULEBOOK_REGION: 'FR' });
  expect(entries.filter((entry) => entry.toString().startsWith('JOULEBOOK_'))).toHaveLength(2);
});

test('its commands come last on PATH, for those that are installed know their own Python', () => {
  const request = { program: 'codecarbon', variables: {} } as const;
  const env = environment(standInFor(request, bytes('PATH=/a\xff:/b')));
  expect(env['PATH']).toMatch(/^\/a\xff:\/b:.*\/python\/as_codecarbon_commands$/);
  expect(statSync(join((env['PATH'] ?? '').split(':').at(-1) ?? '', 'codecarbon')).mode & 0o111).toBe(0o111);
  expect(environment(standInFor(request, []))).not.toHaveProperty('PATH');
});

test('a command of its own that is not installed is ours; one that is, or is a path, is left alone', () => {
  const request = { program: 'codecarbon', variables: {} } as const;
  const started = (path: string, ...argv: string[]): string[] =>
    standInCommand(request, bytes(...argv), path).map(String);
  const ours = packageFile('python/as_codecarbon_commands/codecarbon');
  expect(started('/nowhere:', 'codecarbon', 'monitor')).toEqual([ours, 'monitor']);
  expect(started(`/nowhere:${dirname(ours)}`, 'codecarbon')).toEqual(['codecarbon']);
  expect(started('', './codecarbon')).toEqual(['./codecarbon']);
  expect(started('', 'python3')).toEqual(['python3']);
  expect(started('')).toEqual([]);
});

test('what is shipped is there', () => {
  expect(missingStandIn('codecarbon')).toBeUndefined();
});
