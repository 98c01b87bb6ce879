import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_SETTINGS, resolveSettings } from '../../src/cli/config/settings.ts';
import { parseCommandLine } from '../../src/cli/parse/parse-command-line.ts';
import { readInput } from '../../src/cli/parse/read-input.ts';
import { parseValue } from '../../src/cli/parse/parse-value.ts';
import { LS, NOTE, SHOW } from '../../src/cli/spec/book-specs.ts';
import { COMMANDS } from '../../src/cli/spec/commands.ts';
import { commonOptions } from '../../src/cli/spec/common-options.ts';
import { RUN } from '../../src/cli/spec/measure-specs.ts';
import { SEARCH } from '../../src/cli/spec/search-run-specs.ts';
import { SEARCH_CHECK } from '../../src/cli/spec/search-specs.ts';
import { CONFIG } from '../../src/cli/spec/setup-specs.ts';
import type { CommandSpec, OptionSpec } from '../../src/cli/spec/spec.ts';

function read(spec: CommandSpec, argv: readonly string[], settings = NO_SETTINGS) {
  const raw = parseCommandLine(spec, argv);
  return raw.ok ? readInput(spec, raw.value, settings) : raw;
}

function problemOf(spec: CommandSpec, argv: readonly string[]) {
  const input = read(spec, argv);
  if (input.ok) throw new Error('it was understood');
  return input.error;
}

describe('run', () => {
  test('values are read by their kinds', () => {
    const input = read(RUN, [
      '--max-energy',
      '2 kWh',
      '--max-co2=10 g',
      '--max-time',
      '1h30m',
      '--interval',
      '250ms',
      '-p',
      'lr=0.1',
      '-p',
      'note=a=b',
      '--tag',
      'x',
      '-t',
      'y',
      '--live',
      '--pid',
      '42',
      'true',
    ]);
    expect(input).toMatchObject({
      ok: true,
      value: {
        options: {
          maxEnergy: 7.2e6,
          maxCo2: 10,
          maxTime: 5400,
          interval: 0.25,
          param: [
            { key: 'lr', value: '0.1' },
            { key: 'note', value: 'a=b' },
          ],
          tags: ['x', 'y'],
          live: true,
          strict: false,
          pid: 42,
          scope: 'attributed',
          card: 'full',
          name: undefined,
        },
        rest: ['true'],
        origins: { maxEnergy: 'option', scope: 'default' },
      },
    });
  });

  test('a quantity may stand without quotes', () => {
    const input = read(RUN, ['--max-energy', '2', 'kWh', 'python', '--max-energy', '3', 'kW']);
    expect(input).toMatchObject({
      ok: true,
      value: { options: { maxEnergy: 7.2e6 }, rest: ['python', '--max-energy', '3', 'kW'] },
    });
  });

  test('the words of the command are untouched, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(read(RUN, ['--quiet', '--', ...words])).toMatchObject({ ok: true, value: { rest: words } });
        expect(read(RUN, ['--name', 'x', 'cmd', ...words])).toMatchObject({
          ok: true,
          value: { rest: ['cmd', ...words] },
        });
      }),
    );
  });

  test.each([
    [['--max-energy', '2 kW', 'true'], 'E_QUANTITY', /2 kW is a power, an energy is asked for/],
    [['--max-energy', '2', 'kW', 'true'], 'E_QUANTITY', /2 kW is a power/],
    [['--max-energy', '2', '--', 'true'], 'E_QUANTITY', /without a unit/],
    [['--interval', '1ms', 'true'], 'E_USAGE', /0\.05 s to 3600 s is asked for/],
    [['--pue', '0.5', 'true'], 'E_USAGE', /1 to 10/],
    [['--card', 'shrt', 'true'], 'E_USAGE', /one of off, short, full/],
    [['--capture', '(', 'true'], 'E_USAGE', /regular expression/],
    [['--param', 'lr', 'true'], 'E_USAGE', /KEY=VALUE/],
    [['--pid', '1.5'], 'E_USAGE', /whole number/],
    [['--name', '--tag', 'x', 'true'], 'E_USAGE', /--name has no value/],
    [['--name', '--', 'true'], 'E_USAGE', /--name has no value/],
    [['--name'], 'E_USAGE', /--name has no value/],
    [['--nmae', 'x', 'true'], 'E_USAGE', /unknown option --nmae/],
  ] as const)('%j is refused', (argv, code, what) => {
    const problem = problemOf(RUN, argv);
    expect(problem.code).toBe(code);
    expect(problem.what).toMatch(what);
  });

  test('an unknown option says what was meant', () => {
    expect(problemOf(RUN, ['--max-enrgy=2kWh', 'true']).fix).toContain('Did you mean `--max-energy`?');
  });

  test('no option of other tools is one of ours', () => {
    for (const spec of COMMANDS) {
      const own = [...spec.options, ...commonOptions(spec)] as readonly OptionSpec[];
      const theirs = own.flatMap((option) => Object.keys(option.elsewhere ?? {}));
      expect(theirs.filter((name) => own.some(({ long }) => long === name))).toEqual([]);
      expect(new Set(theirs).size).toBe(theirs.length);
    }
  });

  test('an option of other tools says how it is written here', () => {
    expect(problemOf(SEARCH, ['--n-trials', '50', '--', 'true']).fix).toContain(
      'Did you mean `--budget 50trials`?',
    );
    expect(problemOf(SEARCH, ['--timeout=2h', '--', 'true']).fix).toContain('Did you mean `--budget 2h`?');
  });
});

