import { performance } from 'node:perf_hooks';
import { setImmediate as breathe } from 'node:timers/promises';
import { native } from '../../host/native.io.ts';
import type { Cuda } from './cuda.io.ts';
import { GPU_PROGRAM, gpuProgram } from './gpu-program.ts';

/** CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT. */
const MULTIPROCESSORS = 16;
const THREADS = 256;
/** Blocks for each multiprocessor: enough to fill the largest ones (2,048 threads). */
const BLOCKS_EACH = 8;
/** One launch takes about this long: long enough that the gaps between are nothing, short enough to end at once, ms. */
const LAUNCH_MS = 50;
const FIRST_ROUNDS = 1000;
const MOST_ROUNDS = 2 ** 31;
const FLOAT_BYTES = 4;

/** One GPU with the program on it. */
interface Loaded {
  readonly context: bigint;
  readonly function: bigint;
  readonly blocks: number;
  readonly parameters: BigUint64Array;
  readonly rounds: Uint32Array;
  /** Kept from the collector: the driver reads them at each launch. */
  readonly place: BigUint64Array;
}

/**
 * Keeps every GPU of CUDA busy until it is told to stop. Why it could not, if so.
 *
 * @param goesOn asked between launches, some twenty times a second.
 */
export async function loadGpus(cuda: Cuda, goesOn: () => boolean): Promise<string | undefined> {
  const gpus: Loaded[] = [];
  for (let ordinal = 0; ordinal < cuda.count; ordinal += 1) {
    const gpu = prepare(cuda, ordinal);
    if (typeof gpu === 'string') return `GPU ${ordinal}: ${gpu}`;
    gpus.push(gpu);
  }
  while (goesOn()) {
    // All are launched before the first is waited for: they work at once.
    for (const [ordinal, gpu] of gpus.entries()) {
      const code = launch(cuda, gpu);
      if (code !== 0) return `GPU ${ordinal}: it does not take the program (${code})`;
    }
    for (const [ordinal, gpu] of gpus.entries()) {
      const code = wait(cuda, gpu);
      if (code !== 0) return `GPU ${ordinal}: the program failed (${code})`;
    }
    await breathe();
  }
  return undefined;
}

function prepare(cuda: Cuda, ordinal: number): Loaded | string {
  const device = new Int32Array(1);
  const count = new Int32Array(1);
  const context = new BigUint64Array(1);
  const image = new BigUint64Array(1);
  const place = new BigUint64Array(1);
  const entry = new BigUint64Array(1);
  const at = (handle: BigUint64Array): bigint => handle[0] ?? 0n;
  const steps: readonly (readonly [name: string, code: () => number])[] = [
    ['cuDeviceGet', () => cuda.deviceGet(device, ordinal)],
    ['cuDeviceGetAttribute', () => cuda.attribute(count, MULTIPROCESSORS, device[0])],
    ['cuDevicePrimaryCtxRetain', () => cuda.retainContext(context, device[0])],
    ['cuCtxSetCurrent', () => cuda.setContext(at(context))],
    ['cuModuleLoadData', () => cuda.loadModule(image, gpuProgram())],
    ['cuModuleGetFunction', () => cuda.functionOf(entry, at(image), GPU_PROGRAM)],
    ['cuMemAlloc', () => cuda.allocate(place, (count[0] ?? 0) * BLOCKS_EACH * THREADS * FLOAT_BYTES)],
  ];
  for (const [name, step] of steps) {
    const code = step();
    if (code !== 0) return `${name} failed (${code})`;
  }
  const rounds = new Uint32Array([FIRST_ROUNDS]);
  const gpu: Loaded = {
    context: at(context),
    function: at(entry),
    blocks: (count[0] ?? 1) * BLOCKS_EACH,
    parameters: pointersTo([place, rounds]),
    rounds,
    place,
  };
  return tune(cuda, gpu);
}

/** Finds how many rounds take {@link LAUNCH_MS}: the first launch only wakes the GPU up. */
function tune(cuda: Cuda, gpu: Loaded): Loaded | string {
  for (let k = 0; k < 3; k += 1) {
    const start = performance.now();
    const code = launch(cuda, gpu) || wait(cuda, gpu);
    if (code !== 0) return `the program failed (${code})`;
    const took = Math.max(0.01, performance.now() - start);
    const rounds = Math.min(MOST_ROUNDS, ((gpu.rounds[0] ?? 1) * LAUNCH_MS) / took);
    if (k > 0) gpu.rounds[0] = Math.max(1, Math.round(rounds));
  }
  return gpu;
}

function launch(cuda: Cuda, gpu: Loaded): number {
  return (
    cuda.setContext(gpu.context) ||
    cuda.launch(gpu.function, gpu.blocks, 1, 1, THREADS, 1, 1, 0, 0, gpu.parameters, null)
  );
}

function wait(cuda: Cuda, gpu: Loaded): number {
  return cuda.setContext(gpu.context) || cuda.synchronize();
}

/** A C array of pointers to these buffers. */
function pointersTo(buffers: readonly ArrayBufferView[]): BigUint64Array {
  const koffi = native()?.koffi;
  return BigUint64Array.from(buffers, (buffer) => koffi?.address(buffer) ?? 0n);
}
