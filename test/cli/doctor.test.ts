import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { Check } from '../../src/cli/doctor/check.ts';
import type { Host } from '../../src/host/host.ts';
import { textWidth } from '../../src/cli/output/text-width.ts';
import { hasRight, UNDER_PERMISSIONS } from '../faults/rights.ts';
import { fakeMachine, MACHINES } from '../hardware/fake-machine.ts';
import { FakeRapl, TREES } from '../meters/rapl/powercap-tree.ts';
import { fakePlug, json as answerJson } from '../meters/whole/fake-plug.ts';
import { LAUNCHER, type Outcome, Place } from './joulebook.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Watches for as short as it may; the file roots are those of a fake machine. */
const QUICK = ['--seconds', '0.2'];
const rootsOf = ({ roots }: Host) => ({
  JOULEBOOK_FAKE_ROOT: dirname(roots.sys),
  JOULEBOOK_PROC: roots.proc,
});
const desktop = () => rootsOf(fakeMachine(DESKTOP));
const DESKTOP = Object.fromEntries(
  Object.entries(MACHINES['desktop'] ?? {}).filter(
    ([path]) => !path.includes('nvidia') && !path.includes('drm'),
  ),
);

/** Whether permissions can be made to mean something here, also to root. */
const mayBeRefused = (): boolean => hasRight('setpriv', [...UNDER_PERMISSIONS, 'true']);
/** Begins a command as root, or as good as root of its own files. */
const AS_ROOT = process.getuid?.() === 0 ? [] : ['unshare', '--map-root-user'];
const mayBeRoot = (): boolean => hasRight('unshare', [...AS_ROOT, 'true']);

interface Data {
  readonly state: string;
  readonly grade: string;
  readonly checks: readonly Check[];
  readonly channels: readonly {
    readonly target: string;
    readonly lowW: number | null;
    readonly highW: number | null;
  }[];
  readonly components: readonly {
    readonly name: string;
    readonly method: string;
    readonly grade: string;
    readonly power: { readonly value: number | null } | null;
    readonly idleFrom: string;
  }[];
  readonly overhead: Readonly<Record<string, number>>;
  readonly fixes: readonly string[];
}

/** Runs without keeping this process from its own work: devices and counters of the test live here. */
function launch(
  place: Place,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
  before: readonly string[] = [],
): Promise<Outcome> {
  const [command = LAUNCHER, ...rest] = [...before, LAUNCHER, ...args];
  const child = spawn(command, rest, {
    cwd: place.dir,
    env: place.env(extra),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), 90_000);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}

async function examined(
  extra: Readonly<Record<string, string>> = {},
  { place = new Place(), args = QUICK, before = [] as readonly string[] } = {},
): Promise<{
  readonly code: number | null;
  readonly data: Data;
  readonly of: (id: string) => Check | undefined;
}> {
  const { code, stdout, stderr } = await launch(place, ['doctor', '--json', ...args], extra, before);
  expect(stderr).toBe('');
  const envelope = JSON.parse(stdout) as {
    readonly schema: string;
    readonly ok: boolean;
    readonly data: Data;
  };
  expect(envelope).toMatchObject({ schema: 'joulebook.doctor/1', ok: true, warnings: [] });
  const { data } = envelope;
  return { code, data, of: (id) => data.checks.find((one) => one.id === id) };
}

/** Lets counters run as if their domain drew this power; their files are overwritten in place, as the kernel does. */
function drawing(rapl: FakeRapl, watts: Readonly<Record<string, number>>): void {
  const zones = rapl.zones.map((zone) => {
    const each = zone.parts.reduce((sum, part) => sum + (watts[part] ?? 0), 0);
    return { fd: openSync(rapl.file(zone), 'r+'), each };
  });
  const begin = process.hrtime.bigint();
  const tick = (): void => {
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    for (const { fd, each } of zones) writeSync(fd, `${Math.round(1e10 + seconds * each * 1e6)}\n`, 0);
  };
  tick();
  const timer = setInterval(tick, 1);
  closing.push(() => clearInterval(timer));
}

