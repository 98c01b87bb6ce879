import type { TroubleLog } from '../reading/trouble-log.ts';
import type { Channel, ChannelTrouble, EnergySource } from '../source.ts';
import type { DeviceChannel } from './device-channel.io.ts';
import type { NvmlSession } from './session.io.ts';

/** The GPUs of a machine as one source: a channel for each, and the library opened again when all of it fails. */
export class NvmlSource implements EnergySource {
  readonly channels: readonly Channel[];
  readonly pollWithinS: number;
  readonly #devices: readonly DeviceChannel[];
  readonly #session: NvmlSession;
  readonly #troubles: TroubleLog;
  readonly #reopenS: number;
  /** Since when no GPU can be read; NaN while one can. */
  #deafFromS = Number.NaN;
  #isClosed = false;

  /** @param options.troubles is where the devices report. */
  constructor(
    devices: readonly DeviceChannel[],
    session: NvmlSession,
    options: { readonly troubles: TroubleLog; readonly powerPeriodS: number; readonly reopenS: number },
  ) {
    this.#devices = devices;
    this.#session = session;
    this.#troubles = options.troubles;
    this.#reopenS = options.reopenS;
    this.channels = devices.map((device) => device.channel);
    // NVML's counter has 64 bits of mJ: no time is too long for it.
    const isPolled = this.channels.some((channel) => channel.method !== 'nvml:counter');
    this.pollWithinS = isPolled ? options.powerPeriodS : Number.POSITIVE_INFINITY;
  }

  start(nowS: number): void {
    for (const device of this.#devices) device.start(nowS);
  }

  poll(nowS: number): void {
    if (this.#isClosed) return;
    let down = 0;
    let mustOpen = false;
    for (const device of this.#devices) {
      device.poll(nowS);
      if (device.isDown) down += 1;
      mustOpen ||= device.needsOpening;
    }
    const isDeaf = down === this.#devices.length;
    if (!isDeaf) this.#deafFromS = Number.NaN;
    else if (Number.isNaN(this.#deafFromS)) this.#deafFromS = nowS;
    // Often a short trouble passes by itself, and closing the library may put a GPU to sleep.
    if (mustOpen || nowS - this.#deafFromS >= this.#reopenS) this.#session.reopen(nowS, isDeaf);
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    this.poll(nowS);
    for (let i = 0; i < this.#devices.length; i += 1)
      [low[offset + i], high[offset + i]] = (this.#devices[i] as DeviceChannel).energy.take(nowS);
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#troubles.drain();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#session.close();
  }
}
