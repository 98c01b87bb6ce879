import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseFdinfo } from '../../../src/meters/drm/fdinfo.ts';
import { findAmdGpu } from '../../../src/meters/amdgpu/find-amdgpu.io.ts';
import { busyTimes } from '../../../src/meters/drm/tenants.ts';
import type { GpuTenancy } from '../../../src/meters/gpu-tenancy.ts';
import { bundled } from '../../bundled.ts';
import { SysfsTree } from '../boards/sysfs-tree.ts';
import { amdDevice, deviceFolder } from '../amdgpu/amd.golden.ts';

const ENGINES = ['gfx', 'compute'];

interface Client {
  readonly bus: string;
  readonly client: number;
  readonly gfxMs?: number;
  readonly computeMs?: number;
  readonly vramMiB?: number;
}

const fdinfo = ({ bus, client, gfxMs = 0, computeMs = 0, vramMiB = 0 }: Client): string =>
  `pos:\t0\nflags:\t02100002\nmnt_id:\t29\nino:\t1085\ndrm-driver:\tamdgpu\ndrm-client-id:\t${client}\ndrm-pdev:\t0000:${bus}:00.0\npasid:\t32774\ndrm-total-vram:\t${vramMiB + 5} MiB\ndrm-resident-vram:\t${vramMiB} MiB\ndrm-memory-vram:\t${vramMiB * 1024} KiB\ndrm-memory-gtt: \t2048 KiB\namd-evicted-vram:\t0 KiB\ndrm-engine-gfx:\t${gfxMs * 1e6} ns\ndrm-engine-compute:\t${computeMs * 1e6} ns\ndrm-engine-dec:\t777 ns\n`;

/** Lets a process have files open: a client of a device, `/dev/kfd`, or anything else. */
function open(tree: SysfsTree, pid: number, fd: number, what: Client | string): void {
  if (typeof what === 'string') tree.write(`proc/${pid}/fd/${fd}`, `-> ${what}`);
  else {
    tree.write(`proc/${pid}/fd/${fd}`, `-> /dev/dri/renderD${128 + (Number.parseInt(what.bus, 16) % 8)}`);
    tree.write(`proc/${pid}/fdinfo/${fd}`, fdinfo(what));
  }
}

function machine(): { readonly tree: SysfsTree; readonly tenancies: () => readonly GpuTenancy[] } {
  const hwmon = { power1_average: '100000000' };
  const tree = new SysfsTree({
    ...amdDevice({
      bus: '03',
      minor: 0,
      hwmon,
      files: { gpu_busy_percent: '0\n', mem_info_vram_used: '100000000\n' },
    }),
    ...amdDevice({
      bus: '0c',
      minor: 1,
      hwmon,
      files: { gpu_busy_percent: '75\n', mem_info_vram_used: '100000000\n' },
    }),
    'sys/class/kfd/kfd/topology/nodes/0/gpu_id': '0\n',
    'sys/class/kfd/kfd/topology/nodes/0/properties': 'cpu_cores_count 16\nlocation_id 0\ndomain 0\n',
    'sys/class/kfd/kfd/topology/nodes/1/gpu_id': '4711\n',
    'sys/class/kfd/kfd/topology/nodes/1/properties': `simd_count 192\nlocation_id ${3 * 256}\ndomain 0\n`,
    'sys/class/kfd/kfd/topology/nodes/2/gpu_id': '815\n',
    'sys/class/kfd/kfd/topology/nodes/2/properties': `simd_count 192\nlocation_id ${12 * 256}\ndomain 0\n`,
  });
  return { tree, tenancies: () => findAmdGpu(tree.host, { hostId: 'abc', firstGpu: 0 }).tenancies ?? [] };
}

