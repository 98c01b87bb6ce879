import { matchAccelerator } from '../../hardware/accelerators.io.ts';
import { matchCpu } from '../../hardware/cpus.io.ts';
import type { Host } from '../../host/host.ts';
import { packageJson } from '../../host/package-data.io.ts';
import type { PlausibleFactors, PlausibleKnowledge } from '../../report/leaderboard/plausible-limits.ts';

/** What the runs of entries are held against: the shipped tables of CPUs and accelerators. */
export function plausibleKnowledge(host: Host): PlausibleKnowledge {
  return {
    factors: packageJson('data/report/plausible_run.json') as PlausibleFactors,
    nowMs: host.clock.wallMs(),
    cpuTdpW: (name) => {
      const match = matchCpu(host, name);
      return match.kind === 'found' ? match.value.tdpW : undefined;
    },
    gpuTdpW: (name) => {
      const match = matchAccelerator(host, name);
      if (match.kind !== 'found') return undefined;
      const { tdpW, rangeW } = match.value.accelerator;
      return Math.max(tdpW ?? 0, rangeW?.high ?? 0) || undefined;
    },
  };
}
