import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import { ipmiAccess } from '../../../src/meters/whole/ipmi-access.io.ts';
import { type ExternalFeed, startIpmi } from '../../../src/meters/whole/ipmi-feed.io.ts';
import { bundled, started } from '../../bundled.ts';
import { fakeMachine } from '../../hardware/fake-machine.ts';
import { until } from './fake-plug.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

interface Tool {
  readonly path: string;
  /** What it says from now on. */
  readonly says: (text: string) => void;
  /** Pids of its runs. */
  readonly runs: () => readonly number[];
}

/** An ipmitool of the tests: it prints a file, or runs another line of shell. */
function fakeTool(line = 'cat "$here/text"'): Tool {
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-ipmi-'));
  const path = join(folder, 'ipmitool');
  writeFileSync(
    path,
    `#!/bin/sh\nhere=${folder}\necho $$ >> "$here/runs"\n[ "$*" = "dcmi power reading" ] || exit 9\n${line}\n`,
  );
  chmodSync(path, 0o755);
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const tool: Tool = {
    path,
    says: (text) => writeFileSync(join(folder, 'text'), text),
    runs: () => {
      try {
        return readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n').map(Number);
      } catch {
        return [];
      }
    },
  };
  tool.says('    Instantaneous power reading:                   214 Watts\n');
  return tool;
}

function machine(tool: Tool, clock = { nowS: 100 }): Host {
  const host = fakeMachine({ 'dev/ipmi0': '' }, { PATH: process.env['PATH'], JOULEBOOK_IPMITOOL: tool.path });
  return { ...host, clock: { ...host.clock, bootS: () => clock.nowS } };
}

function begun(host: Host): ExternalFeed {
  const feed = startIpmi(host, { hostId: 'h1', everyS: 0.02 });
  if (feed === undefined) throw new Error('not started');
  closing.push(() => feed.close());
  return feed;
}