test('fdinfo is read by its keys', () => {
  expect(parseFdinfo(fdinfo({ bus: '03', client: 7, gfxMs: 3, computeMs: 4, vramMiB: 8 }), ENGINES)).toEqual({
    pci: '0000:03:00.0',
    client: '7',
    busyNs: 7e6,
    memoryBytes: 8 * 2 ** 20,
  });
  expect(
    parseFdinfo('drm-pdev:\t0000:03:00.0\ndrm-client-id:\t1\ndrm-memory-vram:\t4 KiB\n', ENGINES),
  ).toEqual({
    pci: '0000:03:00.0',
    client: '1',
    busyNs: Number.NaN,
    memoryBytes: 4096,
  });
  expect(parseFdinfo('pos:\t0\nflags:\t02\n', ENGINES)).toBeUndefined();
});

test('a client that reports less than before keeps what it had', () => {
  const client = parseFdinfo(fdinfo({ bus: '03', client: 7, gfxMs: 3 }), ENGINES);
  if (client === undefined) throw new Error('not read');
  const times = busyTimes([{ pid: 1, usesKfd: false, clients: [client] }], new Map([['7', 9e6]]));
  expect(times.get('7')).toBe(9e6);
});

test('each device has its own users, with their part of the time between two looks', () => {
  const { tree, tenancies } = machine();
  open(tree, 100, 5, { bus: '03', client: 1, computeMs: 1000, vramMiB: 500 });
  open(tree, 100, 6, { bus: '03', client: 1, computeMs: 1000, vramMiB: 500 }); // the same client again
  open(tree, 100, 7, { bus: '0c', client: 2, gfxMs: 0, vramMiB: 1 });
  open(tree, 200, 3, { bus: '03', client: 3, gfxMs: 100, vramMiB: 50 });
  open(tree, 300, 3, { bus: '03', client: 4 }); // has it open, and uses nothing
  open(tree, 400, 3, '/dev/null');
  const [first, second] = tenancies() as [GpuTenancy, GpuTenancy];
  for (const tenancy of [first, second]) tenancy.look(10);
  expect(new Set(first.tenants.map(({ pid }) => pid))).toEqual(new Set([100, 200]));
  expect(first.tenants.every(({ smBusy }) => Number.isNaN(smBusy))).toBe(true); // of the time before it first looked nothing is known
  for (const fd of [5, 6]) tell(tree, 100, fd, { bus: '03', client: 1, computeMs: 3500, vramMiB: 500 });
  tell(tree, 200, 3, { bus: '03', client: 3, gfxMs: 600, vramMiB: 50 });
  for (const tenancy of [first, second]) tenancy.look(15);
  expect([...first.tenants].sort((a, b) => a.pid - b.pid)).toEqual([
    { pid: 100, smBusy: 0.5 },
    { pid: 200, smBusy: 0.1 },
  ]);
  expect(first.busy).toBe(0);
  expect(second.tenants).toEqual([{ pid: 100, smBusy: 0 }]);
  expect(second.busy).toBe(0.75);
  expect([first.isHidden, second.isHidden]).toEqual([false, false]);
  rmSync(join(tree.root, 'proc/200'), { recursive: true });
  for (const tenancy of [first, second]) tenancy.look(20);
  expect(first.tenants.map(({ pid }) => pid)).toEqual([100]);
});

/** Writes what a descriptor tells anew. */
function tell(tree: SysfsTree, pid: number, fd: number, client: Client): void {
  tree.write(`proc/${pid}/fdinfo/${fd}`, fdinfo(client));
}

test('ROCm opens every device: only those whose memory it holds count, and its time is not told', () => {
  const { tree, tenancies } = machine();
  open(tree, 100, 4, '/dev/kfd');
  open(tree, 100, 5, { bus: '03', client: 1, vramMiB: 1 });
  open(tree, 100, 6, { bus: '0c', client: 2, vramMiB: 1 });
  tree.write('sys/class/kfd/kfd/proc/100/vram_4711', '1073741824\n');
  tree.write('sys/class/kfd/kfd/proc/100/vram_815', '0\n');
  const [first, second] = tenancies() as [GpuTenancy, GpuTenancy];
  for (const nowS of [10, 20]) for (const tenancy of [first, second]) tenancy.look(nowS);
  expect(first.tenants).toEqual([{ pid: 100, smBusy: Number.NaN }]);
  expect(second.tenants).toEqual([]);
});

