import { spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { realHost } from '../../src/host/real-host.io.ts';
import { native } from '../../src/host/native.io.ts';
import { findNvml } from '../../src/meters/nvml/find-nvml.io.ts';
import { findSmi } from '../../src/meters/nvml/find-smi.io.ts';
import { startSmi } from '../../src/meters/nvml/start-smi.io.ts';
import type { EnergySource } from '../../src/meters/source.ts';

/**
 * For a machine with NVIDIA GPUs (`npm run test:gpu`; it fails where there is none): the energy counter beside the integral of the power that
 * nvidia-smi prints, under a known load. JOULEBOOK_GPU_LOAD is a command that keeps the GPUs busy meanwhile; without it they are measured as they are.
 */
const SECONDS = 20;

test('the energy counter agrees with the integral of the power', async () => {
  expect(native(), 'koffi is needed').not.toBeNull();
  const host = realHost();
  const counters = findNvml(host, { hostId: 'here' });
  const counter = counters.sources[0];
  if (counter === undefined) throw new Error(JSON.stringify(counters.findings, null, 2));
  const feed = startSmi(host);
  if (feed === undefined) throw new Error('no nvidia-smi');
  await feed.ready;
  const power = findSmi(feed, { hostId: 'here' }).sources[0];
  if (power === undefined) throw new Error('nvidia-smi tells no power');
  const command = process.env['JOULEBOOK_GPU_LOAD'];
  const load =
    command === undefined ? undefined : spawn('sh', ['-c', `exec ${command}`], { stdio: 'inherit' });
  try {
    await after(5000); // the sensors' average and the clocks have settled
    const [byCounter, byPower] = await Promise.all([joulesOf(counter, host), joulesOf(power, host)]);
    for (const [uuid, joules] of byCounter) {
      const integral = byPower.get(uuid) ?? Number.NaN;
      const line = `${uuid}: counter ${joules.toFixed(1)} J, power ${integral.toFixed(1)} J, ${(joules / SECONDS).toFixed(1)} W`;
      process.stdout.write(`${line}\n`);
      expect(joules / integral, line).toBeGreaterThan(0.9);
      expect(joules / integral, line).toBeLessThan(1.1);
    }
    for (const tenancy of counters.tenancies ?? []) tenancy.look(host.clock.bootS());
    if (load !== undefined)
      expect(counters.tenancies?.some(({ tenants, busy }) => tenants.length > 0 || busy > 0.1)).toBe(true);
  } finally {
    load?.kill();
    counter.close();
    power.close();
  }
}, 60_000);

/** Energy of some seconds by GPU, J. */
async function joulesOf(
  source: EnergySource,
  host: ReturnType<typeof realHost>,
): Promise<ReadonlyMap<string, number>> {
  const { channels } = source;
  const low = new Float64Array(channels.length);
  const high = new Float64Array(channels.length);
  const joules = new Map<string, number>();
  source.start(host.clock.bootS());
  for (let i = 0; i < SECONDS * 10; i++) {
    await after(100);
    source.take(host.clock.bootS(), low, high, 0);
    for (const [c, { uuid = String(c) }] of channels.entries())
      joules.set(uuid, (joules.get(uuid) ?? 0) + ((low[c] as number) + (high[c] as number)) / 2);
  }
  expect(source.troubles()).toEqual([]);
  return joules;
}
