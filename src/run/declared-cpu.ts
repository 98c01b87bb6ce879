import type { Scope } from '../book/journal-event.ts';

/** `data/hardware/declared_cpu.json`: power of a CPU at a load, as parts of its full power. */
export interface LoadCurve {
  readonly idlePart: number;
  readonly loadPart: number;
  readonly exponent: number;
}

/** What has been used of the CPU since the run began. */
export interface CpuUse {
  readonly durationS: number;
  /** Busy part of the machine's CPU capacity, mean, 0 to 1. */
  readonly machineLoad: number;
  /** CPU seconds of the run's processes. */
  readonly runCpuS: number;
  readonly threads: number;
}

/**
 * Energy of a CPU whose full power the user declares (CodeCarbon's `force_cpu_power`). For the machine the load curve is integrated
 * over the readings; for the run's processes it is power × CPU time / threads, as CodeCarbon means its process mode.
 */
export class DeclaredCpu {
  readonly #watts: number;
  readonly #scope: Scope;
  readonly #curve: LoadCurve;
  #energyJ = 0;
  #seenS = 0;
  #busyS = 0;

  /** @param watts full power of all sockets, W */
  constructor(watts: number, scope: Scope, curve: LoadCurve) {
    this.#watts = watts;
    this.#scope = scope;
    this.#curve = curve;
  }

  /** Takes in the use until now. @returns energy since the run began, J */
  see({ durationS, machineLoad, runCpuS, threads }: CpuUse): number {
    if (this.#scope === 'attributed') return (this.#watts * runCpuS) / Math.max(1, threads);
    const dt = durationS - this.#seenS;
    if (dt > 0) {
      const busyS = machineLoad * durationS;
      const load = Math.min(1, Math.max(0, (busyS - this.#busyS) / dt));
      const { idlePart, loadPart, exponent } = this.#curve;
      this.#energyJ += this.#watts * (idlePart + loadPart * load ** exponent) * dt;
      this.#seenS = durationS;
      this.#busyS = busyS;
    }
    return this.#energyJ;
  }
}
