import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acceleratorProblems, matchAccelerator } from '../../src/hardware/accelerators.io.ts';
import { cpuProblems, matchCpu } from '../../src/hardware/cpus.io.ts';
import { extraTables } from '../../src/host/extra-data.io.ts';
import type { Host } from '../../src/host/host.ts';
import { packageRoot } from '../../src/host/package-root.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';

/** A project (a folder with `joulebook.yaml`) and a home, each with its files. */
function hostWith(files: Readonly<Record<string, string>>): Host {
  const root = mkdtempSync(join(tmpdir(), 'joulebook-own-tables-'));
  for (const [path, text] of Object.entries({ 'project/joulebook.yaml': '', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return realHost({ cwd: join(root, 'project'), home: join(root, 'home'), env: {} });
}

describe('files of a project or a user that extend the tables of hardware', () => {
  it('two columns are enough; the rest follows from the name, and the source is the file', () => {
    const host = hostWith({
      'project/data/accelerators.csv': 'name,tdp_w\nAcme X1 SXM4 32GB,123\n"Acme X1 PCIe, 32GB",99\n',
    });
    const match = matchAccelerator(host, '4x acme x1 sxm');
    expect(match).toMatchObject({
      kind: 'found',
      value: { count: 4, accelerator: { tdpW: 123, memoryGB: 32, kind: 'gpu' } },
    });
    expect(match.kind === 'found' && match.value.accelerator.from.source).toContain('data/accelerators.csv');
    expect(matchAccelerator(host, 'Acme X1')).toMatchObject({
      how: 'family',
      value: { accelerator: { tdpW: 123, rangeW: { low: 99, high: 123 } } },
    });
    expect(matchAccelerator(host, 'a100').kind).toBe('found');
  });

  it('a row of the same name corrects ours; the project comes before the user', () => {
    const host = hostWith({
      'home/.config/joulebook/data/hardware/accelerators.csv': 'name,tdp_w\nNVIDIA T4,60\nNVIDIA L4,50\n',
      'project/data/hardware/accelerators.csv': 'name,tdp_w\nNVIDIA T4,65\n',
      'project/data/hardware/cpus.csv': 'name,tdp_w,cores\nAMD EPYC 7763,240,64\nMy Server CPU 77,88,\n',
    });
    expect(matchAccelerator(host, 't4')).toMatchObject({ value: { accelerator: { tdpW: 65 } } });
    expect(matchAccelerator(host, 'L4')).toMatchObject({ value: { accelerator: { tdpW: 50 } } });
    expect(matchCpu(host, 'epyc 7763')).toMatchObject({ value: { tdpW: 240, coresPerSocket: 64 } });
    expect(matchCpu(host, 'my server cpu 77')).toMatchObject({ value: { tdpW: 88 } });
  });

  it('a wrong row is left out and told with its place; the others are used', () => {
    const host = hostWith({
      'project/data/hardware/accelerators.csv':
        'name,tdp_w,vendor\nAcme X1,300,\nAcme X2,lots,\nAcme X3,-5,\n,7,\nAcme X4,10,acme\nAcme X5,\n',
      'project/data/cpus.csv': 'name,tdp_w\nAcme 9000,\nAcme 9001,15\n',
    });
    expect(matchAccelerator(host, 'acme x1').kind).toBe('found');
    expect(matchAccelerator(host, 'acme x2').kind).toBe('unknown');
    expect(acceleratorProblems(host).map(({ code, at }) => [code, at?.line])).toEqual(
      [3, 4, 5, 6, 7].map((line) => ['E_CONFIG', line]),
    );
    expect(acceleratorProblems(host)[0]?.why).toBe('"lots" in column tdp_w is not a positive number.');
    expect(cpuProblems(host)).toHaveLength(1);
    expect(matchCpu(host, 'acme 9001')).toMatchObject({ value: { tdpW: 15 } });
  });

  it("what a project's data/ holds beside is not ours; data/hardware/ is, so a header that is not understood is told", () => {
    const other = hostWith({
      'project/data/cpus.csv': 'id,price\n1,2\n',
      'project/data/accelerators.csv': 'name,tdp_w,price\nAcme,3,4\n',
    });
    expect([...cpuProblems(other), ...acceleratorProblems(other)]).toEqual([]);
    expect(matchAccelerator(other, 'acme').kind).toBe('unknown');
    const ours = hostWith({ 'project/data/hardware/cpus.csv': 'id,price\n1,2\n' });
    expect(cpuProblems(ours)).toMatchObject([{ code: 'E_CONFIG', at: { line: 1 } }]);
  });

  it('a folder of that name is none; a file that cannot be read is told', () => {
    const host = hostWith({
      'project/data/hardware/cpus.csv/readme': 'x',
    });
    expect(cpuProblems(host)).toEqual([]);
    const loop = hostWith({ 'project/data/hardware/readme': '' });
    const path = join(loop.cwd, 'data/hardware/accelerators.csv');
    symlinkSync(path, path); // a link to itself: no user can read it
    expect(acceleratorProblems(loop)).toMatchObject([{ code: 'E_CONFIG', what: `${path} is left out` }]);
    expect(matchAccelerator(loop, 'a100').kind).toBe('found');
  });

  it('in a checkout of joulebook the shipped table is not its own extension', () => {
    const host = realHost({ cwd: packageRoot(), home: undefined, env: {} });
    expect(extraTables(host, 'hardware/accelerators.csv')).toEqual([]);
    expect(matchAccelerator(host, 'TPU v3')).toMatchObject({
      value: { accelerator: { measuredSystemW: { value: 283 } } },
    });
  });
});
