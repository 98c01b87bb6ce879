import type { MachineInfo } from '../../../hardware/machine-info.ts';
import { type DecimalMark, numberOf } from '../numbers.ts';
import type { Fields } from './align.ts';

type Known = Partial<MachineInfo>;

const BYTES_PER_GIB = 2 ** 30;
const MOST_GPUS = 1024;
const COLUMNS = [
  'cpu_model',
  'gpu_model',
  'cpu_count',
  'ram_total_size',
  'os',
  'cloud_provider',
  'cloud_region',
];

/** The machine that a row tells of. */
export function machineOfFields(fields: Fields, mark: DecimalMark): Known {
  // The rows of a file are mostly of one machine.
  if (latest?.mark === mark && COLUMNS.every((name) => latest?.fields[name] === fields[name]))
    return latest.machine;
  latest = { fields, mark, machine: machineOf(fields, mark) };
  return latest.machine;
}

let latest: { readonly fields: Fields; readonly mark: DecimalMark; readonly machine: Known } | undefined;

function machineOf(fields: Fields, mark: DecimalMark): Known {
  const threads = numberOf(fields['cpu_count'] ?? '', mark);
  const gib = numberOf(fields['ram_total_size'] ?? '', mark);
  const gpus = gpusOf(fields['gpu_model'] ?? '');
  return {
    ...said('cpu', fields['cpu_model']),
    ...said('os', fields['os']),
    ...said('cloud', fields['cloud_provider']),
    ...said('cloudRegion', fields['cloud_region']),
    ...(threads === undefined ? {} : { threads }),
    ...(gib === undefined ? {} : { ramBytes: Math.round(gib * BYTES_PER_GIB) }),
    ...(gpus.length === 0 ? {} : { gpus }),
  };
}

/** `4 x NVIDIA A100` as four names. */
function gpusOf(text: string): readonly string[] {
  return text.split(/,\s*(?=\d+ x )/).flatMap((part) => {
    const found = /^(\d+) x (.+)$/.exec(part.trim());
    if (found === null) return [];
    return Array.from({ length: Math.min(Number(found[1]), MOST_GPUS) }, () => found[2] as string);
  });
}

function said<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return (value === undefined || value === '' ? {} : { [key]: value }) as { readonly [P in K]?: string };
}
