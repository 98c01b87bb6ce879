import { setTimeout as sleep } from 'node:timers/promises';
import { type Problem, problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Tick, Trace } from '../../meters/calibration/trace.ts';
import { err, ok, type Result } from '../../result.ts';
import { CommandLoad, CpuLoad } from './loads.io.ts';
import type { Rig } from './rig.io.ts';
import { type Step, tickS } from './steps.ts';

/** How the steps are run. */
export interface StepsOptions {
  readonly steps: readonly Step[];
  readonly command: string | undefined;
  readonly signal: AbortSignal;
  readonly onTick: (step: Step, leftS: number, tick: Tick) => void;
}

/** The user ended it: nothing is kept. */
export const INTERRUPTED = 'interrupted';

/** Loads the machine step by step and reads it. Whatever happens, no load is left behind. */
export async function runSteps(
  host: Host,
  rig: Rig,
  options: StepsOptions,
): Promise<Result<Trace, Problem | typeof INTERRUPTED>> {
  const { steps, signal } = options;
  const ticks: Tick[] = [];
  const cpu = steps.some(({ load }) => typeof load === 'number' && load > 0)
    ? new CpuLoad(host.env)
    : undefined;
  try {
    rig.start();
    for (const [index, step] of steps.entries()) {
      const failed = await runStep(host, rig, { ...options, index, step, cpu, ticks });
      if (failed !== undefined) return err(failed);
      if (signal.aborted) return err(INTERRUPTED);
    }
  } finally {
    cpu?.end();
  }
  return ok({ steps: steps.map(({ label }) => label), ticks, components: rig.components });
}

interface Running extends StepsOptions {
  readonly index: number;
  readonly step: Step;
  readonly cpu: CpuLoad | undefined;
  readonly ticks: Tick[];
}

async function runStep(host: Host, rig: Rig, running: Running): Promise<Problem | undefined> {
  const { step, steps, cpu, command, signal, index, ticks, onTick } = running;
  cpu?.set(step.load === 'command' ? 0 : step.load);
  const own =
    step.load === 'command' && command !== undefined
      ? new CommandLoad(command, { cwd: host.cwd, env: { ...host.env } })
      : undefined;
  const everyS = tickS(steps);
  const startS = host.clock.bootS();
  try {
    for (let k = 1; ; k += 1) {
      const nextS = startS + k * everyS;
      if (nextS > startS + step.seconds + everyS / 2 || !(await pause(nextS - host.clock.bootS(), signal)))
        return undefined;
      const tick = rig.read(index);
      ticks.push(tick);
      onTick(step, startS + step.seconds - tick.atS, tick);
      const gone = whatWentWrong(step, cpu, own);
      if (gone !== undefined) return gone;
    }
  } finally {
    own?.end();
  }
}

function whatWentWrong(
  step: Step,
  cpu: CpuLoad | undefined,
  own: CommandLoad | undefined,
): Problem | undefined {
  if (own?.ended !== undefined) {
    const why = `${own.ended} before ${step.seconds} s had passed`;
    return problem(
      'E_METER',
      'the load command ended too early',
      why,
      'give a command that runs longer, or less --seconds',
    );
  }
  if (cpu?.ended === undefined) return undefined;
  return problem(
    'E_METER',
    'the load of the CPUs could not be kept up',
    cpu.ended,
    'try again; --load-command takes a load of your own',
  );
}

/** False where it was interrupted. */
async function pause(seconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(Math.max(0, seconds * 1000), undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
