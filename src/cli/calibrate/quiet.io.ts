import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { MachineCpuReader } from '../../attribution/machine-cpu.io.ts';
import { statOf } from '../../attribution/process-stat.io.ts';
import { Registry } from '../../attribution/registry.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { bootId } from '../../hardware/host-id.io.ts';
import type { Host } from '../../host/host.ts';
import { IDLE_BELOW } from '../../meters/machine/floor.ts';

/** How quiet a machine is looked for. */
export interface QuietOptions {
  readonly cpuCapacity: number;
  /** Length of one look, and for how long to go on looking, s. */
  readonly lookS: number;
  readonly patienceS: number;
  readonly signal: AbortSignal;
  readonly onWait: (busy: number, who: string) => void;
}

/** Processes that are named. */
const NAMED = 3;

/** Waits until the machine is quiet. Undefined when it is; else what keeps it busy. */
export async function waitForQuiet(host: Host, options: QuietOptions): Promise<Problem | undefined> {
  const runs = Registry.open(host, bootId(host))?.others() ?? [];
  if (runs.length > 0) {
    const pids = runs.map(({ entry }) => `pid ${entry.pid}`).join(', ');
    const some = runs.length === 1 ? 'another run is' : `${runs.length} other runs are`;
    return problem(
      'E_METER',
      `${some} being measured on this machine`,
      `its idle power would hold theirs: ${pids}`,
      FIX,
    );
  }
  const reader = new MachineCpuReader(host.roots.proc);
  try {
    for (let waitedS = 0; ; waitedS += options.lookS) {
      const { busy, who } = await look(host, reader, options);
      if (options.signal.aborted || busy < IDLE_BELOW) return undefined;
      if (waitedS + options.lookS > options.patienceS) {
        const why = `${percent(busy)} of its CPUs are busy${who === '' ? '' : `: ${who}`}`;
        return problem('E_METER', 'the machine is not quiet', why, FIX);
      }
      options.onWait(busy, who);
    }
  } finally {
    reader.close();
  }
}

const FIX =
  'end it or wait for it; --anyway measures all the same, and idle power is then found from the loads';

interface Look {
  readonly busy: number;
  readonly who: string;
}

async function look(
  host: Host,
  reader: MachineCpuReader,
  { cpuCapacity, lookS, signal }: QuietOptions,
): Promise<Look> {
  const before = reader.read()?.busyS ?? 0;
  const usedBefore = cpuByProcess(host);
  const startS = host.clock.bootS();
  try {
    await sleep(lookS * 1000, undefined, { signal });
  } catch {
    return { busy: 0, who: '' }; // interrupted
  }
  const passedS = host.clock.bootS() - startS;
  const busy = ((reader.read()?.busyS ?? 0) - before) / (cpuCapacity * passedS);
  const used = [...cpuByProcess(host)].flatMap(([pid, { name, cpuS }]) => {
    const part = (cpuS - (usedBefore.get(pid)?.cpuS ?? 0)) / (cpuCapacity * passedS);
    return pid !== host.pid && part > 0.002 ? [{ pid, name, part }] : [];
  });
  const top = used.sort((a, b) => b.part - a.part).slice(0, NAMED);
  return { busy, who: top.map(({ pid, name, part }) => `${name} (pid ${pid}, ${percent(part)})`).join(', ') };
}

function cpuByProcess(host: Host): ReadonlyMap<number, { readonly name: string; readonly cpuS: number }> {
  const { proc } = host.roots;
  const used = new Map<number, { name: string; cpuS: number }>();
  for (const entry of namesIn(proc)) {
    const stat = /^\d+$/.test(entry) ? statOf(proc, Number(entry)) : undefined;
    if (stat !== undefined) used.set(stat.pid, { name: stat.name, cpuS: stat.ownCpuS });
  }
  return used;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function percent(part: number): string {
  return `${(100 * part).toFixed(part < 0.1 ? 1 : 0)} %`;
}