describe('a machine with counters', () => {
  test('what they read is told, and a run gets grade A', async () => {
    const rapl = new FakeRapl(TREES['one socket'], {}, DESKTOP);
    drawing(rapl, { cores0: 30, rest0: 10, memory0: 5 });
    const { code, data, of } = await examined(rootsOf(rapl.host), { args: ['--seconds', '4'] });
    expect(code).toBe(0);
    expect(of('meter.rapl')).toMatchObject({
      state: 'ok',
      group: 'chips',
      what: expect.stringContaining('package-0'),
    });
    const watts = Object.fromEntries(data.channels.map(({ target, lowW }) => [target, lowW]));
    // The counters of the test move when its timers do: on a busy machine that is late.
    expect(Math.abs((watts['cpu'] ?? 0) / 40 - 1)).toBeLessThan(0.25);
    expect(Math.abs((watts['ram'] ?? 0) / 5 - 1)).toBeLessThan(0.25);
    expect(data.grade).toBe('A');
    const cpu = data.components.find(({ name }) => name === 'cpu');
    expect(cpu).toMatchObject({ method: 'rapl', grade: 'A', idleFrom: 'model' });
    expect(Math.abs((cpu?.power?.value ?? 0) / 40 - 1)).toBeLessThan(0.25);
    expect(of('run.wall')).toMatchObject({
      state: 'note',
      why: expect.stringContaining('typical of a desktop'),
    });
    expect(of('system.fake')?.state).toBe('warn');
  });

  describe('for root alone', () => {
    const closed = (): FakeRapl => {
      const rapl = new FakeRapl(TREES['one socket'], {}, DESKTOP);
      for (const zone of rapl.zones) rapl.lock(zone);
      return rapl;
    };

    test('the counters are unusable, with the rule as the fix; the model takes over', async () => {
      if (!mayBeRefused()) return;
      const { code, data, of } = await examined(rootsOf(closed().host), { before: UNDER_PERMISSIONS });
      expect(code).toBe(0); // a run can be measured all the same
      expect(of('meter.rapl.cpu')).toMatchObject({
        state: 'warn',
        why: expect.stringContaining('EACCES'),
        fix: expect.stringContaining('joulebook doctor --fix'),
      });
      const cpu = data.components.find(({ name }) => name === 'cpu');
      expect(cpu?.method).toMatch(/^model:/);
      expect(of('component.cpu')?.why).toContain('cannot be read');
      expect(data.fixes).toEqual(['rapl-udev-rule']);
    });

    test('--fix shows the rule and does nothing where nobody can be asked', async () => {
      if (!mayBeRoot()) return;
      const { host } = closed();
      const { code, stdout, stderr } = await launch(new Place(), ['doctor', '--fix'], rootsOf(host), AS_ROOT);
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(stdout).toContain('SUBSYSTEM=="powercap"');
      expect(stdout).toContain('udevadm trigger --subsystem-match=powercap');
      expect(stdout).toContain('joulebook doctor --fix --yes');
      expect(existsSync(join(host.roots.etc, 'udev'))).toBe(false);
    });

    test('--fix --yes writes it below the root, opens the counters, and then they are read', async () => {
      if (!mayBeRoot() || !mayBeRefused()) return;
      const rapl = closed();
      const place = new Place();
      const { code, stdout } = await launch(place, ['doctor', '--fix', '--yes'], rootsOf(rapl.host), AS_ROOT);
      expect({ code, stdout }).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('done: every user can read'),
      });
      const rule = readFileSync(join(rapl.host.roots.etc, 'udev/rules.d/70-joulebook-rapl.rules'), 'utf8');
      expect(rule).toContain('chmod a+r /sys%p/energy_uj');
      const { data, of } = await examined(rootsOf(rapl.host), { place, before: UNDER_PERMISSIONS });
      expect(of('meter.rapl')?.what).toContain('RAPL by powercap: package-0');
      expect(of('meter.rapl.cpu')).toBeUndefined();
      expect(data.fixes).toEqual([]);
      const again = await launch(place, ['doctor', '--fix', '--yes'], rootsOf(rapl.host), AS_ROOT);
      expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to mend') });
    });

    test.each([
      ['y', 0, true],
      ['n', 1, false],
    ])('asked on a terminal, the answer %s ends with %i', (answer, status, isWritten) => {
      if (!mayBeRoot()) return;
      const { host } = closed();
      const place = new Place();
      const driver = fileURLToPath(new URL('../fixtures/terminal.py', import.meta.url));
      const steps = [
        ['expect', 'Do it\\? \\[y/N\\] '],
        ['send', `${answer}\n`],
      ];
      const { stdout, stderr } = spawnSync(
        'python3',
        [driver, JSON.stringify(steps), ...AS_ROOT, LAUNCHER, 'doctor', '--fix'],
        {
          cwd: place.dir,
          env: place.env({ ...rootsOf(host), TERM: 'xterm' }),
          encoding: 'utf8',
          timeout: 90_000,
        },
      );
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toMatchObject({ status, failed: null });
      expect(existsSync(join(host.roots.etc, 'udev/rules.d/70-joulebook-rapl.rules'))).toBe(isWritten);
    });
  });
});

