import type { Channel, ChannelTrouble, EnergySource } from '../source.ts';
import { TroubleLog } from '../reading/trouble-log.ts';
import { ChannelMeter } from './channel-meter.ts';
import type { Gauge } from './gauge.ts';

/** A channel with what reads it. */
export interface RaplChannel {
  readonly channel: Channel;
  readonly gauge: Gauge;
  /** For how long its counter may stand still after the start, s. */
  readonly silentS: number;
}

/** Channels of one kind of domain, and which of the domains seem to show one counter. */
export interface PowercapChannels {
  readonly channels: readonly RaplChannel[];
  readonly mirrors: readonly (readonly string[])[];
}

/** What to do about a channel that fails, by its errno name; undefined where nothing can be done. */
export type FixFor = (code: string) => string | undefined;

/** The domains of RAPL as an energy source. Packages come first among its channels. */
export class RaplSource implements EnergySource {
  readonly channels: readonly Channel[];
  readonly pollWithinS: number;
  readonly #meters: readonly ChannelMeter[];
  readonly #hasPackages: boolean;
  readonly #fixFor: FixFor;
  readonly #troubles = new TroubleLog();

  constructor(channels: readonly RaplChannel[], fixFor: FixFor) {
    this.channels = channels.map(({ channel }) => channel);
    this.#meters = channels.map(({ gauge, silentS }) => new ChannelMeter(gauge, silentS));
    this.#hasPackages = this.channels.some(({ target }) => target === 'cpu');
    this.pollWithinS = Math.min(Number.POSITIVE_INFINITY, ...this.#meters.map((meter) => meter.pollWithinS));
    this.#fixFor = fixFor;
  }

  start(nowS: number): void {
    this.#troubles.start();
    for (const meter of this.#meters) meter.start(nowS);
  }

  poll(nowS: number): void {
    let isDrawing = !this.#hasPackages;
    for (let i = 0; i < this.#meters.length; i += 1) {
      const meter = this.#meters[i] as ChannelMeter;
      const isPackage = this.channels[i]?.target === 'cpu';
      if (meter.poll(nowS, isPackage || isDrawing)) this.#tell(i, meter, nowS);
      if (isPackage && meter.hasMoved) isDrawing = true;
    }
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    this.poll(nowS);
    for (let i = 0; i < this.#meters.length; i += 1)
      [low[offset + i], high[offset + i]] = (this.#meters[i] as ChannelMeter).take(nowS);
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#troubles.drain();
  }

  close(): void {
    for (const meter of this.#meters) meter.close();
  }

  #tell(channel: number, meter: ChannelMeter, atS: number): void {
    const { label } = this.channels[channel] as Channel;
    if (meter.hasFailed)
      this.#troubles.failed(channel, atS, `${label}: ${meter.why}`, this.#fixFor(meter.code));
    else this.#troubles.back(channel, atS, `${label} can be read again`);
  }
}
