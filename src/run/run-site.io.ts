import { intensityAtEnd } from '../grid/intensity.io.ts';
import type { CloudPlace } from '../hardware/cloud-place.ts';
import type { Host } from '../host/host.ts';
import { placedAt } from './describe-run.io.ts';
import type { Ledger } from './ledger.io.ts';
import { Beside } from './online/beside.io.ts';
import type { SessionOptions } from './session-options.ts';

/** A yearly intensity is narrowed for runs from this length on, s. */
const LONG_S = 2 * 3600;

/** What becomes known of a run's electricity while it lives: what the network says, if it may be asked, and its length. */
export class RunSite {
  readonly #host: Host;
  readonly #options: SessionOptions;
  readonly #ledger: Ledger;
  readonly #startedMs: number;
  readonly #durationS: () => number;
  #online: Beside | undefined;

  /**
   * @param startedMs when the run began on the wall clock, ms since 1970.
   * @param durationS how long it has lasted until now, s.
   */
  constructor(
    host: Host,
    options: SessionOptions,
    ledger: Ledger,
    startedMs: number,
    durationS: () => number,
  ) {
    this.#host = host;
    this.#options = options;
    this.#ledger = ledger;
    this.#startedMs = startedMs;
    this.#durationS = durationS;
  }

  /** Begins to ask the network, where it may be asked and the answer would count. */
  ask(): void {
    const { online, intensityGPerKwh } = this.#options;
    if (online === undefined || intensityGPerKwh !== undefined) return;
    this.#online = new Beside(this.#host, online, {
      machine: () => this.#ledger.run.machine,
      period: () => ({ fromMs: this.#startedMs, toMs: this.#startedMs + this.#durationS() * 1000 }),
      onPlace: (place) => this.#standAt(place),
      emit: (event) => this.#ledger.emit(event),
      warn: (warning) => this.#ledger.warn(warning),
    });
  }

  /** Whether the network is asked. */
  get isAsked(): boolean {
    return this.#online !== undefined;
  }

  /** Waits for what is still asked, a few seconds at most. */
  async settle(): Promise<void> {
    await this.#online?.settle();
  }

  /** Ends the waiting of {@link settle}. */
  hurry(): void {
    this.#online?.hurry();
  }

  /** Ends the asking. */
  close(): void {
    this.#online?.close();
  }

  /** A yearly intensity spreads less over a long run: now that its length is known the machine line is written again. */
  refine(): void {
    const { machine } = this.#ledger.run;
    const durationS = this.#durationS();
    if (machine === undefined || durationS < LONG_S) return;
    const intensity = intensityAtEnd(machine.intensity, durationS);
    this.#ledger.restateMachine(this.#host.clock.bootS(), { intensity });
  }

  #standAt(place: CloudPlace): void {
    const { machine } = this.#ledger.run;
    if (machine === undefined) return;
    const { warnings, ...change } = placedAt(this.#host, this.#options, machine.machine, place);
    this.#ledger.restateMachine(this.#host.clock.bootS(), change);
    for (const warning of warnings) this.#ledger.warn(warning);
  }
}
