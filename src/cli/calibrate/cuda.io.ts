import type { Host } from '../../host/host.ts';
import { native } from '../../host/native.io.ts';

/** A function of CUDA's driver: it returns a CUresult, 0 for success. */
type CudaCall = (...args: unknown[]) => number;

/** What of CUDA's driver is needed to load GPUs; it comes with the driver, no toolkit is asked for. */
export interface Cuda {
  readonly count: number;
  readonly deviceGet: CudaCall;
  readonly attribute: CudaCall;
  readonly retainContext: CudaCall;
  readonly setContext: CudaCall;
  readonly allocate: CudaCall;
  readonly loadModule: CudaCall;
  readonly functionOf: CudaCall;
  readonly launch: CudaCall;
  readonly synchronize: CudaCall;
}

/** The library of CUDA's driver on Linux and on WSL. */
const LIBRARIES = ['libcuda.so.1', '/usr/lib/wsl/lib/libcuda.so.1', '/run/opengl-driver/lib/libcuda.so.1'];

/** Opens CUDA's driver, with at least one GPU; else why not. `JOULEBOOK_CUDA` names another library. */
export function openCuda({ env }: Pick<Host, 'env'>): Cuda | string {
  const bindings = native();
  if (bindings === null) return 'the native bindings (koffi) cannot be loaded';
  const named = env['JOULEBOOK_CUDA'] || undefined;
  for (const path of named === undefined ? LIBRARIES : [named]) {
    let library: { readonly func: (prototype: string) => unknown };
    try {
      library = bindings.koffi.load(path);
    } catch {
      continue; // not there: the next place
    }
    try {
      return bound((prototype) => library.func(`int ${prototype}`) as CudaCall);
    } catch (error) {
      return `${path} is no driver of CUDA that can be used (${error instanceof Error ? error.message : 'unknown'})`;
    }
  }
  return 'there is no CUDA driver (libcuda.so.1)';
}

function bound(func: (prototype: string) => CudaCall): Cuda | string {
  const code = func('cuInit(uint32_t flags)')(0);
  if (code !== 0) return `CUDA cannot be started (cuInit: ${code})`;
  const count = new Int32Array(1);
  if (func('cuDeviceGetCount(void *count)')(count) !== 0 || (count[0] ?? 0) < 1) return 'CUDA sees no GPU';
  return {
    count: count[0] ?? 0,
    deviceGet: func('cuDeviceGet(void *device, int ordinal)'),
    attribute: func('cuDeviceGetAttribute(void *value, int attribute, int device)'),
    retainContext: func('cuDevicePrimaryCtxRetain(void *context, int device)'),
    setContext: func('cuCtxSetCurrent(size_t context)'),
    allocate: func('cuMemAlloc_v2(void *place, size_t bytes)'),
    loadModule: func('cuModuleLoadData(void *module, const char *image)'),
    functionOf: func('cuModuleGetFunction(void *function, size_t module, const char *name)'),
    launch: func(
      'cuLaunchKernel(size_t function, uint32_t gridX, uint32_t gridY, uint32_t gridZ, uint32_t blockX, uint32_t blockY, uint32_t blockZ, uint32_t sharedBytes, size_t stream, void *parameters, void *extra)',
    ),
    synchronize: func('cuCtxSynchronize()'),
  };
}
