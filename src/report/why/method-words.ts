/** Ways of reading a component, in words. */
const WORDS: Readonly<Record<string, string>> = {
  rapl: 'energy counters of the CPU and its memory (RAPL, powercap)',
  'rapl:perf': 'energy counters of the CPU and its memory (RAPL, perf events)',
  'nvml:counter': "the GPU's energy counter (NVML)",
  'nvml:power': "the GPU's power, polled and integrated (NVML)",
  'nvidia-smi:power': "the GPU's power, polled and integrated (nvidia-smi)",
  'amdgpu:counter': "the GPU's energy counter (amdgpu)",
  'amdgpu:power': "the GPU's power, polled and integrated (amdgpu)",
  'hwmon:energy': 'an energy counter of the kernel (hwmon)',
  'hwmon:power': 'a power sensor, polled and integrated (hwmon)',
  'hwmon:grace': "Grace's power sensors, polled and integrated",
  'hwmon:power_meter': "the firmware's power meter (ACPI)",
  ina3221: "the board's power sensors (INA3221)",
  powermetrics: 'powermetrics (macOS)',
  battery: "the battery's gauge while it discharges",
  'ipmi:dcmi': "the management controller's power reading (IPMI DCMI)",
  'plug:shelly': 'a plug meter (Shelly)',
  'plug:shelly-em': 'a clamp meter (Shelly EM)',
  'plug:tasmota': 'a plug meter (Tasmota)',
  'plug:http': 'a plug meter',
  'wall-from-chips': 'what stands between chips and socket, by class of machine',
  'wall-from-chips:calibrated': 'what stands between chips and socket, as calibrated',
  'model:server': 'the power model of servers',
  'model:laptop': 'the power model of laptops',
  'model:desktop': 'the power model of desktops',
  'model:board': 'the power model of small boxes and boards',
  'model:slice': "the virtual machine's part of the power model of its host",
  'model:per-thread': 'a mean power for each thread',
  'model:calibrated': "the power model with this machine's own idle and full load",
};

/** A method in words; one of another version by its own name. */
export function methodWords(method: string): string {
  return WORDS[method] ?? (method.startsWith('model') ? `the power model (${method})` : method);
}

/** Ways of finding a run's share of a component. */
const SHARES: Readonly<Record<string, string>> = {
  'cpu-time': "CPU time of the run's processes over that of all work",
  'cpu-share': "as the CPU's",
  'sm-time': 'the run where it holds the device alone, else its part of the SM time',
};

/** A way of finding a share, in words. */
export function shareWords(method: string): string {
  return SHARES[method] ?? method;
}
