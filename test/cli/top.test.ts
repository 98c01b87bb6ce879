// What a terminal is sent begins with escapes.
// oxlint-disable no-control-regex
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ENTER_SCREEN, LEAVE_SCREEN } from '../../src/cli/top/frame-update.ts';
import { textWidth } from '../../src/cli/output/text-width.ts';
import { bundled, started } from '../bundled.ts';
import { FakeRapl, TREES } from '../meters/rapl/powercap-tree.ts';
import { LAUNCHER, Place } from './joulebook.ts';

let place: Place;
const closing: (() => void)[] = [];
beforeEach(() => {
  place = new Place();
  writeFileSync(join(place.dir, 'screen.py'), DRIVER);
});
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
  rmSync(place.dir, { recursive: true, force: true });
});

/**
 * Plays a conversation with one program on a terminal of its own that it leads, and compares the terminal's modes before, while it is stopped and
 * after: screen.py STEPS ROWS COLUMNS COMMAND...
 */
const DRIVER = `
import fcntl, json, os, re, select, signal, struct, sys, termios, time
steps, rows, columns = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
master, slave = os.openpty()
def size(rows, columns):
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
size(rows, columns)
before = termios.tcgetattr(slave)
pid = os.fork()
if pid == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in (0, 1, 2):
        os.dup2(slave, fd)
    os.closerange(3, 64)
    os.execvp(sys.argv[4], sys.argv[4:])
seen, matched, failed, modes = b"", 0, None, []
def read(timeout):
    global seen
    if select.select([master], [], [], timeout)[0]:
        seen += os.read(master, 65536)
def state():
    with open("/proc/%d/stat" % pid) as f:
        return f.read().rpartition(")")[2].split()[0]
def until(condition):
    end = time.monotonic() + 45
    while not condition():
        if time.monotonic() > end:
            return False
        read(0.02)
    return True
for step in steps:
    if step[0] == "send":
        os.write(master, step[1].encode())
    elif step[0] == "size":
        size(step[1], step[2])
    elif step[0] == "signal":
        os.kill(pid, step[1])
    elif step[0] == "stopped":
        if not until(lambda: state() == "T"):
            failed = step
            break
        modes.append(termios.tcgetattr(slave) == before)
    else:
        pattern = re.compile(step[1].encode(), re.S)
        if not until(lambda: pattern.search(seen, matched)):
            failed = step
            break
        matched = pattern.search(seen, matched).end()
status = None
def ended():
    global status
    done, word = os.waitpid(pid, os.WNOHANG)
    if done:
        status = os.waitstatus_to_exitcode(word)
    return bool(done)
if failed or not until(ended):
    failed = failed or ["exit"]
    os.kill(pid, 9)
    os.waitpid(pid, 0)
read(0)
modes.append(termios.tcgetattr(slave) == before)
print(json.dumps({"seen": seen.decode("utf-8", "replace"), "status": status, "failed": failed, "modes": modes}))
`;

type Step =
  | readonly ['expect' | 'send', string]
  | readonly ['signal', number]
  | readonly ['size', number, number]
  | readonly ['stopped'];

function onScreen(
  steps: readonly Step[],
  how: {
    readonly command?: readonly string[];
    readonly env?: Record<string, string>;
    readonly size?: readonly [number, number];
  } = {},
) {
  const [rows, columns] = how.size ?? [24, 80];
  const command = how.command ?? [LAUNCHER, 'top', '--interval', '200ms'];
  const { stdout, stderr } = spawnSync(
    'python3',
    [join(place.dir, 'screen.py'), JSON.stringify(steps), `${rows}`, `${columns}`, ...command],
    { cwd: place.dir, env: place.env({ TERM: 'xterm', ...how.env }), encoding: 'utf8', timeout: 180_000 },
  );
  if (stdout === '') throw new Error(stderr);
  const talk = JSON.parse(stdout) as {
    readonly seen: string;
    readonly status: number | null;
    readonly failed: Step | null;
    readonly modes: readonly boolean[];
  };
  expect(talk.failed, talk.seen).toBeNull();
  return talk;
}

const SHOWN = ['expect', 'the machine'] as const;

/** The terminal has its screen and its modes back, and nothing was written to it afterwards. */
function expectRestored({
  seen,
  modes,
}: {
  readonly seen: string;
  readonly modes: readonly boolean[];
}): void {
  expect(modes.at(-1)).toBe(true);
  expect(seen.startsWith(ENTER_SCREEN)).toBe(true);
  expect(seen.endsWith(LEAVE_SCREEN)).toBe(true);
}

