import type { Native } from '../../host/native.io.ts';
import { NVML } from './return-code.ts';

/** A function of the library: it returns an nvmlReturn_t. A symbol that the driver lacks returns "function not found". */
export type NvmlCall = (...args: unknown[]) => number;

const missing: NvmlCall = () => NVML.functionNotFound;

/**
 * Opens NVML and binds what is used of it. Devices are their pointers as numbers; results are written into buffers of the caller, so that
 * nothing is allocated on the way.
 *
 * @throws what the dynamic linker says where the file cannot be loaded.
 */
export function openLibrary(native: Native, path: string) {
  const library = native.koffi.load(path);
  /** The first of the names that the library has; all take the same arguments. */
  const bind = (names: readonly string[], parameters: string): NvmlCall => {
    for (const name of names) {
      try {
        return library.func(`int ${name}(${parameters})`) as never;
      } catch {
        // an older driver: the next name
      }
    }
    return missing;
  };
  const newest = (name: string, versions: number): string[] => [
    ...Array.from({ length: versions - 1 }, (_, n) => `${name}_v${versions - n}`),
    name,
  ];
  const ofDevice = (name: string): NvmlCall => bind([name], 'size_t device, void *out');
  const text = (name: string): NvmlCall => bind([name], 'size_t device, void *text, uint32_t length');
  const processes = (kind: string): NvmlCall =>
    bind(newest(`nvmlDeviceGet${kind}RunningProcesses`, 3), 'size_t device, void *count, void *infos');

  return {
    path,
    init: bind(['nvmlInit_v2', 'nvmlInit'], 'void'),
    shutdown: bind(['nvmlShutdown'], 'void'),
    driverVersion: bind(['nvmlSystemGetDriverVersion'], 'void *text, uint32_t length'),
    count: bind(['nvmlDeviceGetCount_v2', 'nvmlDeviceGetCount'], 'void *count'),
    byIndex: bind(
      ['nvmlDeviceGetHandleByIndex_v2', 'nvmlDeviceGetHandleByIndex'],
      'uint32_t index, void *device',
    ),
    byUuid: bind(['nvmlDeviceGetHandleByUUID'], 'const char *uuid, void *device'),
    uuid: text('nvmlDeviceGetUUID'),
    name: text('nvmlDeviceGetName'),
    pci: bind(['nvmlDeviceGetPciInfo_v3'], 'size_t device, void *pci'),
    limits: bind(
      ['nvmlDeviceGetPowerManagementLimitConstraints'],
      'size_t device, void *smallest, void *largest',
    ),
    defaultLimit: ofDevice('nvmlDeviceGetPowerManagementDefaultLimit'),
    enforcedLimit: ofDevice('nvmlDeviceGetEnforcedPowerLimit'),
    energy: ofDevice('nvmlDeviceGetTotalEnergyConsumption'),
    power: ofDevice('nvmlDeviceGetPowerUsage'),
    fieldValues: bind(['nvmlDeviceGetFieldValues'], 'size_t device, int count, void *values'),
    utilization: ofDevice('nvmlDeviceGetUtilizationRates'),
    memory: ofDevice('nvmlDeviceGetMemoryInfo'),
    memoryV2: ofDevice('nvmlDeviceGetMemoryInfo_v2'),
    computeProcesses: processes('Compute'),
    graphicsProcesses: processes('Graphics'),
    mpsProcesses: processes('MPSCompute'),
    processUtilization: bind(
      ['nvmlDeviceGetProcessUtilization'],
      'size_t device, void *samples, void *count, uint64_t since',
    ),
    migMode: bind(['nvmlDeviceGetMigMode'], 'size_t device, void *current, void *pending'),
    migCount: ofDevice('nvmlDeviceGetMaxMigDeviceCount'),
    migByIndex: bind(['nvmlDeviceGetMigDeviceHandleByIndex'], 'size_t device, uint32_t index, void *mig'),
    gpuInstance: ofDevice('nvmlDeviceGetGpuInstanceId'),
    computeInstance: ofDevice('nvmlDeviceGetComputeInstanceId'),
    attributes: bind(
      ['nvmlDeviceGetAttributes_v2', 'nvmlDeviceGetAttributes'],
      'size_t device, void *attributes',
    ),
  };
}

/** NVML as it is bound. */
export type NvmlLibrary = ReturnType<typeof openLibrary>;
