import type { MachineInfo } from '../hardware/machine-info.ts';
import type { Host } from '../host/host.ts';
import { findAmdGpu } from './amdgpu/find-amdgpu.io.ts';
import { findBoards } from './boards/find-boards.io.ts';
import { findIntelGpu } from './intel-gpu/find-intel-gpu.io.ts';
import { findNvml } from './nvml/find-nvml.io.ts';
import { findRapl } from './rapl/find-rapl.io.ts';
import type { EnergySource, Found } from './source.ts';
import { findWhole } from './whole/find-whole.io.ts';

/** What is known before looking. */
export interface LookContext {
  readonly hostId: string;
  readonly info: MachineInfo;
  readonly tdpW: number | undefined;
  /** The user says that RAPL inside this virtual machine is its own. */
  readonly raplTrusted: boolean;
  /** What was found and started before the command. */
  readonly feeds: readonly Found[];
}

/** Looks for every meter that can be read at once, in the order in which their GPUs are numbered. */
export function lookAround(host: Host, context: LookContext): readonly Found[] {
  const { hostId, info, feeds } = context;
  const feedGpus = gpusOf(feeds);
  const rapl = findRapl(host, {
    hostId,
    isVirtual: info.virtual,
    declared: context.raplTrusted,
    sockets: info.sockets,
    ...(context.tdpW === undefined ? {} : { tdpW: context.tdpW }),
  });
  // Where nvidia-smi speaks for the GPUs, its library could not be called.
  const nvml = feedGpus > 0 ? NOTHING : findNvml(host, { hostId });
  const amd = findAmdGpu(host, { hostId, firstGpu: feedGpus + gpusOf([nvml]) });
  const intel = findIntelGpu(host, { hostId, firstGpu: feedGpus + gpusOf([nvml, amd]) });
  const boards = findBoards(host, { hostId, firstGpu: feedGpus + gpusOf([nvml, amd, intel]) });
  return [rapl, nvml, amd, intel, withoutTwins(boards, [rapl, nvml]), findWhole(host, { hostId }), ...feeds];
}

const NOTHING: Found = { sources: [], findings: [] };

/** Numbers that GPUs have taken, measured or not. */
function gpusOf(found: readonly Found[]): number {
  const targets = found.flatMap(({ sources, findings }) => [
    ...sources.flatMap(({ channels }) => channels.map(({ target }) => target)),
    ...findings.flatMap((finding) => finding.targets),
  ]);
  return new Set(targets.filter((target) => target.startsWith('gpu:'))).size;
}

/** A board's sensors measure what RAPL or NVML measure too: what stands there is not counted again. */
function withoutTwins(boards: Found, others: readonly Found[]): Found {
  const taken = new Set(
    others.flatMap(({ sources }) => sources.flatMap(({ channels }) => channels.map(kindOfTarget))),
  );
  const isTwin = (source: EnergySource): boolean =>
    source.channels.some((one) => taken.has(kindOfTarget(one)));
  for (const source of boards.sources) if (isTwin(source)) source.close();
  return { ...boards, sources: boards.sources.filter((source) => !isTwin(source)) };
}

function kindOfTarget({ target }: { readonly target: string }): string {
  return target.startsWith('gpu:') ? 'gpu' : target;
}
