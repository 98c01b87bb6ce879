import { MachineCpuReader } from '../../attribution/machine-cpu.io.ts';
import type { Host } from '../../host/host.ts';

/** What an interval took, whoever took it. */
export interface IntervalUse {
  /** Its end on the boot clock, and its length, s. */
  readonly nowS: number;
  readonly dtS: number;
  /** The part of it in which the machine was not suspended, s. */
  readonly awakeS: number;
  /** CPU seconds of all work, of the hypervisor's other guests, and of this program. */
  readonly busyCpuS: number;
  readonly stolenS: number;
  readonly ownCpuS: number;
}

/** Two readings in one tick of the clock. */
const LEAST_DT_S = 1e-3;
/** The two clocks are read one after the other: less than this is no suspension, s. */
const SUSPENDED_FROM_S = 0.5;

/** Reads the clocks and the machine's CPU time from one interval to the next. */
export class UseReader {
  readonly #host: Host;
  readonly #machineCpu: MachineCpuReader;
  #at = 0;
  #monotonicAt = 0;
  #busyS = 0;
  #stolenS = 0;
  #ownS = 0;

  constructor(host: Host) {
    this.#host = host;
    this.#machineCpu = new MachineCpuReader(host.roots.proc);
    this.read();
  }

  /** Seconds since the interval before. */
  get ageS(): number {
    return this.#host.clock.bootS() - this.#at;
  }

  /** The interval since it was last asked for. */
  read(): IntervalUse {
    const cpu = this.#machineCpu.read();
    const own = ownCpuS();
    const monotonic = monotonicS();
    const nowS = this.#host.clock.bootS();
    const dtS = Math.max(LEAST_DT_S, nowS - this.#at);
    const suspendedS = dtS - (monotonic - this.#monotonicAt);
    const use: IntervalUse = {
      nowS,
      dtS,
      awakeS: suspendedS > SUSPENDED_FROM_S ? dtS - suspendedS : dtS,
      busyCpuS: Math.max(0, (cpu?.busyS ?? 0) - this.#busyS),
      stolenS: Math.max(0, (cpu?.stolenS ?? 0) - this.#stolenS),
      ownCpuS: Math.max(0, own - this.#ownS),
    };
    this.#at = nowS;
    this.#monotonicAt = monotonic;
    this.#busyS = cpu?.busyS ?? 0;
    this.#stolenS = cpu?.stolenS ?? 0;
    this.#ownS = own;
    return use;
  }

  close(): void {
    this.#machineCpu.close();
  }
}

function ownCpuS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function monotonicS(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds + nanoseconds / 1e9;
}
