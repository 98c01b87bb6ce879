import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/spec/commands.ts';
import type { CommandSpec } from '../../src/cli/spec/spec.ts';
import { VERSION } from '../../src/host/version.ts';
import { LAUNCHER, Place } from './joulebook.ts';

const place = new Place();
const SHOWN = (COMMANDS as readonly CommandSpec[]).filter(({ hidden }) => hidden !== true);

describe('help', () => {
  test.each([[[]], [['--help']], [['-h']], [['help']]])('joulebook %j lists the commands', (args) => {
    const { code, stdout, stderr } = place.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name } of SHOWN) {
      const [first = '', second] = name.split(' ');
      // A command of two words stands in the entry of its first, unless that is a command itself.
      const isAlone = SHOWN.some((other) => other.name === first);
      const entry = new RegExp(`\\n {2}${isAlone ? name : first} .*(?:\\n {8,}.*)*`, 'u').exec(stdout)?.[0];
      expect(entry, name).toBeDefined();
      if (second !== undefined) expect(entry?.split(/[\s,:]+/u), name).toContain(second);
    }
    expect(stdout).not.toContain('__');
  });

  test.each(SHOWN.map(({ name }) => name))(
    'of %s, asked for in three ways',
    (name) => {
      const asked = place.run([name, '--help']);
      expect(asked.code).toBe(0);
      expect(asked.stdout).toContain(`Usage: joulebook ${name}`);
      expect(asked.stdout).toContain('Examples');
      expect(place.run(['help', name]).stdout).toBe(asked.stdout);
      expect(place.run([name, '--no-color', '-h']).stdout).toBe(asked.stdout);
    },
    120_000,
  );

  test('the help of a measured command is its own', () => {
    const { code, stdout } = place.run(['run', '-q', '--', 'node', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: node');
  });
});

test('the version', () => {
  expect(place.run(['--version']).stdout).toBe(`joulebook ${VERSION}\n`);
  expect(JSON.parse(place.run(['version', '--json']).stdout)).toMatchObject({
    ok: true,
    data: { version: VERSION },
  });
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(VERSION).toBe(manifest.version);
});

test.each([
  ['ls', ['ls'], 3], // there is no book yet
  ['status', ['status'], 253],
  ['run', ['run', '--', 'true'], 0],
  ['stage list', ['stage', 'list'], 253],
])(
  'options that stand before %s, of whichever program it is, are those of the command',
  (name, words, expected) => {
    const place = new Place();
    mkdirSync(join(place.dir, 'in'));
    const isMeasured = name === 'run' || name === 'ls';
    for (const before of isMeasured
      ? [['-q'], ['-v', '--quiet']]
      : [['-q'], ['-v', '--cd', 'in'], ['--cd=in']]) {
      const { code, stderr } = place.run([...before, ...words]);
      const asked = before.join(' ');
      expect(code, `${asked} ${name}: ${stderr}`).toBe(expected);
    }
  },
);

describe('what is not understood', () => {
  test.each([
    [['rusn'], /^error: unknown command "rusn" +\[E_USAGE\]\n {2}fix: Did you mean `run`\?\n$/],
    [['--quite'], /^error: unknown option --quite/],
    [['ls', '--limt', '3'], /unknown option --limt.*\n.*\n {2}fix: Did you mean `--limit`\?/],
    [['show', 'a', 'b'], /"b" is one word too many/],
    [['run', '--max-energy', '2', 'kW', '--', 'true'], /2 kW is a power, an energy is asked for/],
  ])('%j exits with 2 and says so in three parts', (args, expected) => {
    const { code, stdout, stderr } = place.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(expected);
  });

  test('under --json it is one object on stdout', () => {
    const { code, stdout, stderr } = place.run(['ls', '--limit', 'x', '--json']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'joulebook.ls/1',
      ok: false,
      error: { code: 'E_USAGE', what: '--limit x: a whole number is asked for' },
      warnings: [],
    });
  });
});

