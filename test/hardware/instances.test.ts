import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudInstance } from '../../src/hardware/hardware-rows.ts';
import { instanceHost } from '../../src/hardware/instance-host.ts';
import { likeness } from '../../src/hardware/instance-name.ts';
import { instanceOfType } from '../../src/hardware/instance-tables.io.ts';
import { instanceWarnings, matchInstance } from '../../src/hardware/instances.io.ts';
import type { Host } from '../../src/host/host.ts';
import { packageText } from '../../src/host/package-data.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import type { Match } from '../../src/units/match.ts';

/** A host whose project has this file in its `data/` folder. */
function withTable(text?: string, name = 'data/cloud/instances.csv'): Host {
  const cwd = mkdtempSync(join(tmpdir(), 'joulebook-instances-'));
  mkdirSync(join(cwd, 'data/cloud'), { recursive: true });
  if (text !== undefined) writeFileSync(join(cwd, name), text);
  return { ...realHost({ env: {} }), cwd, home: undefined };
}

const bare = withTable();
const types = (found: Match<CloudInstance>): string[] =>
  found.kind === 'found'
    ? [found.value.type]
    : (found.kind === 'ambiguous' ? found.candidates : found.nearest).map(({ type }) => type);

describe('an instance type', () => {
  it.each([
    ['p4d.24xlarge', 'aws', 96, 1152, 'a100-sxm-40gb', 8],
    ['aws:p4d.24xlarge', 'aws', 96, 1152, 'a100-sxm-40gb', 8],
    ['Amazon: P4D.24XLARGE', 'aws', 96, 1152, 'a100-sxm-40gb', 8],
    ['ml.p3.2xlarge', 'aws', 8, 61, 'v100-sxm2-16gb', 1],
    ['p3dn.24xlarge', 'aws', 96, 768, 'v100-sxm2-32gb', 8],
    ['p5en.48xlarge', 'aws', 192, 2048, 'h200-sxm-141gb', 8],
    ['g5.12xlarge', 'aws', 48, 192, 'a10g', 4],
    ['g4dn.xlarge', 'aws', 4, 16, 't4', 1],
    ['trn1.32xlarge', 'aws', 128, 512, 'trainium1', 16],
    ['a2-highgpu-8g', 'gcp', 96, 680, 'a100-sxm-40gb', 8],
    ['a2-ultragpu-1g', 'gcp', 12, 170, 'a100-sxm-80gb', 1],
    ['projects/42/machineTypes/a3-highgpu-8g', 'gcp', 208, 1872, 'h100-sxm-80gb', 8],
    ['g2-standard-24', 'gcp', 24, 96, 'l4', 2],
    ['ct5lp-hightpu-4t', 'gcp', 112, 192, 'tpu-v5e', 4],
    ['Standard_NC24ads_A100_v4', 'azure', 24, 220, 'a100-pcie-80gb', 1],
    ['standard nc24ads a100 v4', 'azure', 24, 220, 'a100-pcie-80gb', 1],
    ['NC24ads_A100_v4', 'azure', 24, 220, 'a100-pcie-80gb', 1],
    ['azure/ND96isr_H100_v5', 'azure', 96, 1900, 'h100-sxm-80gb', 8],
    ['STANDARD_NC6S_V3', 'azure', 6, 112, 'v100-pcie-16gb', 1],
    ['gpu_8x_h100_sxm5', 'lambda', 208, 1800, 'h100-sxm-80gb', 8],
  ])('%s', (text, provider, vcpus, memoryGB, key, count) => {
    const found = matchInstance(bare, text);
    expect(found).toMatchObject({
      kind: 'found',
      value: { provider, vcpus, memoryGB, accelerator: { key, count } },
    });
  });
  it.each([
    ['n1-standard-8', 8, 30, 'Intel Xeon Platinum 8173M', 96],
    ['m5.4xlarge', 16, 64, 'Intel Xeon Platinum 8175M', 96],
    ['t3.micro', 2, 1, 'Intel Xeon Platinum 8175M', 96],
    ['c7i-flex.large', 2, 4, 'Intel Xeon Platinum 8488C', 192],
    ['m6i.metal', 128, 512, 'Intel Xeon Platinum 8375C', 128],
    ['m7i.metal-24xl', 96, 384, 'Intel Xeon Platinum 8488C', 96],
    ['Standard_D4s_v5', 4, 16, 'Intel Xeon Platinum 8370C', 96],
    ['Standard_D8s_v3', 8, 32, 'Intel Xeon Platinum 8272CL', 64],
  ])('%s has a host', (text, vcpus, memoryGB, cpu, hostThreads) => {
    const found = matchInstance(bare, text);
    expect(found).toMatchObject({
      kind: 'found',
      how: 'name',
      value: { vcpus, memoryGB, cpu, hostThreads },
    });
  });
  it('of a half board counts half a board: a K80 and an M60 are two GPUs on one', () => {
    for (const [text, count] of [
      ['p2.xlarge', 0.5],
      ['p2.16xlarge', 8],
      ['g3.4xlarge', 0.5],
      ['Standard_NC6', 0.5],
    ] as const)
      expect(matchInstance(bare, text)).toMatchObject({ value: { accelerator: { count } } });
  });
  it('whose beginning alone is given is found where one begins so, else lists them', () => {
    expect(matchInstance(bare, 'p4d')).toMatchObject({
      kind: 'found',
      how: 'family',
      value: { type: 'p4d.24xlarge' },
      note: expect.stringContaining('p4d.24xlarge'),
    });
    const p3 = matchInstance(bare, 'p3');
    expect(p3.kind).toBe('ambiguous');
    expect(types(p3)).toEqual(['p3.2xlarge', 'p3.8xlarge', 'p3.16xlarge']);
    expect(types(matchInstance(bare, 'a2-highgpu'))).toEqual([
      'a2-highgpu-1g',
      'a2-highgpu-2g',
      'a2-highgpu-4g',
      'a2-highgpu-8g',
    ]);
  });
  it("of Google Cloud's custom sizes has the host of its series", () => {
    expect(matchInstance(bare, 'n2-custom-8-16384')).toMatchObject({
      kind: 'found',
      how: 'family',
      value: { type: 'n2-custom-8-16384', vcpus: 8, memoryGB: 16, hostThreads: 128 },
    });
    expect(matchInstance(bare, 'custom-4-15360')).toMatchObject({
      value: { vcpus: 4, memoryGB: 15, cpu: 'Intel Xeon Platinum 8173M' },
    });
    expect(matchInstance(bare, 'aws:n2-custom-8-16384').kind).toBe('unknown');
    expect(matchInstance(bare, 'n2-custom-0-1024').kind).toBe('unknown');
  });
  it.each([
    ['p4d.12xlarge', 'p4d.24xlarge'],
    ['g5.3xlarge', 'g5.2xlarge'],
    ['a2-highgpu-3g', 'a2-highgpu-2g'],
    ['Standard_NC24_A100_v4', 'Standard_NC24ads_A100_v4'],
    ['gcp:p4d.24xlarge', 'p4d.24xlarge'],
  ])('%s is unknown, and near %s', (text, near) => {
    const found = matchInstance(bare, text);
    expect(found.kind).toBe('unknown');
    expect(types(found)).toContain(near);
  });
  it.each(['', ' ', ',', 'mars', 'type', 'provider', 'aws:', '../x', 'p4d.24xlarge,96'])(
    '"%s" is unknown',
    (text) => {
      expect(matchInstance(bare, text).kind).toBe('unknown');
    },
  );
});