test('a process of the compute driver that is not in our /proc is hidden', () => {
  const { tree, tenancies } = machine();
  tree.write('sys/class/kfd/kfd/proc/31337/vram_4711', '1073741824\n');
  tree.write('sys/class/kfd/kfd/proc/31337/vram_815', '0\n');
  const [first] = tenancies() as [GpuTenancy];
  first.look(10);
  expect(first.isHidden).toBe(true);
});

test('a device that works while nobody is seen is hidden', () => {
  const [first, second] = machine().tenancies() as [GpuTenancy, GpuTenancy];
  for (const tenancy of [first, second]) tenancy.look(10);
  expect([first.isHidden, second.isHidden]).toEqual([false, true]);
});

test('a sleeping device is not asked, and works for nobody', () => {
  const { tree, tenancies } = machine();
  tree.write(`${deviceFolder('0c')}/power/runtime_status`, 'suspended\n');
  tree.write(`${deviceFolder('0c')}/gpu_busy_percent`, 'must not be read');
  const [, second] = tenancies() as [GpuTenancy, GpuTenancy];
  second.look(10);
  expect([second.busy, second.isHidden]).toEqual([0, false]);
});

test('processes that we may not look into, and memory that nobody seen holds: hidden', () => {
  const { tree } = machine();
  tree.write(`${deviceFolder('03')}/mem_info_vram_used`, String(4 * 2 ** 30));
  open(tree, 100, 5, { bus: '03', client: 1, vramMiB: 500 });
  mkdirSync(join(tree.root, 'proc/999/fd'), { recursive: true });
  chmodSync(tree.root, 0o755);
  chmodSync(join(tree.root, 'proc/999/fd'), 0o000);
  const program = bundled(`import { findAmdGpu } from './src/meters/amdgpu/find-amdgpu.io.ts';
    import { realHost } from './src/host/real-host.io.ts';
    const at = (name) => process.argv[2] + '/' + name;
    const host = realHost({ roots: { proc: at('proc'), sys: at('sys'), etc: at('etc'), dev: at('dev'), registry: [] } });
    const { tenancies } = findAmdGpu(host, { hostId: 'abc', firstGpu: 0 });
    if (process.getuid() === 0) process.setuid(65534);
    const told = () => tenancies.map((t) => { t.look(10); return [t.isHidden, t.tenants.length]; });
    console.log(JSON.stringify(told()));`);
  const told = (): unknown =>
    JSON.parse(execFileSync(process.execPath, [program, tree.root], { encoding: 'utf8' }));
  expect(told()).toEqual([
    [true, 1],
    [true, 0],
  ]);
  tree.write(`${deviceFolder('03')}/mem_info_vram_used`, String(600 * 2 ** 20));
  expect(told()).toEqual([
    [false, 1],
    [true, 0], // it is busy
  ]);
});

test('looking is done a part at a time, and at most every two seconds; young processes come first', () => {
  const { tree, tenancies } = machine();
  for (let pid = 1000; pid < 1100; pid += 1)
    for (let fd = 0; fd < 10; fd += 1) open(tree, pid, fd, '/dev/null');
  open(tree, 999, 3, { bus: '03', client: 1, vramMiB: 500 });
  const [first] = tenancies() as [GpuTenancy];
  const pids = (): readonly number[] => first.tenants.map(({ pid }) => pid);
  first.look(0);
  expect(pids()).toEqual([]);
  open(tree, 500, 3, '/dev/null');
  first.look(1); // too early
  first.look(2);
  expect(pids()).toEqual([]);
  open(tree, 500, 4, { bus: '03', client: 2, vramMiB: 5 });
  first.look(4);
  expect(pids()).toEqual([500]);
  for (let nowS = 6; nowS < 30; nowS += 2) first.look(nowS);
  expect(pids()).toEqual([500, 999]);
});