test('a virtual machine: no counters, grade C, and why', async () => {
  const { code, data, of } = await examined(rootsOf(fakeMachine(MACHINES['virtual machine'] ?? {})));
  expect(code).toBe(0);
  expect(of('meter.rapl')).toMatchObject({ state: 'note', why: expect.stringContaining('virtual machine') });
  expect(data.grade).toBe('C');
  expect(of('component.cpu')?.why).toContain('virtual machine');
  expect(of('system.machine')?.what).toContain('a virtual machine');
  expect(of('run.wall')).not.toHaveProperty('fix');
});

test('GPUs without a meter are said, and are in no total', async () => {
  const { code, data, of } = await examined(rootsOf(fakeMachine(MACHINES['gpu server'] ?? {})));
  expect(code).toBe(0);
  expect(data.checks.filter(({ id }) => id.startsWith('run.warning'))).toEqual([]);
  expect(of('component.gpu:0')).toMatchObject({
    state: 'warn',
    what: expect.stringContaining('not in the totals'),
  });
});

describe('a plug meter that is named', () => {
  test('and reads: its power, and the wall is measured', async () => {
    const plug = await fakePlug((request, response) => {
      const status = { id: 0, output: true, apower: 123.4, aenergy: { total: 100 } };
      if (request.url === '/rpc/Shelly.GetStatus') answerJson(response, { sys: {}, 'switch:0': status });
      else answerJson(response, status);
    });
    closing.push(plug.close);
    const { code, of } = await examined(
      { ...desktop(), JOULEBOOK_PLUG: plug.url('shelly') },
      { args: ['--seconds', '3'] },
    );
    expect(of('meter.plug.wall')).toMatchObject({ state: 'ok', group: 'whole', details: ['now 123 W'] });
    expect(of('run.wall')?.what).toContain('measured by plug:shelly');
    expect(code).toBe(0);
  });

  test('and never answers: broken, with what to look at; the command ends by itself', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    closing.push(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    const { code, data, of } = await examined({ ...desktop(), JOULEBOOK_PLUG: `shelly://127.0.0.1:${port}` });
    expect(code).toBe(1);
    expect(data.state).toBe('fail');
    const plug = of('meter.plug.wall');
    expect(plug?.state).toBe('fail');
    expect(`${plug?.what} ${plug?.why}`).toContain(`127.0.0.1:${port}`);
    expect(data.checks.filter(({ label }) => label === 'Plug').length).toBe(1);
  });

  test('and is no address: broken, with how to write it', async () => {
    const { code, of } = await examined({ ...desktop(), JOULEBOOK_PLUG: 'kitchen' });
    expect(code).toBe(1);
    expect(of('meter.plug.wall')).toMatchObject({ state: 'fail', fix: expect.any(String) });
  });
});

