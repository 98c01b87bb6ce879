import { describe, expect, it } from 'vitest';
import { matchAccelerator } from '../../src/hardware/accelerators.io.ts';
import { embodiedOfParts } from '../../src/hardware/embodied-parts.io.ts';
import type { Accelerator } from '../../src/hardware/hardware-rows.ts';
import { memoryPower, storagePower } from '../../src/hardware/part-power.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { interval } from '../../src/units/estimate.ts';

const host = realHost({ cwd: '/', home: undefined, env: {} });

function accelerator(name: string): Accelerator {
  const match = matchAccelerator(host, name);
  if (match.kind !== 'found') throw new Error(name);
  return match.value.accelerator;
}

describe('carbon of making given hardware', () => {
  it('eight A100 in their server: parts of one kind within their factor, the sum narrower', () => {
    const made = embodiedOfParts({
      accelerators: [{ accelerator: accelerator('A100-SXM4-80GB'), count: 8 }],
      gpuServers: 1,
    });
    expect(made.total.value).toBeCloseTo(1000 * (8 * 164 + 2500), 6);
    expect(
      made.parts.map(({ id, low, high, value }) => [
        id,
        Math.round(((value ?? 0) / (low ?? 1)) * 100) / 100,
        (high ?? 0) / (value ?? 1),
      ]),
    ).toEqual([
      ['embodied-parts.1.gpuHbm', 2, 2],
      ['embodied-parts.1.gpuServer', 2, 2],
    ]);
    const { low, high } = interval(made.total);
    expect((high ?? 0) / (low ?? 1)).toBeLessThan(4);
    expect(
      made.parts.every(({ source, url, grade }) => source !== '' && url !== undefined && grade === 'C'),
    ).toBe(true);
  });

  it('a share of a server, a card, memory and disks; a system on a chip is no accelerator of its own', () => {
    const made = embodiedOfParts({
      accelerators: [
        { accelerator: accelerator('RTX 3090'), count: 2 },
        { accelerator: accelerator('M2 Max'), count: 1 },
      ],
      gpuServers: 0.25,
      extraRamGB: 100,
      ssdTB: 2,
    });
    expect(made.total.value).toBeCloseTo(1000 * (300 + 625 + 138.8 + 320), 6);
    expect(embodiedOfParts({}).total.value).toBe(0);
  });

  it("BLOOM's lifetime of six years lies within the range of ours", () => {
    const { lifetimeS } = embodiedOfParts({});
    const years = (seconds: number): number => seconds / (365.2425 * 86_400);
    expect([years(lifetimeS.low), years(lifetimeS.value), years(lifetimeS.high)]).toEqual([3, 4, 6]);
  });
});

describe('power of memory and storage', () => {
  it('memory covers the conventions in use (0.284, 0.3725, 0.392 W/GB)', () => {
    const { low, high } = interval(memoryPower(100));
    expect(memoryPower(100).value).toBeCloseTo(39.2, 9);
    for (const convention of [28.4, 37.25, 39.2]) {
      expect(low).toBeLessThanOrEqual(convention);
      expect(high).toBeGreaterThanOrEqual(convention);
    }
  });
  it('storage goes by its size', () => {
    expect(storagePower({ ssdTB: 10, hddTB: 100 }).value).toBeCloseTo(12 + 65, 9);
    expect(storagePower({}).value).toBe(0);
  });
});
