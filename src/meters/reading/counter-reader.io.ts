import type { Channel } from '../source.ts';
import type { SysfsPath } from './kept-file.io.ts';
import { SysfsNumber } from './sysfs-number.io.ts';
import type { ChannelReader } from './channel-reader.ts';
import { CountedEnergy } from './counted-energy.ts';
import type { CounterStepsOptions } from './counter-steps.ts';
import type { RuntimeStatus } from './runtime-status.io.ts';

/** How a channel's counter is read. */
export interface CounterReaderOptions {
  readonly channel: Channel;
  readonly file: SysfsPath;
  readonly counter: CounterStepsOptions;
  /** Where the device may sleep: what it draws then, W, and how to see it. */
  readonly sleep?: { readonly status: RuntimeStatus; readonly watts: number };
  /** What to do when it may not be read. */
  readonly fix?: string;
}

/** A channel whose energy a counter in one file tells. */
export class CounterReader implements ChannelReader {
  readonly channel: Channel;
  readonly #options: CounterReaderOptions;
  readonly #number: SysfsNumber;
  readonly #energy: CountedEnergy;
  why = '';

  constructor(options: CounterReaderOptions) {
    this.#options = options;
    this.channel = options.channel;
    this.#number = new SysfsNumber(options.file);
    this.#energy = new CountedEnergy(options.counter);
  }

  get pollWithinS(): number {
    return this.#energy.pollWithinS;
  }

  get fix(): string | undefined {
    return this.#number.code === 'EACCES' ? this.#options.fix : undefined;
  }

  start(nowS: number): void {
    if (this.#isAsleep()) {
      this.why = '';
      this.#energy.start(Number.NaN, nowS); // its counter is not known before it wakes
      this.#energy.sleep(0, nowS);
    } else this.#energy.start(this.#read(), nowS);
  }

  poll(nowS: number): void {
    if (this.#isAsleep()) {
      this.why = '';
      this.#energy.sleep(this.#options.sleep?.watts ?? 0, nowS);
    } else this.#energy.reading(this.#read(), nowS);
  }

  take(nowS: number): readonly [low: number, high: number] {
    return this.#energy.take(nowS);
  }

  close(): void {
    this.#number.close();
    this.#options.sleep?.status.close();
  }

  #isAsleep(): boolean {
    return this.#options.sleep?.status.isAsleep() === true;
  }

  #read(): number {
    const reading = this.#number.read();
    this.why = this.#number.why;
    return reading;
  }
}
