import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingStandIn, standInFor } from '../../src/run/stand-in.io.ts';

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

test('what is shipped is there', () => {
  expect(missingStandIn('codecarbon')).toBeUndefined();
});
