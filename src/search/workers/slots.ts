import type { WorkerSettings } from '../file/search-spec.ts';

/** A GPU that trials can be given. */
export interface GpuChoice {
  readonly vendor: 'nvidia' | 'amd';
  /** As the vendor's runtime takes it in its list of visible devices. */
  readonly id: string;
}

/** A place where one trial at a time can run. */
export interface Slot {
  readonly number: number;
  /** Its GPU, in words. */
  readonly gpu?: string;
  /** What the trial finds in its environment. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The places of a search on this machine. GPUs are given out where several trials run at once, or where they were named; one trial alone sees what
 * it would see without us.
 *
 * @param gpus those that this process may use.
 */
export function slotsOf({ local, gpus: wanted, share }: WorkerSettings, gpus: readonly GpuChoice[]): Slot[] {
  const given = wanted === 'none' ? [] : wanted === 'auto' ? gpus : wanted.flatMap((i) => gpus[i] ?? []);
  const isNamed = typeof wanted === 'object';
  const places = given.length * Math.max(1, share);
  const count = isNamed ? Math.min(local ?? places, places) : Math.min(local ?? 1, limitOf(wanted, places));
  const pins = given.length > 0 && (isNamed || count > 1);
  return Array.from({ length: Math.max(1, count) }, (_, number) => {
    const gpu = pins ? given[number % given.length] : undefined;
    if (gpu === undefined) return { number, variables: {} };
    return { number, gpu: `GPU ${gpus.indexOf(gpu)}`, variables: variablesOf(gpu) };
  });
}

function limitOf(wanted: WorkerSettings['gpus'], places: number): number {
  return wanted === 'auto' && places > 0 ? places : Number.POSITIVE_INFINITY;
}

/** What shows a process one GPU only; ROCm's two layers each have a variable, the inner of which counts from 0 again. */
function variablesOf({ vendor, id }: GpuChoice): Readonly<Record<string, string>> {
  if (vendor === 'nvidia') return { CUDA_VISIBLE_DEVICES: id };
  return { ROCR_VISIBLE_DEVICES: id, HIP_VISIBLE_DEVICES: '0' };
}
