import { type Problem, problem } from '../../errors.ts';
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

/** What is wrong with the GPUs that a search names: those that are not there. */
export function missingGpus(
  { gpus: wanted }: WorkerSettings,
  gpus: readonly GpuChoice[],
): Problem | undefined {
  const missing = typeof wanted === 'object' ? wanted.filter((index) => gpus[index] === undefined) : [];
  if (missing.length === 0) return undefined;
  const count = gpus.length === 0 ? 'no GPU' : `${gpus.length} ${gpus.length === 1 ? 'GPU' : 'GPUs'}, from 0`;
  return problem(
    'E_SEARCH',
    `workers.gpus: there is no GPU ${missing.join(', ')}`,
    `What trials may use here has ${count}.`,
    'Name those that are there, or write `gpus: auto`.',
  );
}

/** What is to be said where fewer trials run at once than were asked for. */
export function fewerSlots({ local, share }: WorkerSettings, slots: readonly Slot[]): Problem | undefined {
  if (local === undefined || slots.length >= local) return undefined;
  const each = share === 1 ? 'Each has a GPU of its own' : `So many share a GPU: ${share}`;
  return problem(
    'E_SEARCH',
    `${slots.length} ${slots.length === 1 ? 'trial runs' : 'trials run'} at once, not ${local}`,
    `${each}, and there are no more.`,
    `Put more on one with \`workers: {local: ${local}, share: ${Math.ceil((local * share) / Math.max(1, slots.length))}}\`, or give none out with \`gpus: none\`.`,
  );
}

function limitOf(wanted: WorkerSettings['gpus'], places: number): number {
  return wanted === 'auto' && places > 0 ? places : Number.POSITIVE_INFINITY;
}

/** What shows a process one GPU only; ROCm's two layers each have a variable, the inner of which counts from 0 again. */
function variablesOf({ vendor, id }: GpuChoice): Readonly<Record<string, string>> {
  if (vendor === 'nvidia') return { CUDA_VISIBLE_DEVICES: id };
  return { ROCR_VISIBLE_DEVICES: id, HIP_VISIBLE_DEVICES: '0' };
}
