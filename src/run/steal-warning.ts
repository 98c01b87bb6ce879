import type { StolenTime } from '../book/run-facts.ts';
import { type Problem, problem } from '../errors.ts';

/** Below this part of the time a host that takes some of it is nothing to tell. */
const MATTERS = 0.05;

/** The kernel counts in ticks of 10 ms: of a short run a few of them are a large part already, and make it no longer. */
const MATTERS_CPU_S = 1;

/** Tells of a host that takes much of this virtual machine's time: the run lasts longer, and its idle energy with it. */
export function stealWarning({ part, cpuS }: StolenTime): Problem | undefined {
  if (part <= MATTERS || cpuS < MATTERS_CPU_S) return undefined;
  return problem(
    'E_SHARE',
    `the host took ${Math.round(part * 100)} % of this virtual machine's CPU time`,
    "other guests of the host used it: it is nobody's work here, but the run took longer and has more idle energy for it",
    'compare this run only with runs on a quiet host, or ask for dedicated CPUs',
  );
}