const rows = packageText('data/cloud/instances.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split(','));

describe('the table', () => {
  it('finds every row by cloud and type, in any case', () => {
    for (const [provider = '', type = ''] of rows) {
      const found = matchInstance(bare, `${provider}:${type.toUpperCase()}`);
      expect(found, type).toMatchObject({ kind: 'found', value: { provider, type } });
    }
  });
  it('has each type of a cloud once, and a size, a source and a host no smaller than its guest in every row', () => {
    expect(rows.length).toBeGreaterThan(2000);
    expect(new Set(rows.map(([provider, type]) => `${provider},${type}`)).size).toBe(rows.length);
    for (const [provider = '', type = ''] of rows) {
      const instance = instanceOfType(bare, provider, type);
      if (instance === undefined) throw new Error(`${provider} ${type} is not found`);
      expect(instance.from.url).toMatch(/^https:\/\//);
      expect(instance.hostThreads ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(instance.vcpus);
      if (instance.accelerator !== undefined) {
        expect(instance.accelerator.key).toMatch(/^[a-z0-9-]+$/);
        expect(instance.accelerator.count).toBeGreaterThan(0.1);
        expect(instance.accelerator.count).toBeLessThanOrEqual(16);
      }
      if (instance.embodiedKg !== undefined) expect(instance.embodiedKg).toBeLessThan(50_000);
    }
  });
  it('names accelerators by the keys of their table, but for a few that it does not have', () => {
    const known = packageText('data/hardware/accelerators.csv')
      .split('\n')
      .map((line) => line.split(',')[0]);
    const missing = rows
      .map(([, , , , , , , key = '']) => key)
      .filter((key) => key !== '' && !known.includes(key));
    expect([...new Set(missing)].toSorted()).toEqual(['k520', 'qualcomm-ai100', 'radeon-pro-v520', 't4g']);
  });
  it('gives every GPU and accelerator type of the clouds its accelerators', () => {
    const accelerated = /^(p\d|g[2-9]|gr\d|inf|trn|dl\d|a[2-4]-|a3|a4|ct\d|Standard_N[CDV]\d|gpu_)/;
    for (const [, type = '', , , , , , key] of rows)
      if (accelerated.test(type)) expect(key, type).not.toBe('');
  });
});

describe("an instance's host", () => {
  it('is shared by threads', () => {
    const m5 = instanceOfType(bare, 'aws', 'm5.4xlarge');
    expect(m5 && instanceHost(m5)).toEqual({
      share: 16 / 96,
      threads: 96,
      cpu: 'Intel Xeon Platinum 8175M',
      memoryGB: 384,
    });
    const metal = instanceOfType(bare, 'aws', 'm5.metal');
    expect(metal && instanceHost(metal)?.share).toBe(1);
  });
  it('is unknown where the cloud moves its guests between kinds of hosts', () => {
    const e2 = instanceOfType(bare, 'gcp', 'e2-standard-4');
    expect(e2).toBeDefined();
    expect(e2 && instanceHost(e2)).toBeUndefined();
  });
  it("has its guests' parts of embodied carbon, which add up to its own", () => {
    const kg = (type: string): number => instanceOfType(bare, 'aws', type)?.embodiedKg ?? Number.NaN;
    expect(8 * kg('m5.metal')).toBeCloseTo(8 * 1200, 6);
    expect(6 * kg('m5.4xlarge')).toBeCloseTo(kg('m5.metal'), -1);
    // Two of these halves have the threads and the accelerators of the whole.
    expect(2 * kg('inf2.24xlarge')).toBeCloseTo(kg('inf2.48xlarge'), -1);
  });
});

describe("a user's own table", () => {
  it('adds types and stands before what is shipped', () => {
    const host = withTable(
      'provider,type,vcpus,memory_gib,host_threads,accelerator,accelerator_count\nOur Uni,big,64,512,128,h100-pcie-80gb,2\naws,m5.large,2,8,48,,\n',
    );
    expect(matchInstance(host, 'our-uni: BIG')).toMatchObject({
      value: {
        provider: 'ouruni',
        vcpus: 64,
        hostThreads: 128,
        accelerator: { key: 'h100-pcie-80gb', count: 2 },
      },
    });
    expect(instanceOfType(host, 'Our Uni', 'Big')?.vcpus).toBe(64);
    expect(matchInstance(host, 'm5.large')).toMatchObject({ value: { hostThreads: 48 } });
    expect(matchInstance(host, 'm5.xlarge')).toMatchObject({ value: { hostThreads: 96 } });
    expect(instanceWarnings(host)).toEqual([]);
  });
  it('that names a type of another cloud makes it ambiguous', () => {
    const host = withTable('provider,type,vcpus,memory_gib\nuni,m5.large,2,8\n');
    expect(types(matchInstance(host, 'm5.large'))).toEqual(['m5.large', 'm5.large']);
    expect(matchInstance(host, 'uni:m5.large').kind).toBe('found');
  });
  it.each([
    ['uni,big,many,512', /vcpus "many"/],
    ['uni,big,-4,512', /vcpus "-4"/],
    ['uni,big,4', /memory_gib is empty/],
    [',big,4,8', /provider is empty/],
  ])('%s is a located warning, and is not used', (row, why) => {
    const host = withTable(`provider,type,vcpus,memory_gib\r\n# ours\r\n${row}\r\n`);
    const [warning, ...others] = instanceWarnings(host);
    expect(others).toEqual([]);
    expect(warning?.why).toMatch(why);
    expect(warning?.at?.line).toBe(3);
    expect(matchInstance(host, 'uni:big').kind).toBe('unknown');
  });
  it('with another header is not ours', () => {
    const host = withTable('type,price\np4d.24xlarge,32\n', 'data/instances.csv');
    expect(instanceWarnings(host)).toEqual([]);
    expect(matchInstance(host, 'p4d.24xlarge')).toMatchObject({ value: { vcpus: 96 } });
  });
});

it('likeness is highest for the type itself', () => {
  const all = fc.constantFrom(...rows.map(([, type = '']) => type.toLowerCase()));
  fc.assert(
    fc.property(all, all, (a, b) => {
      expect(likeness(a, a)).toBeGreaterThanOrEqual(likeness(a, b));
    }),
  );
});