describe('arguments', () => {
  test('a missing one, one too many, a wrong one', () => {
    expect(problemOf(NOTE, ['@last']).what).toBe('joulebook note: TEXT is missing');
    expect(problemOf(SHOW, ['a', 'b']).what).toBe('joulebook show: "b" is one word too many');
    expect(problemOf(CONFIG, ['gt', 'region']).fix).toBe('Did you mean `get`?');
  });

  test('filters may stand on both sides of options', () => {
    expect(read(LS, ['state:ok', '--limit', '3', 'tag:x'])).toMatchObject({
      ok: true,
      value: { arguments: { filters: ['state:ok', 'tag:x'] }, options: { limit: 3 } },
    });
  });
});

test('settings stand in for options that are not given, and are overruled by those that are', () => {
  const settings = resolveSettings({
    files: [],
    env: { JOULEBOOK_REGION: 'FR', JOULEBOOK_LIVE: 'yes', JOULEBOOK_CARD: 'short' },
    resolvePath: (_, path) => path,
  });
  expect(read(RUN, ['--card', 'off', 'true'], settings)).toMatchObject({
    ok: true,
    value: {
      options: { region: 'FR', live: true, card: 'off' },
      origins: { region: 'environment', live: 'environment', card: 'option', scope: 'default' },
    },
  });
});

test('the table is sound: no flag twice, every default readable, every flag without a placeholder', () => {
  for (const spec of COMMANDS as readonly CommandSpec[]) {
    const options: readonly OptionSpec[] = [...spec.options, ...commonOptions(spec)];
    const flags = options.flatMap(({ long, short }) => (short === undefined ? [long] : [long, short]));
    expect(new Set(flags).size, spec.name).toBe(flags.length);
    expect(new Set(options.map(({ key }) => key)).size, spec.name).toBe(options.length);
    for (const option of options) {
      expect(option.kind === 'flag', `${spec.name} ${option.long}`).toBe(option.placeholder === undefined);
      if (option.default !== undefined) expect(parseValue(option.default, option, option.long).ok).toBe(true);
    }
  }
});

describe('a command with arguments of its own and another command', () => {
  test('options may stand behind the arguments; what is behind -- is the other command, byte for byte', () => {
    expect(
      read(SEARCH_CHECK, ['s.yaml', '--budget', '2kWh', '--', 'run', '--wide', '--', 'x']),
    ).toMatchObject({
      ok: true,
      value: {
        arguments: { file: 's.yaml' },
        options: { budgets: ['2kWh'], wide: false },
        rest: ['run', '--wide', '--', 'x'],
      },
    });
    expect(read(SEARCH_CHECK, ['--', 's.yaml'])).toMatchObject({
      ok: true,
      value: { arguments: { file: undefined }, rest: ['s.yaml'] },
    });
    expect(problemOf(SEARCH_CHECK, ['a.yaml', 'b.yaml']).code).toBe('E_USAGE');
  });
});
