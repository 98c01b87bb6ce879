import type { Channel, ChannelTrouble, EnergySource } from '../source.ts';
import type { PolledPower } from './polled-power.ts';

/** What the source of one power is made of. */
export interface PowerSourceParts {
  readonly channel: Channel;
  readonly pollWithinS: number;
  readonly power: PolledPower;
  /** Asks for the power, and tells `power` what came of it. */
  readonly ask: (nowS: number) => void;
  readonly close: () => void;
}

/** The source of a whole-machine meter that answers at once: it is asked at each poll. */
export class PowerSource implements EnergySource {
  readonly channels: readonly Channel[];
  readonly pollWithinS: number;
  readonly #parts: PowerSourceParts;

  constructor(parts: PowerSourceParts) {
    this.channels = [parts.channel];
    this.pollWithinS = parts.pollWithinS;
    this.#parts = parts;
  }

  start(nowS: number): void {
    this.#parts.power.start(nowS);
    this.#parts.ask(nowS);
  }

  poll(nowS: number): void {
    this.#parts.ask(nowS);
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    this.#parts.ask(nowS);
    this.#parts.power.take(nowS, low, high, offset);
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#parts.power.troubles();
  }

  close(): void {
    this.#parts.close();
  }
}
