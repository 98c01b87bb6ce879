/** Values of nvmlReturn_t that are told apart. */
export const NVML = {
  success: 0,
  uninitialized: 1,
  invalidArgument: 2,
  notSupported: 3,
  noPermission: 4,
  notFound: 6,
  insufficientSize: 7,
  insufficientPower: 8,
  driverNotLoaded: 9,
  timeout: 10,
  irqIssue: 11,
  functionNotFound: 13,
  corruptedInforom: 14,
  gpuIsLost: 15,
  resetRequired: 16,
  operatingSystem: 17,
  versionMismatch: 18,
  gpuNotFound: 28,
  unknown: 999,
} as const;

const WORDS: Readonly<Record<number, string>> = {
  1: 'the library is not initialised: the driver was reloaded',
  2: 'the library does not know the GPU any more (invalid argument)',
  3: 'the GPU or its driver does not support it',
  4: 'no permission to talk to the GPU',
  6: 'the GPU is not found any more',
  7: 'the answer is larger than the room for it',
  8: "the GPU's power cables are not attached properly",
  9: "NVIDIA's kernel driver is not loaded",
  10: 'the GPU did not answer in time',
  11: 'the kernel has trouble with the interrupts of the GPU',
  13: 'the installed driver is too old for it',
  14: 'the information memory of the GPU is corrupted',
  15: 'the GPU is lost: it has fallen off the bus',
  16: 'the GPU must be reset before it can be used again',
  17: 'the operating system has blocked the GPU (a device cgroup, a container)',
  18: 'the driver was updated while its old kernel module runs (driver/library version mismatch)',
  20: 'out of memory',
  21: 'it has no data',
  23: 'out of resources',
  28: 'there is no such GPU any more',
  999: 'an unknown error of the driver',
};

/** What a return code means, in a few words. */
export function whyOf(code: number): string {
  return WORDS[code] ?? `NVML error ${code}`;
}

const RELOAD = 'sudo rmmod nvidia_drm nvidia_modeset nvidia_uvm nvidia && sudo modprobe nvidia';

/** What to do about a return code of a GPU; undefined where nothing helps. */
export function fixOf(code: number, index?: number): string | undefined {
  const gpu = index === undefined ? '' : ` -i ${index}`;
  const reset = `\`sudo nvidia-smi --gpu-reset${gpu}\` when nothing uses it, else reboot`;
  const fixes: Readonly<Record<number, string>> = {
    [NVML.uninitialized]: 'nothing: it is initialised again by itself',
    [NVML.noPermission]: `\`ls -l /dev/nvidia${index ?? '*'}\` shows who may; join its group, or ask for this GPU where the job was started`,
    [NVML.insufficientPower]: 'attach all power cables of the GPU',
    [NVML.driverNotLoaded]: '`sudo modprobe nvidia`',
    [NVML.timeout]: "`sudo dmesg | grep -i xid` tells the driver's reason",
    [NVML.irqIssue]: '`sudo dmesg | grep -i nvrm` tells the reason; reboot',
    [NVML.gpuIsLost]: `\`sudo dmesg | grep -i xid\` tells why; ${reset}`,
    [NVML.resetRequired]: reset,
    [NVML.operatingSystem]: 'start the container again with `--gpus all` (or `--device /dev/nvidia0 …`)',
    [NVML.versionMismatch]: `\`${RELOAD}\` when nothing uses the GPUs, else reboot`,
    [NVML.unknown]:
      "`sudo dmesg | grep -i nvrm` tells the driver's reason; in a container, start it again with `--gpus all`",
  };
  return fixes[code];
}

const STALE: ReadonlySet<number> = new Set([
  NVML.uninitialized,
  NVML.invalidArgument,
  NVML.notFound,
  NVML.driverNotLoaded,
  NVML.gpuIsLost,
  NVML.resetRequired,
  NVML.gpuNotFound,
]);

/** Whether the handle of the GPU may be stale after this, so that another must be asked for. */
export function staleAfter(code: number): boolean {
  return STALE.has(code);
}

/** Whether the whole library must be initialised anew after this. */
export function closedAfter(code: number): boolean {
  return code === NVML.uninitialized || code === NVML.driverNotLoaded;
}
