import { watchProcess } from '../../run/process-cpu.io.ts';
import { Registry } from '../../attribution/registry.io.ts';
import { highOf, lowOf } from '../../attribution/ends.ts';
import { bootId } from '../../hardware/host-id.io.ts';
import type { Host } from '../../host/host.ts';
import { type CpuSource, NO_CPU } from '../../run/cpu-source.ts';
import type { RunGround } from '../../run/describe-run.io.ts';
import { IntervalReader } from '../../run/interval-reader.io.ts';
import type { ComponentNow } from './component-checks.ts';
import type { Overhead } from './overhead-check.ts';

/** Pause between two readings, ms: more often than any run reads, so that a second gives a mean of many. */
const PAUSE_MS = 20;
/** Readings that come first and are not counted: until then the code is not compiled. */
const WARM_UP = 10;
const LEAST_READINGS = 5;

/** How this machine is measured. */
export interface MeasureOptions {
  /** For how long, s, beyond the warm-up. */
  readonly seconds: number;
  /** How long its meters may take to their first word, s; 0 where all answer at once. */
  readonly settleS: number;
  /** Time between two readings of a run, s. */
  readonly intervalS: number;
  readonly cpuCapacity: number;
}

/**
 * Takes readings of this machine in the way in which a run takes them: what its components draw, and what that costs. The meter is closed.
 */
export async function measureHere(
  host: Host,
  ground: RunGround,
  options: MeasureOptions,
): Promise<{ readonly components: readonly ComponentNow[]; readonly overhead: Overhead }> {
  const { pid } = host;
  const reader = new IntervalReader(
    host,
    { runId: 'doctor', isRoot: true, rootPid: pid, reserved: 0, cpuCapacity: options.cpuCapacity },
    ownCpu(host),
    Registry.open(host, bootId(host)),
  );
  try {
    reader.use(ground.meter, ground.tenancies);
    const sums = new Sums();
    // The first word of a meter that answers in the background tells of all the time before it: that is not counted either.
    const settled = host.clock.bootS() + options.settleS;
    for (let i = 0; i < WARM_UP || host.clock.bootS() < settled; i++) {
      await pause();
      reader.read();
    }
    const begin = host.clock.bootS();
    const { user, system } = process.cpuUsage();
    let readings = 0;
    while (readings < LEAST_READINGS || host.clock.bootS() - begin < options.seconds) {
      await pause();
      // Names first: what this reading brings to light changes the columns of the next.
      const names = ground.meter.components.filter(({ available }) => available).map(({ name }) => name);
      const { sample } = reader.read();
      sums.add(names, sample.dt, sample.e.map(lowOf), sample.e.map(highOf), sample.i);
      readings++;
    }
    const used = process.cpuUsage();
    const cpuS = (used.user + used.system - user - system) / 1e6;
    const { intervalS } = options;
    return {
      components: ground.meter.components.map((info) => ({ info, ...sums.of(info.name) })),
      overhead: { readings, cpuS, intervalS, rssBytes: process.memoryUsage.rss() },
    };
  } finally {
    reader.close();
  }
}

/** Energies of all readings by component. */
class Sums {
  readonly #byName = new Map<string, { s: number; lowJ: number; highJ: number; idleJ: number }>();

  add(
    names: readonly string[],
    dtS: number,
    lowJ: readonly number[],
    highJ: readonly number[],
    idleJ: readonly (number | null)[],
  ): void {
    for (const [c, name] of names.entries()) {
      const sum = this.#byName.get(name) ?? { s: 0, lowJ: 0, highJ: 0, idleJ: 0 };
      this.#byName.set(name, {
        s: sum.s + dtS,
        lowJ: sum.lowJ + (lowJ[c] ?? 0),
        highJ: sum.highJ + (highJ[c] ?? 0),
        idleJ: sum.idleJ + (idleJ[c] ?? Number.NaN),
      });
    }
  }

  of(name: string): Omit<ComponentNow, 'info'> {
    const sum = this.#byName.get(name);
    if (sum === undefined || !(sum.s > 0)) return {};
    return { lowW: sum.lowJ / sum.s, highW: sum.highJ / sum.s, idleW: sum.idleJ / sum.s };
  }
}

/** The CPU time of this process, read as that of a watched process is; none where /proc does not show us: a machine of a test, or macOS. */
function ownCpu(host: Host): CpuSource {
  const watched = watchProcess(host, host.pid, new Set());
  return watched.ok ? watched.value.cpu : NO_CPU;
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS);
  });
}
