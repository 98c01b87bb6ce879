import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { Row } from './constants.ts';

/** What a row is chosen by. */
export interface MeterContext {
  /** `cpu`, `ram`, `gpu:0`, `other`. */
  readonly component: string;
  readonly method: string;
  readonly machine: MachineInfo | null;
}

const meter = (file: string, ...path: readonly string[]): Row => ({ file: `meters/${file}.json`, path });

type Choice = Row | ((context: MeterContext) => Row);

/** Of sensors whose driver names its parts by labels (`src/meters/boards`). */
const BOARD = (name: string): Row => meter('boards', name, 'sd');

/** Meters by the first word of their error source, with the row that says how well they measure. */
const ROWS: Readonly<Record<string, Choice>> = {
  rapl: raplRow,
  nvml: ({ method }) => meter('nvml', 'constants', NVML[method] ?? 'powerError'),
  amdgpu: ({ method }) => meter('amdgpu', method === 'amdgpu:counter' ? 'counterSd' : 'powerSd'),
  'intel-gpu': meter('intel-gpu', 'sd'),
  grace: BOARD('grace'),
  ina3221: BOARD('ina3221'),
  amd_energy: BOARD('amdEnergy'),
  occ: powerRow,
  ibmpowernv: powerRow,
  apm_xgene: BOARD('arm'),
  smpro_hwmon: BOARD('arm'),
  scmi_sensors: BOARD('arm'),
  powermetrics: meter('macos', 'sd'),
  battery: wholeRow,
  plug: wholeRow,
  ipmi: wholeRow,
  'power-meter': wholeRow,
};

const NVML: Readonly<Record<string, string>> = {
  'nvml:counter': 'counterError',
  'nvml:power': 'powerError',
  'nvidia-smi:power': 'smiError',
};

/** The row on the accuracy of the meter behind an error source; undefined where the source is no meter's. */
export function meterRow(source: string, context: MeterContext): Row | undefined {
  const [prefix = ''] = source.split(':');
  if (!Object.hasOwn(ROWS, prefix)) return undefined;
  const choice = ROWS[prefix];
  return typeof choice === 'function' ? choice(context) : choice;
}

/** Chosen as the meter chooses (`src/meters/rapl/rapl-table.ts`), by the name of the CPU instead of its vendor's id. */
function raplRow({ component, machine }: MeterContext): Row {
  const cpu = machine?.cpu ?? '';
  if (component === 'ram') {
    return meter('rapl', 'relativeSd', 'dram', /xeon|epyc/i.test(cpu) ? 'server' : 'client');
  }
  if (component !== 'cpu') return meter('rapl', 'relativeSd', 'psys');
  const maker = /intel/i.test(cpu) ? 'intel' : /\b(?:amd|hygon)\b/i.test(cpu) ? 'amd' : 'other';
  return meter('rapl', 'relativeSd', 'package', maker);
}

function powerRow({ component }: MeterContext): Row {
  return BOARD(component === 'other' ? 'powerSystem' : 'power');
}

/** Methods of plugs that are not yet identified count as clamps do. */
function wholeRow({ method }: MeterContext): Row {
  const known = [
    'plug:shelly',
    'plug:shelly-em',
    'plug:tasmota',
    'ipmi:dcmi',
    'hwmon:power_meter',
    'battery',
  ];
  return meter('whole', 'methods', known.includes(method) ? method : 'plug:shelly-em');
}
