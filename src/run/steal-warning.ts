import { type Problem, problem } from '../errors.ts';

/** Below this part of the time a host that takes some of it is nothing to tell. */
const MATTERS = 0.05;

/** Tells of a host that takes much of this virtual machine's time: the run lasts longer, and its idle energy with it. */
export function stealWarning(stolenPart: number): Problem | undefined {
  if (stolenPart <= MATTERS) return undefined;
  return problem(
    'E_SHARE',
    `the host took ${Math.round(stolenPart * 100)} % of this virtual machine's CPU time`,
    "other guests of the host used it: it is nobody's work here, but the run took longer and has more idle energy for it",
    'compare this run only with runs on a quiet host, or ask for dedicated CPUs',
  );
}
