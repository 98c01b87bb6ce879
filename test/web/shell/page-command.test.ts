import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/cli/parse/parse-command-line.ts';
import { commandOf } from '../../../src/cli/spec/commands.ts';
import { pageCommand } from '../../../web/shell/page-command.ts';

const of = (path: string, filter = '', keys: Readonly<Record<string, string>> = {}): string | undefined =>
  pageCommand({ path, filter, view: (key) => keys[key] });

test('a page has its command, with the filter of the address as one word of a shell', () => {
  expect(of('/waste', 'project:"a b" start>=-7d')).toBe(`joulebook waste 'project:"a b" start>=-7d'`);
  expect(of('/')).toBe("joulebook ls 'start>=-30d'");
  expect(of('/', 'start>=-7d', { t: '-7d' })).toBe("joulebook ls 'start>=-7d'");
  expect(of('/budget', '', { month: '2026-10', p: "it's" })).toBe(
    String.raw`joulebook budget --month=2026-10 '--project=it'\''s'`,
  );
  expect(of('/studies/digits%20search')).toBe("joulebook study show 'digits search'");
  expect(of('/runs/01J')).toBe('joulebook show 01J');
});

test('where the sample stands beside real runs the listing leaves it out as the totals of the page do', () => {
  const command = pageCommand({ path: '/', filter: 'state:ok', leavesSample: true, view: () => undefined });
  expect(command).toBe("joulebook ls 'start>=-30d' state:ok 'tag!=sample'");
});

test('pages that offer a command of their own, or have none, have none here', () => {
  for (const path of ['/runs', '/compare', '/frontier', '/calc', '/method', '/import', '/nowhere'])
    expect(of(path)).toBeUndefined();
});

test('every one of them is a command line that is understood', () => {
  const pages = [
    '/',
    '/runs/01J',
    '/studies',
    '/studies/a',
    '/pipeline',
    '/grid',
    '/waste',
    '/budget',
    '/live',
  ];
  for (const path of pages) {
    const [, ...words] = (
      of(path, path === '/budget' ? '' : 'state:ok', { month: '2026-10', p: 'a' }) ?? ''
    ).split(' ');
    const two = commandOf(words.slice(0, 2).join(' '));
    const spec = two ?? commandOf(words[0] ?? '');
    if (spec === undefined) throw new Error(`${path} has no command`);
    expect([path, parseCommandLine(spec, words.slice(two === undefined ? 1 : 2)).ok]).toEqual([path, true]);
  }
});
