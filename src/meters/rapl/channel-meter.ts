import { EnergyLedger } from '../reading/energy-ledger.ts';
import type { Gauge } from './gauge.ts';

/**
 * One channel's energy since it was last taken: what is known, the most that can have been used while it cannot be read, and whether it is
 * measured at all: a counter that never moves is none.
 */
export class ChannelMeter {
  readonly #gauge: Gauge;
  /** For how long it may stand still after the start, s. */
  readonly #silentS: number;
  readonly #ledger = new EnergyLedger();
  #startS = 0;
  /** Until when its energy is known. */
  #knownS = 0;
  /** It has moved since the start. */
  hasMoved = false;
  hasFailed = false;
  /** errno name of why it cannot be read, `SILENT` for a counter that stands still; empty while all is well. */
  code = '';
  why = '';

  constructor(gauge: Gauge, silentS: number) {
    this.#gauge = gauge;
    this.#silentS = silentS;
  }

  get pollWithinS(): number {
    return this.#gauge.pollWithinS;
  }

  start(nowS: number): void {
    this.#gauge.start(nowS);
    this.#ledger.start();
    this.#startS = nowS;
    this.#knownS = nowS;
    this.hasMoved = false;
    this.hasFailed = false;
  }

  /** Reads. True if it failed or came back. `isDrawing`: others show that the machine draws power, so this one should. */
  poll(nowS: number, isDrawing: boolean): boolean {
    const gauge = this.#gauge;
    const isRead = gauge.read(nowS);
    if (isRead) {
      if (gauge.highJ > 0) {
        this.hasMoved = true;
        this.#ledger.count(gauge.lowJ, gauge.highJ);
      }
      if (this.hasMoved) this.#knownS = nowS;
    }
    const isSilent = isRead && !this.hasMoved && isDrawing && nowS - this.#startS >= this.#silentS;
    const fails = !isRead || isSilent;
    if (fails === this.hasFailed) return false;
    this.hasFailed = fails;
    if (fails) {
      this.code = isSilent ? 'SILENT' : gauge.code;
      this.why = isSilent
        ? `its counter has stood still for ${(nowS - this.#startS).toPrecision(2)} s: it measures nothing`
        : gauge.why;
    }
    return true;
  }

  /** Energy since it was last taken, J; a channel that has failed has its most as high end. */
  take(nowS: number): readonly [low: number, high: number] {
    if (this.hasFailed) this.#ledger.lack(this.#gauge.mostW * Math.max(0, nowS - this.#knownS));
    return this.#ledger.take();
  }

  close(): void {
    this.#gauge.close();
  }
}
