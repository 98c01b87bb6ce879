import { MARGIN } from '../counter.ts';
import type { Channel } from '../source.ts';
import type { SysfsPath } from './kept-file.io.ts';
import type { ReadingConstants } from './reading-constants.ts';
import { SysfsNumber } from './sysfs-number.io.ts';
import type { ChannelReader } from './channel-reader.ts';
import { PolledEnergy } from './polled-energy.ts';
import type { RuntimeStatus } from './runtime-status.io.ts';

/** A power as the product of some files (a power; a voltage and a current) times the worth of one step, W. */
export interface PowerTerm {
  readonly files: readonly SysfsPath[];
  readonly stepW: number;
}

/** How a channel's power is read. */
export interface PowerReaderOptions {
  readonly channel: Channel;
  /** Its power is their sum. */
  readonly terms: readonly PowerTerm[];
  /** The most that it can draw, W. */
  readonly maxW: number;
  readonly times: ReadingConstants;
  /** Where the device may sleep: what it draws then, W, and how to see it. */
  readonly sleep?: { readonly status: RuntimeStatus; readonly watts: number };
  /** Zero is no power of this device but a sensor that does not work. */
  readonly isZeroAFault?: boolean;
  /** What to do when it may not be read. */
  readonly fix?: string;
}

/** A channel whose power is polled and integrated. */
export class PowerReader implements ChannelReader {
  readonly channel: Channel;
  readonly pollWithinS: number;
  readonly #options: PowerReaderOptions;
  readonly #terms: readonly { readonly numbers: readonly SysfsNumber[]; readonly stepW: number }[];
  readonly #energy: PolledEnergy;
  readonly #mostW: number;
  why = '';

  constructor(options: PowerReaderOptions) {
    this.#options = options;
    this.channel = options.channel;
    this.pollWithinS = options.times.everyS.value;
    this.#terms = options.terms.map(({ files, stepW }) => ({
      numbers: files.map((file) => new SysfsNumber(file)),
      stepW,
    }));
    this.#mostW = options.maxW * MARGIN;
    this.#energy = new PolledEnergy({ maxW: this.#mostW, holdS: options.times.holdS.value });
  }

  get fix(): string | undefined {
    return this.why.includes('EACCES') ? this.#options.fix : undefined;
  }

  start(nowS: number): void {
    this.#energy.start(nowS);
    this.poll(nowS);
  }

  poll(nowS: number): void {
    const { sleep } = this.#options;
    if (sleep?.status.isAsleep() === true) {
      this.why = '';
      this.#energy.reading(sleep.watts, nowS);
    } else this.#energy.reading(this.#watts(), nowS);
  }

  take(nowS: number): readonly [low: number, high: number] {
    return this.#energy.take(nowS);
  }

  close(): void {
    for (const { numbers } of this.#terms) for (const number of numbers) number.close();
    this.#options.sleep?.status.close();
  }

  #watts(): number {
    let watts = 0;
    for (const { numbers, stepW } of this.#terms) {
      let product = stepW;
      for (const number of numbers) {
        product *= number.read();
        if (Number.isNaN(product)) {
          this.why = number.why;
          return Number.NaN;
        }
      }
      watts += product;
    }
    // A current sensor without load may show a little below zero.
    watts = Math.max(0, watts);
    if (watts > this.#mostW) {
      this.why = `its sensor shows ${Math.round(watts)} W, more than the ${Math.round(this.#options.maxW)} W that it can draw`;
      return Number.NaN;
    }
    if (watts === 0 && this.#options.isZeroAFault === true) {
      this.why = 'its sensor shows 0 W, which it never draws while awake';
      return Number.NaN;
    }
    this.why = '';
    return watts;
  }
}
