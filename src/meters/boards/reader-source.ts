import type { Channel, ChannelTrouble, EnergySource } from '../source.ts';
import type { ChannelReader } from './channel-reader.ts';

const NONE: readonly ChannelTrouble[] = [];

/** A source made of readers that know nothing of each other: one that fails leaves the others alone. */
export class ReaderSource implements EnergySource {
  readonly channels: readonly Channel[];
  readonly pollWithinS: number;
  readonly #readers: readonly ChannelReader[];
  readonly #isFailed: boolean[];
  #troubles: ChannelTrouble[] = [];

  constructor(readers: readonly ChannelReader[]) {
    this.#readers = readers;
    this.channels = readers.map((reader) => reader.channel);
    this.pollWithinS = Math.min(Number.POSITIVE_INFINITY, ...readers.map((reader) => reader.pollWithinS));
    this.#isFailed = readers.map(() => false);
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
    for (let i = 0; i < this.#readers.length; i += 1) {
      const reader = this.#readers[i] as ChannelReader;
      reader.take(nowS);
      low[offset + i] = reader.lowJ;
      high[offset + i] = reader.highJ;
    }
  }

  troubles(): readonly ChannelTrouble[] {
    if (this.#troubles.length === 0) return NONE;
    const troubles = this.#troubles;
    this.#troubles = [];
    return troubles;
  }

  close(): void {
    for (const reader of this.#readers) reader.close();
  }

  #notice(atS: number): void {
    for (let channel = 0; channel < this.#readers.length; channel += 1) {
      const { why, fix } = this.#readers[channel] as ChannelReader;
      const isFailed = why !== '';
      if (isFailed === this.#isFailed[channel]) continue;
      this.#isFailed[channel] = isFailed;
      this.#troubles.push({
        channel,
        atS,
        state: isFailed ? 'failed' : 'back',
        why: isFailed ? why : 'it can be read again',
        ...(isFailed && fix !== undefined ? { fix } : {}),
      });
    }
  }
}
