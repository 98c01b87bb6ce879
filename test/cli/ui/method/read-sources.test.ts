import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSources } from '../../../../src/cli/ui/method/read-sources.ts';

describe('the sources of the shipped tables', () => {
  const sources = readSources(readFileSync('data/SOURCES.md', 'utf8'));

  test('name every table that is shipped, each with origin and licence', () => {
    const told = sources
      .flatMap(({ tables }) => tables)
      .map(({ file, origin }) => `${file} ${origin}`)
      .join(' ');
    const files = readdirSync('data', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(csv|json)$/.test(name),
    );
    for (const file of files) expect(told, file).toContain(file.split('/').at(-1));
    for (const { tables } of sources)
      for (const { file, origin, licence } of tables) {
        expect(origin, file).not.toBe('');
        expect(licence, file).not.toBe('');
      }
  });

  test('are read cell by cell', () => {
    const text =
      '## grid/\n\n| file | origin |\n|---|---|\n| `a.csv` | Some \\| body | 2024 | **MIT** | by hand |\n';
    expect(readSources(text)).toEqual([
      {
        folder: 'grid/',
        tables: [{ file: '`a.csv`', origin: 'Some | body', year: '2024', licence: 'MIT', madeBy: 'by hand' }],
      },
    ]);
  });
});
