import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { footprintConstants } from '../../src/grid/footprint-constants.io.ts';
import type { MachineInfo } from '../../src/hardware/machine-info.ts';
import { fakeMachine, MACHINES } from './fake-machine.ts';

const readFileSync = fs.readFileSync;
const opened: string[] = [];

/** Notes the names of the tables that Node reads from now on. */
function watchReading(): void {
  opened.length = 0;
  fs.readFileSync = ((path: fs.PathOrFileDescriptor, ...rest: []) => {
    const name = /data\/(.*)$/.exec(String(path))?.[1];
    if (name !== undefined) opened.push(name);
    return readFileSync(path, ...rest);
  }) as typeof fs.readFileSync;
  syncBuiltinESMExports();
}

afterEach(() => {
  fs.readFileSync = readFileSync;
  syncBuiltinESMExports();
});

/** Describes a machine and gathers its constants as a new process does, with nothing read before. */
async function start(name: string): Promise<MachineInfo> {
  vi.resetModules();
  const { describeMachine } = await import('../../src/hardware/describe-machine.io.ts');
  const constants = await import('../../src/grid/footprint-constants.io.ts');
  const host = fakeMachine(MACHINES[name] ?? {});
  const { info } = describeMachine(host);
  constants.footprintConstants(host, info, { region: 'FR' });
  return info;
}

describe('at the start of a run', () => {
  it('a machine that is in no cloud reads no table of clouds', async () => {
    watchReading();
    await start('two-socket server');
    expect(opened).toContain('grid/pue.json'); // else nothing was watched
    expect(opened.filter((name) => /cloud|wue|carbon/.test(name))).toEqual([]);
  });
  it("an instance whose type is known has its host's threads and CPU, and its part of embodied carbon", async () => {
    watchReading();
    const info = await start('graviton');
    expect(info).toMatchObject({ hostThreads: 64, hostCpu: 'AWS Graviton2' });
    expect(opened).toContain('cloud/instances.csv');
    const { embodied, pue } = footprintConstants(fakeMachine({}), info, { region: 'FR' });
    // 4 of 64 threads of a platform of 880 kg.
    expect(embodied?.total).toMatchObject({
      value: 55_000,
      low: 27_500,
      high: 110_000,
      grade: 'C',
      id: 'embodied.instance.aws.m6g.xlarge',
    });
    expect(pue).toMatchObject({ value: 1.35, id: 'pue.aws.eu-central-1', year: 2024 });
  });
  it('bare metal has the whole of its host', async () => {
    const info = await start('bare metal of a cloud');
    expect(info).toMatchObject({ virtual: false, hostThreads: 96 });
    const { embodied } = footprintConstants(fakeMachine({}), info, { region: 'FR' });
    expect(embodied?.total.value).toBe(1_200_000);
  });
  it('a type that the table does not have is as before', async () => {
    const info = { ...(await start('graviton')), instanceType: 'm99.large', hostThreads: undefined };
    const { hostThreads: _, ...machine } = info;
    const { embodied } = footprintConstants(fakeMachine({}), machine, { region: 'FR' });
    expect(embodied?.total.id).not.toContain('instance');
  });
});
