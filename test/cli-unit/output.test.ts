import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problem } from '../../src/errors.ts';
import { bar, sparkline } from '../../src/cli/views/bars.ts';
import { localTime } from '../../src/cli/views/local-time.ts';
import { didYouMean } from '../../src/cli/output/did-you-mean.ts';
import { renderCommandHelp, renderOverview } from '../../src/cli/output/render-help.ts';
import { renderProblem } from '../../src/cli/output/render-problem.ts';
import { styleFor, wantsColor, wantsUnicode } from '../../src/cli/output/style.ts';
import { renderTable } from '../../src/cli/output/table.ts';
import { fitText, graphemes, printable, textWidth, wrapText } from '../../src/cli/output/text-width.ts';
import { COMMANDS } from '../../src/cli/spec/commands.ts';
import type { CommandSpec } from '../../src/cli/spec/spec.ts';

const plain = styleFor(false);

describe('width of text', () => {
  test.each([
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['蒼い', 4],
    ['👩‍👩‍👧', 2],
    ['⚡', 2],
    ['±▁█…×Δ', 6],
    ['\u001b[31mred\u001b[39m', 3],
  ])('%s takes %i cells', (text, width) => expect(textWidth(text)).toBe(width));

  test('is the same whether a text is asked about as a whole or sign by sign', () => {
    for (let code = 0x20; code < 0x3000; code++) {
      const sign = String.fromCodePoint(code);
      // The wide letter is none of those that are taken as they are: what stands beside it is looked at one by one.
      expect(textWidth(`a${sign}b`), `U+${code.toString(16)}`).toBe(textWidth(`a${sign}b漢`) - 2);
      expect(graphemes(`a${sign}b`), `U+${code.toString(16)}`).toEqual(graphemes(`a${sign}b漢`).slice(0, -1));
    }
  });

  test('what is fitted is never wider', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 40 }), (text, width) => {
        expect(textWidth(fitText(printable(text), width))).toBeLessThanOrEqual(Math.max(width, 0));
      }),
    );
  });

  test('wrapping keeps every word', () => {
    expect(wrapText('a bb ccc dddd', 6)).toEqual(['a bb', 'ccc', 'dddd']);
  });

  test('control characters from outside cannot steer the terminal', () => {
    expect(printable('a\u001b[2Jb\u0007')).toBe(String.raw`a\x1b[2Jb\x07`);
    expect(printable('\u202egpj.exe')).toBe(String.raw`\u202egpj.exe`);
  });
});

describe('tables', () => {
  const columns = [
    { title: 'ID' },
    { title: 'NAME' },
    { title: 'ENERGY', align: 'right', keep: true },
  ] as const;

  test('drop columns from the right, keep the key and what is kept, and say so', () => {
    const rows = [['7f3k', 'calm-otter', '311 Wh']];
    expect(renderTable(columns, rows, { width: 20 })).toEqual([
      'ID    ENERGY',
      '7f3k  311 Wh',
      '… +1 column (--wide)',
    ]);
    expect(renderTable(columns, rows, { width: 20, wide: true })[0]).toBe('ID    NAME        ENERGY');
  });

  test('are never wider than the terminal', () => {
    const row = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), fc.string());
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 8, max: 100 }),
        (rows, width) => {
          for (const line of renderTable(columns, rows, { width }))
            expect(textWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('problems', () => {
  const located = problem(
    'E_CONFIG',
    'unknown setting "regoin"',
    'It is not in the table.',
    'Did you mean `region`?',
    {
      file: 'joulebook.yaml',
      line: 3,
      column: 1,
      text: 'regoin: FR',
      length: 6,
    },
  );

  test('have three parts and the line underlined', () => {
    expect(renderProblem(located, { style: plain, width: 60 })).toBe(
      [
        'error: unknown setting "regoin"                   [E_CONFIG]',
        '  at joulebook.yaml:3:1',
        '     3 | regoin: FR',
        '       | ^^^^^^',
        '  why: It is not in the table.',
        '  fix: Did you mean `region`?',
        '',
      ].join('\n'),
    );
  });

  test('in colour say the same', () => {
    const painted = renderProblem(located, { style: styleFor(true), width: 60 });
    // oxlint-disable-next-line no-control-regex
    expect(painted.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderProblem(located, { style: plain, width: 60 }));
  });

  test('underline under wide characters and far to the right', () => {
    const wide = { ...located, at: { file: 'f', line: 1, column: 3, text: '蒼い x', length: 1 } };
    expect(renderProblem(wide, { style: plain, width: 60 })).toContain('       |     ^');
    const far = {
      ...located,
      at: { file: 'f', line: 1, column: 501, text: `${'x'.repeat(500)}!`, length: 1 },
    };
    const lines = renderProblem(far, { style: plain, width: 60 }).split('\n');
    expect(Math.max(...lines.map(textWidth))).toBeLessThan(120);
  });
});

describe('what was meant', () => {
  const words = ['run', 'rm', 'ls', 'rename', 'compare', 'show', '--max-energy'];
  test.each([
    ['rusn', 'run'],
    ['comapre', 'compare'],
    ['sohw', 'show'],
    ['--max_energy', '--max-energy'],
    ['comp', 'compare'],
    ['xyzzy', undefined],
    ['', undefined],
  ])('%s', (word, meant) => expect(didYouMean(word, words)).toBe(meant));
});

describe('colour and characters', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ CLICOLOR: '0' }, true, false],
    [{ CLICOLOR_FORCE: '1' }, false, true],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ])('%o on a terminal: %s', (env, isTTY, colour) => expect(wantsColor({ env, isTTY })).toBe(colour));

  test.each([
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'C' }, false],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
    [{ LC_CTYPE: 'C.utf8', LANG: 'C' }, true],
    [{}, false],
  ])('%o', (env, unicode) => expect(wantsUnicode(env, 'linux')).toBe(unicode));
});

describe('help', () => {
  test.each([60, 80, 120])('is not wider than %i columns, but for examples', (width) => {
    const look = { style: plain, width };
    for (const text of [
      renderOverview(look),
      ...COMMANDS.map((spec) => renderCommandHelp(spec, look).split('Examples')[0] ?? ''),
    ]) {
      for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  test('every shown command has an example that begins with its name', () => {
    for (const spec of COMMANDS as readonly CommandSpec[]) {
      if (spec.hidden === true) continue;
      expect(spec.examples.length).toBeGreaterThan(0);
      for (const { line } of spec.examples) expect(line).toMatch(new RegExp(`^joulebook ${spec.name}\\b`));
    }
  });
});

test('bars and sparklines', () => {
  expect(bar(0.5, 10, true)).toBe('█████     ');
  expect(bar(0.55, 4, true)).toBe('██▏ ');
  expect(bar(2, 4, false)).toBe('####');
  expect(sparkline([0, 1, 2, 4], 10, true)).toBe('▁▂▄█');
  expect(sparkline([1, 1, 3, 3], 2, true)).toHaveLength(2);
  expect(sparkline([], 10, true)).toBe('');
});

test('moments as people say them', () => {
  const now = Date.parse('2026-03-04T20:00:00Z');
  expect(localTime(Date.parse('2026-03-04T09:12:00Z'), now)).toBe('today 09:12');
  expect(localTime(Date.parse('2026-03-03T22:01:00Z'), now)).toBe('yest. 22:01');
  expect(localTime(Date.parse('2026-01-20T22:01:00Z'), now)).toBe('Jan 20 22:01');
  expect(localTime(Date.parse('2025-11-20T22:01:00Z'), now)).toBe('2025-11-20');
});