describe('on a terminal', () => {
  test.each([
    ['q', 'q'],
    ['Escape', '\u001b'],
    ['F10', '\u001b[21~'],
    ['Ctrl-C', '\u0003'],
  ])('%s quits and gives the screen and its modes back', (_, key) => {
    const talk = onScreen([SHOWN, ['send', key]]);
    expect(talk.status).toBe(0);
    expectRestored(talk);
  });

  test.each([
    ['SIGTERM', 15],
    ['SIGINT', 2],
    ['SIGHUP', 1],
    ['SIGQUIT', 3],
  ])('%s ends it as a signal does, and the screen and its modes are back', (_, number) => {
    const talk = onScreen([SHOWN, ['signal', number]]);
    expect(talk.status).toBe(-number);
    expectRestored(talk);
  });

  test('after so many seconds it ends by itself', () => {
    const talk = onScreen([SHOWN], { command: [LAUNCHER, 'top', '--interval', '200ms', '--seconds', '1'] });
    expect(talk.status).toBe(0);
    expectRestored(talk);
  });

  test('Ctrl-Z gives the screen back until it goes on', () => {
    const talk = onScreen([
      SHOWN,
      ['send', '\u001a'],
      ['stopped'],
      ['expect', escaped(LEAVE_SCREEN)],
      ['signal', 18],
      ['expect', escaped(ENTER_SCREEN)],
      SHOWN,
      ['send', 'q'],
    ]);
    expect(talk.modes).toEqual([true, true]);
    expect(talk.status).toBe(0);
    expectRestored(talk);
  });

  test('a crash is told on the screen that was there before', () => {
    const program = bundled(`
      import { Screen } from './src/cli/top/screen.io.ts';
      const tell = () => { process.stderr.write('the crash is told'); process.exit(70); };
      process.on('uncaughtException', tell);
      const screen = new Screen(() => {}, () => {});
      screen.enter();
      screen.show(['hello'], 80);
      setTimeout(() => { throw new Error('boom'); }, 50);
    `);
    const talk = onScreen([['expect', 'hello']], { command: [process.execPath, program] });
    expect(talk.status).toBe(70);
    expect(talk.modes).toEqual([true]);
    expect(talk.seen.endsWith(`${LEAVE_SCREEN}the crash is told`)).toBe(true);
  });

  test('the keys of nvtop and htop: help, filter, sort, pause, interval, choice', () => {
    const talk = onScreen([
      SHOWN,
      ['send', '?'],
      ['expect', 'This program takes'],
      ['send', 'x'],
      ['expect', 'q quit'],
      ['send', '/joule'],
      ['expect', '/joule'],
      ['send', '\r'],
      ['expect', '/ filter: joule'],
      ['send', '\u001b'],
      ['expect', '/ filter [^:]'],
      ['send', 's'],
      ['expect', 'sort by'],
      ['send', '\u001b[C\r'],
      ['expect', 's sort: cpu'],
      ['send', '+'],
      ['expect', 'every 500 ms'],
      ['send', '\u001b[B'],
      ['expect', '› '],
      ['send', '3'],
      ['expect', 'there is no GPU 3'],
      ['send', '3'],
      ['expect', '0-9 gpu'],
      ['send', 'j'],
      ['expect', 'written to joulebook-top-'],
      ['send', ' '],
      ['expect', 'PAUSED'],
      ['send', ' '],
      ['expect', '\\d\\d:\\d\\d:\\d\\d'],
      ['send', 'q'],
    ]);
    expect(talk.status).toBe(0);
  });

  test('k and y end the chosen run as Ctrl-C would, and its record is closed', async () => {
    const book = join(place.dir, 'book');
    const run = started(
      LAUNCHER,
      ['run', '--quiet', '--name', 'sleeper', '--book', book, '--', 'sleep', '60'],
      place.env({}),
    );
    try {
      onScreen([
        ['expect', 'sleeper'],
        ['send', '\u001b[B'],
        ['expect', '› sleeper'],
        ['send', 'k'],
        ['expect', 'stop sleeper \\(pid \\d+\\)'],
        ['send', 'y'],
        ['expect', 'asked to stop'],
        ['send', 'q'],
      ]);
      await run.ended;
      const out = place.run(['show', 'sleeper', '--book', book, '--json']).stdout;
      expect((JSON.parse(out) as { data: { state: string; signal: string } }).data).toMatchObject({
        state: 'interrupted',
        signal: 'SIGTERM',
      });
    } finally {
      run.kill('SIGKILL');
    }
  }, 120_000);

  test('it follows the size of the terminal, down to 40×10', () => {
    const talk = onScreen(
      [
        SHOWN,
        ['size', 10, 40],
        ['expect', '\u001b\\[10;1Hq quit'],
        ['size', 40, 120],
        ['expect', '\u001b\\[40;1Hq quit[^\u001b]*enter: its processes'],
        ['send', 'q'],
      ],
      { env: { NO_COLOR: '1' } },
    );
    const small = talk.seen.split('\u001b[2J').find((part) => part.includes('\u001b[10;1Hq quit')) ?? '';
    const lines = small.split(/\u001b\[\d+;1H/).slice(1);
    expect(lines.length).toBeGreaterThanOrEqual(10);
    expect(Math.max(...lines.map((line) => textWidth(line.replaceAll('\u001b[K', ''))))).toBeLessThanOrEqual(
      40,
    );
    expectRestored(talk);
  });

  test('colours, but none with NO_COLOR; only ASCII where the locale has no more', () => {
    const colours = /\u001b\[(?:1|2|3\d)m/;
    expect(onScreen([SHOWN, ['send', 'q']]).seen).toMatch(colours);
    const plain = onScreen([SHOWN, ['send', 'q']], { env: { NO_COLOR: '1', LANG: 'C', LC_ALL: 'C' } }).seen;
    expect(plain).not.toMatch(colours);
    expect(plain).toMatch(/^[\u001b -~\r\n]*$/);
  });

  test('a terminal without a screen is refused', () => {
    const { status, seen } = onScreen([], { env: { TERM: 'dumb' } });
    expect(status).toBe(2);
    expect(seen).toContain('TERM is dumb');
  });

  test('nothing on stdin: the keys come from the terminal itself', () => {
    const talk = onScreen([SHOWN, ['send', 'q']], {
      command: ['sh', '-c', `exec ${LAUNCHER} top --interval 200ms </dev/null`],
    });
    expect(talk.status).toBe(0);
    expectRestored(talk);
  });
});

/** A machine with RAPL: its package uses 20 W, its memory 2 W. */
function withRapl(): Record<string, string> {
  const rapl = new FakeRapl(TREES['one socket']);
  const uses = { 'intel-rapl:0': 20, 'intel-rapl:0:0': 20, 'intel-rapl:0:2': 2 };
  const zones = rapl.zones.flatMap((zone) => {
    const watts = uses[zone.id as keyof typeof uses];
    // Written in place, as many digits as before: whoever reads meanwhile sees one value or the other, as of a counter.
    return watts === undefined
      ? []
      : [{ fd: openSync(rapl.file(zone), 'r+'), startUj: rapl.valueUj(zone), watts }];
  });
  const start = performance.now();
  const timer = setInterval(() => {
    const ms = performance.now() - start;
    for (const { fd, startUj, watts } of zones)
      writeSync(fd, `${startUj + Math.round(ms * 1000 * watts)}\n`, 0);
  }, 5);
  closing.push(() => {
    clearInterval(timer);
    for (const { fd } of zones) closeSync(fd);
    rapl.remove();
  });
  return { JOULEBOOK_FAKE_ROOT: dirname(rapl.host.roots.sys), JOULEBOOK_RAPL: 'trusted' };
}

interface TopJson {
  readonly schema: string;
  readonly ok: boolean;
  readonly data: {
    readonly dtS: number;
    readonly wall: {
      readonly powerW: number;
      readonly power: { readonly low: number; readonly high: number };
    };
    readonly components: readonly {
      readonly name: string;
      readonly method: string;
      readonly grade: string;
      readonly powerW: number | null;
      readonly gpu?: { readonly tenants: number };
    }[];
    readonly runs: readonly {
      readonly id: string;
      readonly depth: number;
      readonly name: string;
      readonly book: string;
      readonly powerW: number;
      readonly share: number | null;
      readonly energy: { readonly value: number };
    }[];
    readonly untracked: { readonly powerW: number };
    readonly trackers: { readonly powerW: number };
    readonly idle: { readonly powerW: number };
    readonly processes: readonly {
      readonly command: string;
      readonly runId: string | null;
      readonly gpu: number | null;
    }[];
  };
}

async function top(args: readonly string[], env: Record<string, string> = {}) {
  const run = started(
    'bash',
    ['-c', `cd ${place.dir} && exec "$@"`, 'sh', LAUNCHER, 'top', ...args],
    place.env(env),
  );
  return await run.ended;
}

/** What the parts of a reading sum to, W. */
function sumOf({ runs, untracked, trackers, idle }: TopJson['data']): number {
  const roots = runs.filter(({ depth }) => depth === 0);
  return roots.reduce((sum, { powerW }) => sum + powerW, untracked.powerW + trackers.powerW + idle.powerW);
}

describe('--once', () => {
  test.each([60, 80, 120])('is one frame of plain text in %i columns', async (columns) => {
    const { code, out, err } = await top(['--once', '--interval', '200ms'], {
      COLUMNS: `${columns}`,
      ...withRapl(),
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^cpu .* W .*A/m);
    expect(out).toMatch(/^ {2}the machine .* 100%/m);
    expect(out).not.toContain('\u001b');
    expect(Math.max(...out.split('\n').map(textWidth))).toBeLessThanOrEqual(columns);
  });

  test('has what the counters counted in that interval', async () => {
    const { out } = await top(['--once', '--json', '--interval', '2s'], withRapl());
    const { schema, ok, data } = JSON.parse(out) as TopJson;
    expect({ schema, ok }).toEqual({ schema: 'joulebook.top/1', ok: true });
    const [cpu, ram] = data.components;
    expect(cpu).toMatchObject({ name: 'cpu', grade: 'A' });
    expect(cpu?.method).toContain('rapl');
    // The counters are written by a timer of this process: late by some ms on a busy machine.
    expect(cpu?.powerW).toBeGreaterThan(10);
    expect(cpu?.powerW).toBeLessThan(30);
    expect((cpu?.powerW ?? 0) / (ram?.powerW ?? 1)).toBeCloseTo(10, 0);
    expect(sumOf(data)).toBeCloseTo(data.wall.powerW, 9);
    expect(data.wall.power.low).toBeLessThan(data.wall.powerW);
    expect(data.wall.power.high).toBeGreaterThan(data.wall.powerW);
  });

  test('knows the live runs: name, book, energy, part of the power, processes', async () => {
    const env = withRapl();
    const book = join(place.dir, 'some book');
    const burn = 'import time\nprint("ready", flush=True)\nwhile True: pass';
    const run = started(
      LAUNCHER,
      [
        'run',
        '--quiet',
        '--interval',
        '100ms',
        '--name',
        'burner',
        '--book',
        book,
        '--',
        'python3',
        '-S',
        '-c',
        burn,
      ],
      place.env(env),
    );
    await run.said('ready');
    let data: TopJson['data'] | undefined;
    // Until its tracker has published two ticks and written its first record.
    for (
      let i = 0;
      i < 40 && !(data?.runs[0] !== undefined && data.runs[0].powerW > data.wall.powerW / 8);
      i++
    )
      ({ data } = JSON.parse((await top(['--once', '--json', '--interval', '300ms'], env)).out) as TopJson);
    run.kill('SIGTERM');
    await run.ended;
    expect(data?.runs).toHaveLength(1);
    expect(data?.runs[0]).toMatchObject({ name: 'burner', book, depth: 0 });
    expect(data?.runs[0]?.powerW).toBeGreaterThan((data?.wall.powerW ?? 0) / 8);
    expect(data?.runs[0]?.energy.value).toBeGreaterThan(0);
    expect(data?.processes.find(({ command }) => command.includes('print("ready"'))?.runId).toBe(
      data?.runs[0]?.id,
    );
    expect(sumOf(data as TopJson['data'])).toBeCloseTo(data?.wall.powerW ?? 0, 9);
  }, 120_000);
});

/** Eight GPUs, of which number i draws 100 + 10 i watts. */
function withGpus(): { readonly state: string; readonly env: Record<string, string> } {
  const library = join(place.dir, 'libnvidia-ml.so.1');
  const source = fileURLToPath(new URL('../fixtures/clock-nvml.c', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', library, source]);
  const state = join(place.dir, 'gpus');
  mkdirSync(state);
  return { state, env: { JOULEBOOK_NVML: library, CLOCK_NVML: state } };
}

/** Within what a clock that is read some ms before another makes of an interval of 800 ms on a busy machine. */
function expectAbout(watts: number | null | undefined, expected: number): void {
  expect((watts ?? 0) / expected).toBeGreaterThan(0.8);
  expect((watts ?? 0) / expected).toBeLessThan(1.25);
}

test('GPUs belong to the runs of their processes, one that is lost takes nothing with it', async () => {
  const { state, env } = withGpus();
  const neighbour = started('sleep', ['60']);
  closing.push(() => neighbour.kill('SIGKILL'));
  writeFileSync(join(state, 'tenants-3'), `${neighbour.pid} 30\n`);
  const hold = `echo $$ 50 >${state}/tenants-2; echo ready; exec sleep 60`;
  const options = ['--quiet', '--name', 'holder', '--book', join(place.dir, 'book')];
  const run = started(LAUNCHER, ['run', ...options, '--', 'bash', '-c', hold], place.env(env));
  closing.push(() => run.kill('SIGTERM'));
  await run.said('ready');
  const stream = started(LAUNCHER, ['top', '--json', '--interval', '800ms'], place.env(env));
  closing.push(() => stream.kill('SIGKILL'));
  await stream.said('"dtS"');
  await stream.said('"name":"holder"');
  writeFileSync(join(state, 'lost-5'), '');
  await stream.said('cannot be read since');
  // One more interval, without it.
  await stream.said(
    '"name":"gpu:5","method":"nvml:counter","grade":"A","uuid":"GPU-50000000-0000-0000-0000-000000000000","power":{"value":null,"low":null',
  );
  stream.kill('SIGTERM');
  run.kill('SIGTERM');
  const lines = (await stream.ended).out.trimEnd().split('\n');
  await run.ended;
  const readings = lines.map((line) => (JSON.parse(line) as TopJson).data);
  for (const data of readings) expect(sumOf(data)).toBeCloseTo(data.wall.powerW, 6);
  const [first, last] = [readings[0], readings.at(-1)];
  const gpu = (data: TopJson['data'] | undefined, i: number) =>
    data?.components.find(({ name }) => name === `gpu:${i}`);
  // The library reads its own clock, a little before or after ours.
  for (const i of [0, 2, 3, 7]) expectAbout(gpu(last, i)?.powerW, 100 + 10 * i);
  expectAbout(gpu(first, 5)?.powerW, 150);
  expect(gpu(last, 5)?.powerW).toBeNull();
  expect(gpu(last, 2)?.gpu).toMatchObject({ tenants: 1 });
  // All of the GPU that it holds alone, above its idle power and below; of the neighbour's nothing.
  const holder = last?.runs.find(({ name }) => name === 'holder');
  expect(holder?.powerW).toBeGreaterThan(120);
  expect(holder?.powerW).toBeLessThan(200);
  const processes = last?.processes.filter(({ gpu: part }) => part !== null) ?? [];
  expect(processes.find(({ gpu: part }) => part === 0.3)?.runId).toBeNull();
  expect(processes.find(({ gpu: part }) => part === 0.5)?.runId).toBe(holder?.id);
  expect(processes).toHaveLength(2);
}, 120_000);

describe('--json', () => {
  test('is one line of JSON an interval, until it is ended', async () => {
    const { code, out } = await top(['--json', '--interval', '100ms', '--seconds', '4'], withRapl());
    expect(code).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as TopJson);
    expect(lines.length).toBeGreaterThan(5);
    for (const { ok, data } of lines) {
      expect(ok).toBe(true);
      expect(sumOf(data)).toBeCloseTo(data.wall.powerW, 9);
    }
  });

  test('a reader that has seen enough ends it without a word, a signal as signals do', async () => {
    const piped = started(
      'bash',
      ['-c', `cd ${place.dir}; ${LAUNCHER} top --json --interval 100ms | head -1; echo "\${PIPESTATUS[0]}"`],
      place.env(),
    );
    const { out, err } = await piped.ended;
    expect(err).toBe('');
    expect(out.trimEnd().split('\n').at(-1)).toBe('141');
    const stream = started(LAUNCHER, ['top', '--json', '--interval', '100ms'], place.env());
    await stream.said('joulebook.top/1');
    stream.kill('SIGTERM');
    expect(await stream.ended).toMatchObject({ code: null, signal: 'SIGTERM', err: '' });
  });
});

test('without a terminal it says what to do instead', () => {
  const { code, stdout, stderr } = place.run(['top']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /^error: nothing to draw on .*\n {2}why: .*stdout is none\n {2}fix: .*joulebook top --once/s,
  );
});

function escaped(text: string): string {
  return text.replaceAll(/[[\]?]/g, String.raw`\$&`);
}