function taken(feed: ExternalFeed, nowS: number): number[] {
  const [low, high] = [new Float64Array(1), new Float64Array(1)];
  feed.take(nowS, low, high, 0);
  return [low[0] ?? Number.NaN, high[0] ?? Number.NaN];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie is dead: its parent has not looked yet.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

async function moreRuns(tool: Tool): Promise<void> {
  const before = tool.runs().length;
  await until(() => tool.runs().length > before + 2);
}

describe('the loop that asks the management controller', () => {
  test('gives its power as energy at the wall', async () => {
    const tool = fakeTool();
    const clock = { nowS: 100 };
    const feed = begun(machine(tool, clock));
    expect(feed.channels).toMatchObject([{ target: 'wall', method: 'ipmi:dcmi', grade: 'A' }]);
    feed.start(100);
    await moreRuns(tool);
    clock.nowS = 100.05;
    await moreRuns(tool);
    expect(taken(feed, 100.05)[0]).toBeCloseTo(214 * 0.05, 6);
    expect(feed.troubles()).toEqual([]);
  });

  test('says what the tool complains of, and comes back', async () => {
    const tool = fakeTool();
    tool.says('DCMI request failed because: Invalid command (c1)\n');
    const clock = { nowS: 100 };
    const feed = begun(machine(tool, clock));
    feed.start(100);
    await moreRuns(tool);
    expect(feed.troubles()).toMatchObject([
      { state: 'failed', why: 'the management controller does not measure power' },
    ]);
    tool.says('Instantaneous power reading: 100 Watts\n');
    await until(() => feed.troubles().some(({ state }) => state === 'back'));
  });

  test('says that a tool hangs, and ends it when it is closed', async () => {
    const tool = fakeTool('exec sleep 60');
    const clock = { nowS: 100 };
    const feed = begun(machine(tool, clock));
    feed.start(100);
    await until(() => tool.runs().length === 1);
    clock.nowS = 101;
    expect(taken(feed, 101)[0]).toBe(0);
    expect(feed.troubles()).toMatchObject([{ state: 'failed', why: 'ipmitool does not answer' }]);
    const pids = [feed.pid ?? 0, ...tool.runs()];
    expect(pids.map(isAlive)).toEqual([true, true]);
    feed.close();
    await until(() => !pids.some(isAlive));
  });

  test('that is killed is a trouble with bounds, not zero', async () => {
    const tool = fakeTool();
    const clock = { nowS: 100 };
    const feed = begun(machine(tool, clock));
    feed.start(100);
    await moreRuns(tool);
    process.kill(feed.pid ?? 0, 'SIGKILL');
    await until(() => feed.troubles().some(({ state }) => state === 'failed'));
    taken(feed, 100);
    expect(taken(feed, 101)).toEqual([0, 12_000]);
  });

  test('ends by itself when its parent is killed', async () => {
    const tool = fakeTool();
    const host = machine(tool);
    const program = bundled(`
      import { realHost } from './src/host/real-host.io.ts';
      import { startIpmi } from './src/meters/whole/ipmi-feed.io.ts';
      const host = realHost();
      const feed = startIpmi({ ...host, roots: { ...host.roots, dev: process.argv[2] } }, { hostId: 'h', everyS: 0.02 });
      console.log('pid ' + feed.pid + ' .');
      setInterval(() => undefined, 1000);
    `);
    const parent = started(process.execPath, [program, host.roots.dev], {
      JOULEBOOK_IPMITOOL: tool.path,
      JOULEBOOK_NO_NATIVE: '1',
    });
    await parent.said(' .');
    await moreRuns(tool);
    parent.kill('SIGKILL');
    const pid = Number(/pid (\d+)/.exec((await parent.ended).out)?.[1]);
    expect(pid).toBeGreaterThan(1);
    await until(() => !isAlive(pid));
  });

  test('keeps no process alive', async () => {
    const tool = fakeTool();
    const host = machine(tool);
    const program = bundled(`
      import { realHost } from './src/host/real-host.io.ts';
      import { startIpmi } from './src/meters/whole/ipmi-feed.io.ts';
      const host = realHost();
      startIpmi({ ...host, roots: { ...host.roots, dev: process.argv[2] } }, { hostId: 'h', everyS: 0.02 });
      setTimeout(() => console.log('done'), 100);
    `);
    const run = started(process.execPath, [program, host.roots.dev], {
      JOULEBOOK_IPMITOOL: tool.path,
      JOULEBOOK_NO_NATIVE: '1',
    });
    expect(await run.ended).toMatchObject({ code: 0, out: 'done\n' });
  });
});

describe('where it cannot be asked, it says what to do', () => {
  test('no management controller', () => {
    const { finding, tool } = ipmiAccess(fakeMachine({}));
    expect(tool).toBeUndefined();
    expect(finding).toMatchObject({ meter: 'ipmi', state: 'absent', targets: ['wall'] });
    expect(finding.fix).toContain('modprobe ipmi_devintf');
    expect(startIpmi(fakeMachine({}), { hostId: 'h' })).toBeUndefined();
  });

  test('no ipmitool', () => {
    const host = fakeMachine({ 'dev/ipmi0': '' }, { JOULEBOOK_IPMITOOL: '/nowhere/ipmitool' });
    expect(ipmiAccess(host).finding).toMatchObject({ state: 'unusable', why: 'ipmitool is not installed' });
    expect(ipmiAccess(host).finding.fix).toContain('apt-get install ipmitool');
  });

  test('a device that cannot be opened', () => {
    const host = fakeMachine({ 'dev/ipmi0/inside': '' });
    expect(ipmiAccess(host).finding).toMatchObject({
      state: 'unusable',
      why: 'it cannot be opened (EISDIR)',
    });
  });

  test('the tool is found on the path', () => {
    const tool = fakeTool();
    const folder = tool.path.slice(0, tool.path.lastIndexOf('/'));
    const host = fakeMachine({ 'dev/ipmi/0': '' }, { PATH: `relative:${folder}` });
    expect(ipmiAccess(host)).toMatchObject({ tool: tool.path, finding: { state: 'found' } });
  });
});
