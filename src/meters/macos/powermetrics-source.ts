import { PolledEnergy } from '../reading/polled-energy.ts';
import { TroubleLog } from '../reading/trouble-log.ts';
import type { Channel, ChannelTrouble, EnergySource } from '../source.ts';
import type { PowermetricsPart } from './powermetrics-channels.ts';
import type { PowermetricsSample } from './powermetrics-text.ts';

/** Where samples come from: a child process that is read on the side. */
export interface PowermetricsFeed {
  /** Why no samples come any more; empty while they do. */
  readonly ended: string;
  /** What to do when it has ended. */
  readonly fix: string | undefined;
  /** Called with each sample and the time at which it had come, s on the boot clock. */
  onSample(listener: (sample: PowermetricsSample, atS: number) => void): void;
  close(): void;
}

/** How the samples are taken. */
export interface PowermetricsSourceOptions {
  readonly feed: PowermetricsFeed;
  readonly parts: readonly PowermetricsPart[];
  readonly channels: readonly Channel[];
  readonly maxW: number;
  /** How long a sample is believed, s. */
  readonly holdS: number;
}

/** Energy of a Mac's chip from the samples of `powermetrics`, which come by themselves: polling only looks whether they still do. */
export class PowermetricsSource implements EnergySource {
  readonly channels: readonly Channel[];
  readonly pollWithinS = Number.POSITIVE_INFINITY;
  readonly #options: PowermetricsSourceOptions;
  readonly #energies: readonly PolledEnergy[];
  /** When the last sample came that told a channel's power, s. */
  readonly #toldS: number[];
  readonly #troubles = new TroubleLog();

  constructor(options: PowermetricsSourceOptions) {
    const { parts, maxW, holdS } = options;
    this.#options = options;
    this.channels = options.channels;
    this.#energies = parts.map(() => new PolledEnergy({ maxW, holdS }));
    this.#toldS = parts.map(() => 0);
    options.feed.onSample((sample, atS) => this.#add(sample, atS));
  }

  start(nowS: number): void {
    this.#troubles.start();
    for (let i = 0; i < this.#energies.length; i += 1) {
      this.#energies[i]?.start(nowS);
      this.#toldS[i] = nowS;
    }
  }

  poll(nowS: number): void {
    const { feed, holdS } = this.#options;
    for (let channel = 0; channel < this.#energies.length; channel += 1) {
      const isLate = nowS - (this.#toldS[channel] as number) > holdS;
      const why = feed.ended || (isLate ? 'powermetrics tells nothing of it' : '');
      if (why !== '') this.#energies[channel]?.reading(Number.NaN, nowS);
      if (why === '') this.#troubles.back(channel, nowS, 'it is told again');
      else this.#troubles.failed(channel, nowS, why, feed.ended === '' ? undefined : feed.fix);
    }
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    this.poll(nowS);
    for (let i = 0; i < this.#energies.length; i += 1)
      [low[offset + i], high[offset + i]] = (this.#energies[i] as PolledEnergy).take(nowS);
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#troubles.drain();
  }

  close(): void {
    this.#options.feed.close();
  }

  /** A sample is the mean over its length: it counts from its beginning to its end, which makes the integral exact. */
  #add(sample: PowermetricsSample, atS: number): void {
    const { parts, maxW, holdS } = this.#options;
    for (let i = 0; i < parts.length; i += 1) {
      const watts = (parts[i] as PowermetricsPart).watts(sample);
      if (!(watts <= maxW)) continue; // not told, or a fault
      // Samples follow one another: what is between two of them is the delay of the pipe, unless some are missing.
      const toldS = this.#toldS[i] as number;
      const isNext = !this.#troubles.isFailed(i) && atS - toldS <= holdS;
      this.#energies[i]?.reading(watts, isNext ? toldS : Math.max(toldS, atS - sample.elapsedS));
      this.#energies[i]?.reading(watts, atS);
      this.#toldS[i] = atS;
    }
  }
}
