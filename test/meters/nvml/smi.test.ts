import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import { findSmi } from '../../../src/meters/nvml/find-smi.io.ts';
import type { SmiFeed } from '../../../src/meters/nvml/smi-feed.ts';
import { startSmi } from '../../../src/meters/nvml/start-smi.io.ts';
import type { EnergySource } from '../../../src/meters/source.ts';
import { bundled } from '../../bundled.ts';
import { fakeMachine } from '../../hardware/fake-machine.ts';

const row = (index: number, watts: string, count = 2): string =>
  `${count}, ${index}, GPU-${index}, NVIDIA T4, ${watts}, 70.00, 12\n`;

const feeds: SmiFeed[] = [];
afterEach(() => {
  for (const feed of feeds.splice(0)) feed.close();
});

/** An nvidia-smi that prints what is appended to a file, and ends when that says so. */
function fakeSmi(first: string): {
  readonly host: Host;
  readonly print: (text: string) => void;
  readonly pid: () => number;
  readonly at: (bootS: number) => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-smi-'));
  const [lines, pid, program] = ['lines', 'pid', 'nvidia-smi'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(lines, first);
  writeFileSync(program, `#!/bin/sh\necho "$$ $*" >${pid}\nexec tail -n +1 -s 0.02 -f ${lines}\n`, {
    mode: 0o755,
  });
  const host = fakeMachine({}, { JOULEBOOK_NVIDIA_SMI: program, PATH: process.env['PATH'] });
  let now = 0;
  return {
    host: { ...host, clock: { ...host.clock, bootS: () => now } },
    print: (text) => appendFileSync(lines, text),
    pid: () => Number.parseInt(readFileSync(pid, 'utf8'), 10),
    at: (bootS) => {
      now = bootS;
    },
  };
}

async function feedOf(host: Host): Promise<SmiFeed> {
  const feed = startSmi(host);
  if (feed === undefined) throw new Error('no feed');
  feeds.push(feed);
  await feed.ready;
  return feed;
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; !isTrue(); ) {
    if (performance.now() > end) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function taken(source: EnergySource, nowS: number): readonly (readonly [low: number, high: number])[] {
  const [low, high] = [new Float64Array(2), new Float64Array(2)];
  source.take(nowS, low, high, 0);
  return source.channels.map((_, i) => [low[i] as number, high[i] as number]);
}

test('without the tool there is no feed', () => {
  expect(startSmi(fakeMachine({}, { PATH: '/nonexistent' }))).toBeUndefined();
  expect(startSmi(fakeMachine({}, { JOULEBOOK_NVIDIA_SMI: '/nonexistent/x' }))).toBeUndefined();
});

test('its lines become channels and energy; a GPU without power is named', async () => {
  const { host, print, at } = fakeSmi(row(0, '20.00') + row(1, '[N/A]'));
  const feed = await feedOf(host);
  const { sources, findings, tenancies } = findSmi(feed, { hostId: 'host' });
  const source = sources[0] as EnergySource;
  expect(source.channels).toEqual([
    {
      target: 'gpu:0',
      method: 'nvidia-smi:power',
      label: 'NVIDIA T4',
      grade: 'A',
      errors: { 'nvml:GPU-0': 0.07 },
      uuid: 'GPU-0',
      maxW: 70,
    },
  ]);
  expect(findings.map(({ state, targets, why }) => [state, targets, why])).toEqual([
    ['found', ['gpu:0'], undefined],
    ['unusable', ['gpu:1'], 'nvidia-smi tells no power: N/A'],
  ]);
  tenancies?.[0]?.look(0);
  expect(tenancies?.[0]).toMatchObject({ isHidden: true, busy: 0.12, tenants: [] });

  source.start(0);
  at(1);
  print(row(0, '40.00') + row(1, '[N/A]'));
  await until(() => feed.rows()[0]?.drawW === 40);
  expect(taken(source, 1)).toEqual([[40, 40]]);
  at(2);
  print(row(0, '60.00'));
  await until(() => feed.rows()[0]?.drawW === 60);
  expect(taken(source, 3)).toEqual([[50 + 60, 50 + 60]]);
  expect(source.troubles()).toEqual([]);
});

test('a GPU whose power is no longer told fails alone, and comes back', async () => {
  const { host, print, at } = fakeSmi(row(0, '20.00') + row(1, '30.00'));
  const feed = await feedOf(host);
  const source = findSmi(feed, { hostId: 'host' }).sources[0] as EnergySource;
  source.start(0);
  at(1);
  print(row(0, '[GPU is lost]') + row(1, '31.00'));
  await until(() => feed.rows()[1]?.drawW === 31);
  expect(taken(source, 1)).toEqual([
    [0, 105],
    [31, 31],
  ]);
  expect(source.troubles()).toMatchObject([
    { channel: 0, atS: 1, state: 'failed', why: 'nvidia-smi tells no power: GPU is lost' },
  ]);
  at(2);
  print(row(0, '900.00') + row(1, '32.00'));
  await until(() => feed.rows()[1]?.drawW === 32);
  expect(taken(source, 2)[0]).toEqual([0, 105]);
  at(3);
  print(row(0, '20.00') + row(1, '33.00'));
  await until(() => feed.rows()[1]?.drawW === 33);
  expect(taken(source, 3)[0]).toEqual([0, 105]);
  expect(source.troubles()).toMatchObject([{ channel: 0, atS: 3, state: 'back' }]);
  expect(taken(source, 4)[0]).toEqual([20, 20]);
});

test('a tool that stalls, or ends, is a trouble of all its GPUs', async () => {
  const { host, print, pid } = fakeSmi(row(0, '20.00') + row(1, '30.00'));
  const feed = await feedOf(host);
  const source = findSmi(feed, { hostId: 'host' }).sources[0] as EnergySource;
  source.start(0);
  expect(taken(source, 10)).toEqual([
    [0, 1050],
    [0, 1050],
  ]);
  expect(source.troubles()).toMatchObject([
    { channel: 0, atS: 0, state: 'failed', why: 'nvidia-smi has printed nothing for 10.0 s' },
    { channel: 1, atS: 0, state: 'failed' },
  ]);
  print('Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.\n');
  print(row(0, '21.00'));
  await until(() => feed.rows()[0]?.drawW === 21);
  expect(source.troubles()).toMatchObject([{ channel: 0, state: 'back' }]);
  process.kill(pid());
  await until(() => feed.ended() !== undefined);
  source.poll(11);
  expect(source.troubles()).toMatchObject([
    { channel: 0, state: 'failed', why: expect.stringContaining('GPU is lost') as string },
  ]);
});

test('a tool that only complains is unusable, with its words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-smi-'));
  const program = join(folder, 'smi');
  const said = 'Failed to initialize NVML: Driver/library version mismatch';
  writeFileSync(program, `#!/bin/sh\necho '${said}'\nexit 18\n`, { mode: 0o755 });
  const feed = await feedOf(fakeMachine({}, { JOULEBOOK_NVIDIA_SMI: program }));
  expect(findSmi(feed, { hostId: 'host' })).toMatchObject({
    sources: [],
    findings: [{ state: 'unusable', what: program, why: `nvidia-smi has ended: ${said}` }],
  });
});

test('it is ended when the source is closed', async () => {
  const { host, pid } = fakeSmi(row(0, '20.00') + row(1, '30.00'));
  const feed = await feedOf(host);
  const source = findSmi(feed, { hostId: 'host' }).sources[0];
  const child = pid();
  expect(feed.pid).toBe(child);
  expect(existsSync(`/proc/${child}`)).toBe(true);
  source?.close();
  await until(() => !existsSync(`/proc/${child}`));
});

test('it keeps no process alive', () => {
  const { host } = fakeSmi(row(0, '20.00') + row(1, '30.00'));
  const program = bundled(`
    import { startSmi } from './src/meters/nvml/start-smi.io.ts';
    import { realHost } from './src/host/real-host.io.ts';
    const feed = startSmi(realHost());
    await feed.ready;
    console.log(feed.rows().length);
    process.on('exit', () => feed.close());`);
  const env = { ...process.env, ...host.env };
  const ran = spawnSync(process.execPath, [program], { env, encoding: 'utf8', timeout: 90_000 });
  expect([ran.stdout, ran.status]).toEqual(['2\n', 0]);
});
