import type { Channel, ChannelTrouble, EnergySource } from '../source.ts';
import type { ChannelReader } from './channel-reader.ts';
import { TroubleLog } from './trouble-log.ts';

/** A source made of readers that know nothing of each other: one that fails leaves the others alone. */
export class ReaderSource implements EnergySource {
  readonly channels: readonly Channel[];
  readonly pollWithinS: number;
  readonly #readers: readonly ChannelReader[];
  readonly #troubles = new TroubleLog();

  constructor(readers: readonly ChannelReader[]) {
    this.#readers = readers;
    this.channels = readers.map((reader) => reader.channel);
    this.pollWithinS = Math.min(Number.POSITIVE_INFINITY, ...readers.map((reader) => reader.pollWithinS));
  }

  start(nowS: number): void {
    for (const reader of this.#readers) reader.start(nowS);
    this.#notice(nowS);
  }

  poll(nowS: number): void {
    for (const reader of this.#readers) reader.poll(nowS);
    this.#notice(nowS);
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    this.poll(nowS);
    for (let i = 0; i < this.#readers.length; i += 1)
      [low[offset + i], high[offset + i]] = (this.#readers[i] as ChannelReader).take(nowS);
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#troubles.drain();
  }

  close(): void {
    for (const reader of this.#readers) reader.close();
  }

  #notice(atS: number): void {
    for (let channel = 0; channel < this.#readers.length; channel += 1) {
      const { why, fix } = this.#readers[channel] as ChannelReader;
      if (why === '') this.#troubles.back(channel, atS, 'it can be read again');
      else this.#troubles.failed(channel, atS, why, fix);
    }
  }
}
