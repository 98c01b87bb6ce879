import type { SlotSpec } from './slot-spec.ts';

/** Keys of a row that say which hardware and what power. */
export const HARDWARE_SLOTS = {
  hardware: {
    about: 'Accelerators, `"8 x A100-SXM4-80GB"`; also a list of names or of objects with keys of this table',
    dimension: 'text',
    names:
      'hardware hw hw_type gpu gpu_type gpu_model gpu_name accelerator accelerator_type accelerator_name device device_type hardware_type hardware_used hardware_name tpu tpu_type processor chip chip_type card',
  },
  count: {
    about: 'Number of accelerators',
    dimension: 'number',
    names:
      'count n g gpus num_gpus n_gpus gpu_count number_of_gpus gpu_num chips_in_system chips num_chips n_chips chip_count number_of_chips tpus num_tpus n_tpus tpu_count tpu_chips accelerators num_accelerators n_accelerators accelerator_count number_of_accelerators devices num_devices n_devices device_count number_of_devices processors n_processors num_processors number_of_processors quantity hardware_count world_size',
    bare: true,
  },
  nodes: {
    about: 'Number of machines',
    dimension: 'number',
    names:
      'nodes num_nodes n_nodes node_count number_of_nodes servers num_servers machines hosts instances num_instances n_instances',
    bare: true,
  },
  perNode: {
    about: 'Accelerators of one machine',
    dimension: 'number',
    names:
      'gpus_per_node gpus_per_server gpus_per_machine gpus_per_host accelerators_per_node accelerators_per_server chips_per_node chips_per_host devices_per_node',
    bare: true,
  },
  powerTotal: {
    about: 'Mean power of the whole system; the number of accelerators is in it',
    dimension: 'watts',
    names:
      'total_power power_total system_power power_system total_system_power server_power machine_power wall_power power_wall power_all combined_power mean_total_power mean_system_power it_power total_it_power it_load_power total_power_draw cluster_power',
    bare: true,
  },
  powerNode: {
    about: 'Mean power of one machine',
    dimension: 'watts',
    names:
      'node_power mean_node_power mean_power_per_node power_per_node power_per_server power_per_machine power_per_host',
    bare: true,
  },
  powerMean: {
    about: 'Mean power of one accelerator as it was measured or stated; a utilisation is in it already',
    dimension: 'watts',
    names:
      'mean_power_each avg_power_per_gpu average_power_per_gpu mean_power_per_gpu avg_power_per_accelerator average_power_per_accelerator mean_power_per_accelerator avg_power_per_processor average_power_per_processor avg_power_per_chip measured_power_per_accelerator measured_system_power_per_accelerator system_power_per_accelerator system_power_each measured_power_each measured_gpu_power avg_gpu_power average_gpu_power mean_gpu_power system_average_power_per_accelerator',
    bare: true,
  },
  powerEach: {
    about: 'Power of one accelerator; a utilisation beside it is applied',
    dimension: 'watts',
    names:
      'power_each each power_per_accelerator power_per_gpu power_per_device power_per_chip power_per_processor power_per_tpu power_per_card power_per_unit gpu_power power_gpu accelerator_power device_power chip_power tpu_power gpu_power_draw gpu_power_consumption power_consumption_per_gpu average_gpu_power_draw p_g per_gpu per_accelerator per_device per_chip',
    bare: 'power_each power_per_accelerator power_per_gpu power_per_device power_per_chip power_per_processor power_per_tpu power_per_card gpu_power power_gpu accelerator_power device_power chip_power tpu_power gpu_power_draw gpu_power_consumption p_g',
  },
  powerLimit: {
    about: "The maker's limit of one accelerator (TDP, TGP, TBP); a utilisation beside it is applied",
    dimension: 'watts',
    names:
      'tdp gpu_tdp tdp_gpu tdp_each tdp_per_gpu tdp_per_accelerator tdp_per_device tdp_per_chip accelerator_tdp device_tdp tpu_tdp max_power peak_power power_limit rated_power power_cap max_power_per_gpu peak_power_per_gpu tgp tbp',
    bare: true,
  },
  power: {
    about:
      'A power of which it is not said whether it is of one accelerator or of all; told apart by the TDP, and said in the note',
    dimension: 'watts',
    unitAlone: true,
    names:
      'power avg_power average_power mean_power measured_power power_draw avg_power_draw average_power_draw mean_power_draw power_usage power_avg power_mean measured power_consumption average_power_consumption total_power_consumption',
    bare: 'power avg_power average_power mean_power measured_power power_draw avg_power_draw average_power_draw mean_power_draw power_consumption average_power_consumption',
  },
  cpuPower: {
    about: 'Mean power of all CPUs (Strubell et al.: p_c)',
    dimension: 'watts',
    names: 'cpu_power power_cpu p_c cpus_power mean_cpu_power cpu_power_draw cpu_power_total',
    bare: true,
  },
  ramPower: {
    about: 'Mean power of all memory (Strubell et al.: p_r)',
    dimension: 'watts',
    names: 'ram_power dram_power memory_power mean_memory_power power_ram power_dram power_memory p_r',
    bare: true,
  },
  utilisation: {
    about: 'Part of the power limit that was used, 0 to 1 or per cent',
    dimension: 'part',
    names:
      'utilisation utilization usage u load gpu_utilisation gpu_utilization gpu_usage usage_gpu gpu_load average_utilisation average_utilization avg_utilization avg_utilisation utilisation_gpu utilization_gpu usage_factor tpu_utilisation tpu_utilization use_rate usage_rate',
    bare: true,
  },
  cpu: {
    about: 'CPU model',
    dimension: 'text',
    names: 'cpu cpu_model cpu_name cpu_type',
  },
  sockets: {
    about: 'Number of CPUs',
    dimension: 'number',
    names: 'cpus sockets num_cpus n_cpus cpu_count number_of_cpus',
    bare: true,
  },
  cores: {
    about: 'CPU cores that are used',
    dimension: 'number',
    names: 'cores n_cores num_cores cpu_cores number_of_cores core_count n_c n_cpu_cores',
    bare: true,
  },
  coreTdp: {
    about: 'Power of one core',
    dimension: 'watts',
    names:
      'core_tdp tdp_per_core power_per_core core_power cpu_core_tdp cpu_tdp_per_core cpu_power_per_core per_core',
    bare: 'core_tdp tdp_per_core power_per_core core_power cpu_core_tdp cpu_tdp_per_core cpu_power_per_core',
  },
  cpuTdp: {
    about: 'TDP of one CPU',
    dimension: 'watts',
    names: 'cpu_tdp tdp_cpu cpu_power_limit tdp_per_cpu',
    bare: true,
  },
  cpuUsage: {
    about: 'Part of the cores that was used',
    dimension: 'part',
    names:
      'cpu_usage cpu_utilisation cpu_utilization core_usage usage_core usage_cpu u_c cpu_load cpu_usage_factor core_usage_factor',
    bare: true,
  },
  memory: {
    about: 'Memory that is available',
    dimension: 'gigabytes',
    unitAlone: true,
    names:
      'memory ram mem dram available_memory memory_available requested_memory memory_size ram_size n_m system_memory',
    bare: 'memory ram mem dram available_memory memory_available requested_memory memory_size ram_size n_m system_memory',
  },
  memoryWPerGB: {
    about: 'Power of a gigabyte of memory',
    dimension: 'wPerGB',
    unitAlone: true,
    names: 'memory ram mem dram memory_power p_m ram_power',
    bare: 'p_m',
  },
  instance: {
    about: 'Instance of a cloud',
    dimension: 'text',
    names: 'instance instance_type machine_type vm vm_type vm_size cloud_instance',
  },
} as const satisfies Readonly<Record<string, SlotSpec>>;