test('a locale without UTF-8 gets ASCII, a terminal that wants none gets no colour', () => {
  const out = place.run(['config'], { LANG: 'C', LC_ALL: 'C' }).stdout;
  expect(out).toMatch(/^[\n\u0020-\u007e]*$/);
  expect(place.run(['--help'], { FORCE_COLOR: '1' }).stdout).toContain('\u001b[');
  expect(place.run(['--help'], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain('\u001b[');
});

test('a reader that goes away ends the command without a word', () => {
  const script = `"${LAUNCHER}" completion bash 2>err | head -n 1 >/dev/null; printf '%s' "\${PIPESTATUS[0]}"`;
  const { stdout } = spawnSync('bash', ['-c', script], {
    cwd: place.dir,
    env: place.env(),
    encoding: 'utf8',
  });
  // It may also have written all before the reader went.
  expect(['0', '141']).toContain(stdout);
  expect(readFileSync(join(place.dir, 'err'), 'utf8')).toBe('');
});

test('stdout closed from the start is no crash', () => {
  const { status, stderr } = spawnSync('bash', ['-c', `"${LAUNCHER}" --help >&-`], {
    env: place.env(),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' }); // Node opens /dev/null in its place
});

test('a bug of ours is code 70, a short message and a file; a stack trace only when asked for', () => {
  // A settings file that is a folder cannot be read at all, and editing it is not an expected failure.
  const broken = new Place();
  mkdirSync(join(broken.dir, 'home/.config/joulebook/joulebook.yaml'), { recursive: true });
  const { code, stderr } = broken.run(['config', 'set', '--user', 'region', 'FR']);
  expect(code).toBe(70);
  expect(stderr).toMatch(/^error: joulebook has a bug: EISDIR/);
  expect(stderr).not.toContain('    at ');
  const [file] = readdirSync(broken.dir).filter((name) => name.startsWith('joulebook-crash-'));
  expect(stderr).toContain(file);
  expect(readFileSync(join(broken.dir, file ?? ''), 'utf8')).toContain('    at ');
  expect(broken.run(['config', 'set', '--user', 'region', 'FR', '-vv']).stderr).toContain('    at ');
});

describe('settings', () => {
  test('are set with comments kept, read back, and say where they come from', () => {
    const here = new Place();
    mkdirSync(join(here.dir, '.git'));
    mkdirSync(join(here.dir, 'home'));
    writeFileSync(join(here.dir, 'joulebook.yaml'), '# ours\nregion: DE # office\n');
    expect(here.run(['config', 'set', 'region', 'FR']).code).toBe(0);
    expect(readFileSync(join(here.dir, 'joulebook.yaml'), 'utf8')).toBe('# ours\nregion: FR # office\n');
    expect(here.run(['config', 'set', '--user', 'card', 'short']).code).toBe(0);
    expect(here.run(['config', 'get', 'card']).stdout).toBe('short\n');
    expect(here.run(['config', 'get', 'pue']).code).toBe(3);
    const listed = JSON.parse(here.run(['config', 'list', '--json'], { JOULEBOOK_REGION: 'SE' }).stdout) as {
      data: { settings: { key: string }[] };
    };
    const of = (key: string) => listed.data.settings.find((setting) => setting.key === key);
    expect(of('region')).toMatchObject({ value: 'SE', origin: 'environment', where: 'JOULEBOOK_REGION' });
    expect(of('card')).toMatchObject({ value: 'short', origin: 'user' });
    expect(here.run(['config', 'set', 'max-energy', '2 kW']).code).toBe(2);
  });

  test('that are wrong end a command with the line underlined', () => {
    const here = new Place();
    writeFileSync(join(here.dir, 'joulebook.yaml'), 'card: off\nregoin: FR\n');
    const { code, stderr } = here.run(['run', '--', 'true']);
    expect(code).toBe(2);
    expect(stderr).toContain('joulebook.yaml:2:1\n     2 | regoin: FR\n       | ^^^^^^\n');
    expect(stderr).toContain('Did you mean `region`?');
  });
});
