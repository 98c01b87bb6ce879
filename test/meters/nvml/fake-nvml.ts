import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../../src/host/host.ts';
import { native } from '../../../src/host/native.io.ts';
import { fakeMachine } from '../../hardware/fake-machine.ts';

const SOURCE = fileURLToPath(new URL('fake-nvml.c', import.meta.url));
const built = new Map<string, string>();

function build(...flags: string[]): string {
  const key = flags.join(' ');
  let path = built.get(key);
  if (path === undefined) {
    path = join(mkdtempSync(join(tmpdir(), 'joulebook-nvml-')), 'libnvidia-ml.so.1');
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', ...flags, '-o', path, SOURCE]);
    built.set(key, path);
  }
  return path;
}

/** A driver with GPUs that a test drives. */
export interface FakeNvml {
  readonly path: string;
  readonly set: (gpu: number, key: string, value: number) => void;
  readonly name: (gpu: number, name: string) => void;
  /** Makes a call answer with a code: of one GPU, or of all (-1). 0 heals it. */
  readonly error: (gpu: number, call: string, code: number) => void;
  /** As when the driver was unloaded: everything is uninitialised. */
  readonly unload: () => void;
  /** How often it was initialised more than it was shut down. */
  readonly inits: () => number;
  readonly calls: (call: string) => number;
  readonly stride: (bytes: number) => void;
  readonly clear: (gpu: number) => void;
  readonly process: (gpu: number, kind: 'compute' | 'graphics' | 'mps', pid: number, bytes: number) => void;
  readonly sample: (gpu: number, pid: number, stampUs: number, percent: number) => void;
  readonly mig: (gpu: number, place: number, slice: FakeSlice) => void;
}

/** A slice of a fake GPU. */
export interface FakeSlice {
  readonly uuid: string;
  readonly name?: string;
  readonly gi: number;
  readonly slices: number;
  readonly computeSlices?: number;
  readonly memoryMiB: number;
}

/** Loads a copy of the fake library of its own, with `gpus` GPUs that draw at most 700 W. */
export function fakeNvml(gpus: number, options: { readonly old?: boolean } = {}): FakeNvml {
  const path = join(mkdtempSync(join(tmpdir(), 'joulebook-nvml-')), 'libnvidia-ml.so.1');
  copyFileSync(build(...(options.old === true ? ['-DOLD_DRIVER'] : [])), path);
  const bindings = native();
  if (bindings === null) throw new Error('the tests of NVML need koffi');
  const library = bindings.koffi.load(path);
  const func = (prototype: string): ((...args: unknown[]) => number) => library.func(prototype) as never;
  func('void fake_setup(int count)')(gpus);
  const must = (code: number): void => {
    if (code !== 0) throw new Error('the fake library does not know that word');
  };
  const set = func('int fake_set(int gpu, const char *key, double value)');
  const name = func('int fake_name(int gpu, const char *name)');
  const error = func('int fake_error(int gpu, const char *call, int code)');
  const process = func('void fake_process(int gpu, int kind, unsigned int pid, double bytes)');
  const sample = func('void fake_sample(int gpu, unsigned int pid, double stamp, unsigned int sm)');
  const mig = func(
    'void fake_mig(int gpu, int place, const char *uuid, const char *name, uint gi, uint ci, uint slices, uint computeSlices, double mb)',
  );
  return {
    path,
    set: (gpu, key, value) => must(set(gpu, key, value)),
    name: (gpu, text) => must(name(gpu, text)),
    error: (gpu, call, code) => must(error(gpu, call, code)),
    unload: func('void fake_unload()'),
    inits: func('int fake_inits()'),
    calls: func('int fake_calls(const char *call)'),
    stride: func('void fake_stride(int bytes)'),
    clear: func('void fake_clear(int gpu)'),
    process: (gpu, kind, pid, bytes) => {
      process(gpu, ['compute', 'graphics', 'mps'].indexOf(kind), pid, bytes);
    },
    sample,
    mig: (gpu, place, slice) => {
      const { uuid, gi, slices, memoryMiB } = slice;
      mig(gpu, place, uuid, slice.name ?? '', gi, 0, slices, slice.computeSlices ?? slices, memoryMiB);
    },
  };
}

/** A machine with an NVIDIA driver whose library is the fake one, and processes that are alive. */
export function machineWith(
  fake: FakeNvml,
  options: {
    readonly pids?: readonly number[];
    readonly env?: Host['env'];
    readonly wallMs?: () => number;
  } = {},
): Host {
  const host = fakeMachine(
    {
      'proc/driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22\n',
      ...Object.fromEntries((options.pids ?? []).map((pid) => [`proc/${pid}/stat`, `${pid} (x) R 1\n`])),
    },
    { JOULEBOOK_NVML: fake.path, ...options.env },
  );
  return { ...host, clock: { ...host.clock, wallMs: options.wallMs ?? (() => 1_700_000_000_000) } };
}

/** UUID of a GPU of the fake library. */
export function uuidOf(gpu: number): string {
  return `GPU-${String(gpu).repeat(8)}-0000-0000-0000-000000000000`;
}