test("a server's management controller: its power, and the program that was asked is gone afterwards", async () => {
  const place = new Place();
  const tool = join(place.dir, 'ipmitool');
  const text = 'Instantaneous power reading:                   214 Watts';
  // The shell that asks it again and again is its parent.
  writeFileSync(tool, `#!/bin/sh\necho $PPID >"${place.dir}/asker"\necho "    ${text}"\n`, { mode: 0o755 });
  const roots = rootsOf(fakeMachine({ ...DESKTOP, 'dev/ipmi0': '' }));
  const { code, of } = await examined(
    { ...roots, JOULEBOOK_IPMITOOL: tool },
    { place, args: ['--seconds', '3'] },
  );
  expect(code).toBe(0);
  expect(of('meter.ipmi.wall')).toMatchObject({ state: 'ok', group: 'whole', details: ['now 214 W'] });
  expect(of('run.wall')?.what).toContain('measured by ipmi:dcmi');
  const asker = Number(readFileSync(join(place.dir, 'asker'), 'utf8'));
  const isAlive = (): boolean => {
    try {
      return process.kill(asker, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isAlive, { timeout: 30_000 }).toBe(false);
});

describe('the book', () => {
  test('a file in its place is broken: code 1, the report is whole all the same', async () => {
    const place = new Place();
    writeFileSync(join(place.dir, '.joulebook'), 'not a book');
    const { code, data, of } = await examined(desktop(), { place });
    expect(code).toBe(1);
    expect(of('book.place')).toMatchObject({ state: 'fail', why: expect.stringContaining('is a file') });
    expect(data.components.length).toBeGreaterThan(0);
  });

  test('a folder that may not be written is broken', async () => {
    if (!mayBeRefused()) return;
    const place = new Place();
    expect(place.run(['run', '-q', '--', 'true']).code).toBe(0);
    const book = join(place.dir, '.joulebook');
    spawnSync('chmod', ['-R', 'a-w', book]);
    const { code, of } = await examined(desktop(), { place, before: UNDER_PERMISSIONS });
    spawnSync('chmod', ['-R', 'u+w', book]);
    expect(code).toBe(1);
    expect(of('book.write')).toMatchObject({ state: 'fail', why: expect.stringContaining('EACCES') });
  });

  test('looking makes none, and changes none', async () => {
    const place = new Place();
    const before = readdirSync(place.dir);
    const { of } = await examined(desktop(), { place });
    expect(of('book.place')?.what).toContain('made by the first run');
    expect(of('book.write')?.state).toBe('ok');
    expect(readdirSync(place.dir).filter((name) => name !== 'registry')).toEqual(before);
  });

  test('where it is named is said', async () => {
    const place = new Place();
    const named = await examined(desktop(), { place, args: [...QUICK, '--book', join(place.dir, 'b')] });
    expect(named.of('book.place')?.details).toEqual(['named by --book']);
    const byEnv = await examined({ ...desktop(), JOULEBOOK_DIR: join(place.dir, 'c') }, { place });
    expect(byEnv.of('book.place')?.details).toEqual(['named by JOULEBOOK_DIR']);
  });

  test('a lost run waits until --fix closes it; a damaged index is made anew', async () => {
    const place = new Place();
    // The command lives as long as the pipe: neither a slow machine nor a killed tracker ends it before or after its time.
    const tracker = spawn(LAUNCHER, ['run', '-q', '--name', 'lost', '--', 'cat'], {
      cwd: place.dir,
      env: place.env(),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const runs = join(place.dir, '.joulebook/runs');
    const journal = (): string | undefined =>
      existsSync(runs)
        ? (readdirSync(runs, { recursive: true }) as string[]).find((name) => name.endsWith('journal.jsonl'))
        : undefined;
    const hasBegun = (): boolean => {
      const path = journal();
      return path !== undefined && readFileSync(join(runs, path), 'utf8').includes('"k":"sample"');
    };
    while (!hasBegun()) await new Promise((resolve) => setTimeout(resolve, 20));
    const alive = await examined(desktop(), { place });
    expect(alive.of('book.place')?.what).toContain('1 going on');
    expect(alive.of('book.lost')).toBeUndefined();

    tracker.kill('SIGKILL');
    await new Promise((resolve) => tracker.once('exit', resolve));
    tracker.stdin.end();
    writeFileSync(
      join(place.dir, '.joulebook/index.db'),
      'this is no database, it only looks like one to a name',
    );
    const lost = await examined(desktop(), { place });
    expect(lost.of('book.lost')).toMatchObject({ state: 'note', what: '1 run has ended without an end' });
    expect(lost.of('book.index')?.what).toContain('damaged');
    expect(lost.data.fixes).toEqual(['close-lost-runs', 'rebuild-index']);
    const size = statSync(join(runs, journal() ?? '')).size;

    const fixed = await launch(place, ['doctor', '--fix', '--yes'], desktop());
    expect(fixed).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('done: 1 closed') });
    expect(statSync(join(runs, journal() ?? '')).size).toBeGreaterThan(size);
    const after = await examined(desktop(), { place });
    expect(after.of('book.lost')).toBeUndefined();
    expect(after.of('book.index')?.state).toBe('ok');
  }, 120_000);
});

test('settings that are wrong are told once, in their place', async () => {
  const place = new Place();
  writeFileSync(join(place.dir, 'joulebook.yaml'), '# ours\nregoin: FR\n');
  const { code, of } = await examined(desktop(), { place });
  expect(code).toBe(1);
  expect(of('settings.wrong')).toMatchObject({
    state: 'fail',
    what: 'unknown setting "regoin"',
    details: [`${join(place.dir, 'joulebook.yaml')}:2:1`],
  });
});

test('a region of the settings is no guess; one that nobody knows is broken', async () => {
  const known = await examined({ ...desktop(), JOULEBOOK_REGION: 'FR' });
  expect(known.of('place.region')).toMatchObject({ state: 'ok', what: expect.stringContaining('France') });
  const unknown = await examined({ ...desktop(), JOULEBOOK_REGION: 'Atlantis' });
  expect(unknown.of('place.region')?.state).toBe('fail');
  expect(unknown.code).toBe(1);
});

test('nobody has a home: still a whole report', async () => {
  const place = new Place();
  const { code, data } = await examined({ ...desktop(), HOME: '' }, { place });
  expect(code).toBe(0);
  expect(data.components.length).toBe(3);
});

test('without native bindings: said, with what is missed', async () => {
  const { code, of } = await examined({ ...desktop(), JOULEBOOK_NO_NATIVE: '1' });
  expect(code).toBe(0);
  expect(of('system.native')).toMatchObject({ state: 'note', fix: 'unset JOULEBOOK_NO_NATIVE' });
  expect(of('book.lock')).toMatchObject({ state: 'note', what: expect.stringContaining('lock files') });
});

test('the JSON: stable ids, each once, and the cost of the tracker in numbers', async () => {
  const { data } = await examined(desktop());
  const ids = data.checks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    expect.arrayContaining([
      'meter.rapl',
      'meter.nvml',
      'meter.ipmi.wall',
      'meter.battery.dc',
      'meter.plug.wall',
      'component.cpu',
      'component.ram',
      'component.other',
      'run.grade',
      'run.wall',
      'run.overhead',
      'place.region',
      'place.intensity',
      'place.pue',
      'book.place',
      'book.write',
      'book.lock',
      'book.space',
      'system.machine',
      'system.clock',
      'system.time',
      'system.registry',
      'system.native',
      'system.perf',
      'system.sqlite',
      'system.python',
      'system.version',
      'settings.files',
    ]),
  );
  for (const one of data.checks) {
    expect(['ok', 'note', 'warn', 'fail']).toContain(one.state);
    expect(one.what).not.toMatch(/undefined|NaN|\[object/);
  }
  expect(data.overhead).toMatchObject({ intervalS: 1, readings: expect.any(Number) });
  expect(data.overhead['cpuSPerReading']).toBeGreaterThan(0);
  expect(data.overhead['cpuSPerReading']).toBeLessThan(0.2);
  expect(data.overhead['cpuSPerHour']).toBeCloseTo((data.overhead['cpuSPerReading'] ?? 0) * 3600);
});

test.each([60, 80, 120])(
  'for people, at %i columns: nothing wider, no colour, nothing on stderr',
  async (width) => {
    const { code, stdout, stderr } = await launch(new Place(), ['doctor', ...QUICK], {
      ...desktop(),
      COLUMNS: `${width}`,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Math.max(...stdout.split('\n').map(textWidth))).toBeLessThanOrEqual(width);
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/\u001b/);
    for (const title of [
      'CPU and memory',
      'GPUs',
      'Whole machine',
      'A run here',
      'Place',
      'Book',
      'System',
      'Settings',
    ])
      expect(stdout).toContain(`\n${title}\n`);
    expect(stdout).toContain('A run can be measured here');
  },
);
