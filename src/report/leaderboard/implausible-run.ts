import type { RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import { printEnergy, printPower } from '../../units/format.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import { type PlausibleKnowledge, type PowerLimits, powerLimits } from './plausible-limits.ts';

/** Energy is read at moments of its own; a run is taken to be so much longer, s. */
const SLACK_S = 1;

/**
 * What cannot be in a run: times that are to come or end before they begin, energy that is negative, or more than the machine can take or less than it must
 * for that long, parts that are larger than their whole, more CPU time than the machine has. E_VERIFY with the first; undefined where all may be.
 */
export function implausibleRun(record: RunRecord, knowledge: PlausibleKnowledge): Problem | undefined {
  const said = timeFault(record, knowledge) ?? signFault(record, knowledge) ?? sizeFault(record, knowledge);
  return said === undefined
    ? undefined
    : problem('E_VERIFY', `run ${record.id} cannot be: ${said.what}`, said.why, FIX);
}

const FIX =
  'If it is what was measured, look for the fault with `joulebook why energy RUN`; a leaderboard takes no entry with it.';

interface Fault {
  readonly what: string;
  readonly why: string;
}

function timeFault(record: RunRecord, { factors, nowMs }: PlausibleKnowledge): Fault | undefined {
  const { startedAt, endedAt, durationS } = record;
  const from = Date.parse(startedAt);
  const to = endedAt === null ? Number.NaN : Date.parse(endedAt);
  if (!Number.isFinite(from) || !Number.isFinite(to))
    return { what: 'its times are none', why: `It began at ${startedAt} and ended at ${String(endedAt)}.` };
  const latest = nowMs + factors.clockAheadS.value * 1000;
  if (from > latest || to > latest)
    return { what: 'it is of the future', why: `It ended at ${String(endedAt)}.` };
  if (!(durationS > 0)) return { what: 'it had no duration', why: `${durationS} s.` };
  const drift = Math.abs(to - from - durationS * 1000);
  return drift <= factors.clockDriftS.value * 1000
    ? undefined
    : {
        what: 'it did not last as long as its times are apart',
        why: `From ${startedAt} to ${String(endedAt)} in ${durationS} s.`,
      };
}

function signFault({ energy, carbon }: RunRecord, { factors }: PlausibleKnowledge): Fault | undefined {
  const estimates: readonly (readonly [string, WrittenEstimate])[] = [
    ...(['chips', 'wall', 'facility'] as const).flatMap((layer) =>
      (['attributed', 'active', 'machine'] as const).map(
        (scope) => [`${layer}.${scope}`, energy[layer][scope]] as const,
      ),
    ),
    ...Object.entries(energy.components).flatMap(([name, part]) =>
      (['attributed', 'machine', 'idle'] as const).map((scope) => [`${name}.${scope}`, part[scope]] as const),
    ),
  ];
  const negative = estimates.find(([, { value, low }]) => (value ?? 0) < 0 || (low ?? 0) < 0);
  if (negative !== undefined)
    return {
      what: `its energy ${negative[0]} is negative`,
      why: `${negative[1].value ?? negative[1].low} J.`,
    };
  if ((carbon.operational.value ?? 0) < 0)
    return { what: 'its carbon is negative', why: `${carbon.operational.value} g.` };
  const { attributed, machine } = energy.wall;
  const most = (machine.high ?? machine.value ?? Number.POSITIVE_INFINITY) * (1 + factors.rounding.value);
  return attributed.value !== null && attributed.value > most
    ? {
        what: 'it took more than the whole machine',
        why: `${printEnergy(attributed.value)} of ${printEnergy(machine.value)}.`,
      }
    : undefined;
}

function sizeFault(record: RunRecord, knowledge: PlausibleKnowledge): Fault | undefined {
  const { machine, energy, durationS, usage } = record;
  const { factors } = knowledge;
  const seconds = durationS + SLACK_S;
  const whole = energy.wall.machine.value;
  const own = energy.wall.attributed.value;
  if (whole !== null && whole < factors.leastMachineW.value * Math.max(0, durationS - SLACK_S))
    return {
      what: 'its machine took less than any computer that is on',
      why: `${printEnergy(whole)} in ${durationS} s.`,
    };
  const least = factors.leastJPerCpuS.value * usage.cpuS;
  if (own !== null && own < least)
    return {
      what: 'its energy is too little for its CPU time',
      why: `${printEnergy(own)} for ${usage.cpuS} s.`,
    };
  if (machine === null) return undefined;
  const threads = Math.max(machine.threads, machine.hostThreads ?? 0);
  if (usage.cpuS > threads * seconds * factors.cpuOfThreads.value)
    return {
      what: 'it used more CPU time than there was',
      why: `${usage.cpuS} s in ${durationS} s on ${threads} threads.`,
    };
  return powerFault(record, seconds, powerLimits(machine, knowledge));
}

function powerFault({ energy }: RunRecord, seconds: number, limits: PowerLimits): Fault | undefined {
  const boards = limits.gpuW;
  const limitOf = (name: string): number | undefined => {
    if (name === 'cpu') return limits.cpuW;
    if (name === 'ram') return limits.ramW;
    const board = /^gpu:(\d+)$/.exec(name)?.[1];
    return board === undefined ? undefined : (boards[Number(board)] ?? Math.max(0, ...boards));
  };
  const parts = Object.entries(energy.components).map(
    ([name, { machine }]) => [name, machine.value, limitOf(name)] as const,
  );
  const all = [...parts, ['the machine at the wall', energy.wall.machine.value, limits.wallW] as const];
  for (const [name, joules, most] of all)
    if (joules !== null && most !== undefined && most > 0 && joules > most * seconds)
      return {
        what: `${name} took more power than it can`,
        why: `${printPower(joules / seconds)} as a mean; the most that is believed of this machine is ${printPower(most)}.`,
      };
  return undefined;
}
