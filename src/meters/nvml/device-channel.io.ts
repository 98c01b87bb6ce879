import type { Channel, ChannelTrouble } from '../source.ts';
import type { NvmlConstants } from './constants.ts';
import { CountedEnergy } from './counted-energy.ts';
import { PolledEnergy } from './polled-energy.ts';
import { closedAfter, fixOf, staleAfter, whyOf } from './return-code.ts';
import type { NvmlHandle, NvmlSession } from './session.io.ts';

/** Where a channel reports that it failed or came back. */
export type Report = (trouble: Omit<ChannelTrouble, 'channel'>) => void;

/** One GPU on the sampling path: reads it, turns readings into energy, and lives through its failures. */
export class DeviceChannel {
  readonly channel: Channel;
  readonly energy: CountedEnergy | PolledEnergy;
  readonly #device: NvmlHandle;
  readonly #session: NvmlSession;
  readonly #constants: NvmlConstants;
  readonly #report: Report;
  readonly #mostW: number;
  #isDown = false;
  #retryAtS = Number.NEGATIVE_INFINITY;
  /** The library itself is closed: only opening it again helps. */
  needsOpening = false;

  constructor(
    channel: Channel,
    device: NvmlHandle,
    session: NvmlSession,
    constants: NvmlConstants,
    report: Report,
  ) {
    this.channel = channel;
    this.#device = device;
    this.#session = session;
    this.#constants = constants;
    this.#report = report;
    const limits = { maxW: channel.maxW ?? constants.maxW, margin: constants.margin };
    this.#mostW = limits.maxW * limits.margin;
    this.energy =
      channel.method === 'nvml:counter'
        ? new CountedEnergy({ ...limits, settleS: constants.settleS })
        : new PolledEnergy({ ...limits, holdS: constants.holdS });
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  start(nowS: number): void {
    this.energy.start(nowS);
    this.#retryAtS = Number.NEGATIVE_INFINITY;
    this.poll(nowS);
  }

  poll(nowS: number): void {
    if (this.#isDown && nowS < this.#retryAtS) return;
    if (!this.#session.hold(this.#device)) return this.#fail(nowS, nowS);
    if (this.energy instanceof CountedEnergy) this.#count(this.energy, nowS);
    else this.#integrate(this.energy, nowS);
  }

  #count(energy: CountedEnergy, nowS: number): void {
    const mJ = this.#session.energyMJ(this.#device.handle);
    if (Number.isNaN(mJ)) return this.#fail(nowS, nowS);
    const resetBefore = energy.resetFromS;
    energy.reading(mJ, nowS);
    if (!energy.isReadable) {
      this.#retryAtS = nowS + this.#constants.retryS; // it still stands still
      return;
    }
    this.#recover(nowS);
    if (energy.resetFromS !== resetBefore && energy.resetFromS <= nowS) {
      this.#tellReset(energy.resetFromS, nowS);
    }
    if (energy.stillS(nowS) > this.#constants.stuckS) this.#checkStill(energy, nowS);
  }

  #integrate(energy: PolledEnergy, nowS: number): void {
    const watts = this.#session.powerW(this.#device.handle);
    if (Number.isNaN(watts)) return this.#fail(nowS, nowS);
    if (watts > this.#mostW) {
      const why = `its sensor reads ${Math.round(watts)} W, more than the GPU can draw`;
      return this.#down(nowS, nowS, why, undefined);
    }
    energy.reading(watts, nowS);
    this.#recover(nowS);
  }

  #fail(atS: number, nowS: number): void {
    const { code } = this.#session;
    if (staleAfter(code)) this.#device.handle = 0;
    this.needsOpening = closedAfter(code);
    this.#down(atS, nowS, whyOf(code), fixOf(code, this.#device.index));
  }

  #down(atS: number, nowS: number, why: string, fix: string | undefined): void {
    this.energy.fail();
    this.#retryAtS = nowS + this.#constants.retryS;
    if (this.#isDown) return;
    this.#isDown = true;
    this.#report({ atS, state: 'failed', why, ...(fix === undefined ? {} : { fix }) });
  }

  #recover(nowS: number): void {
    this.needsOpening = false;
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#report({ atS: nowS, state: 'back', why: 'it can be read again' });
  }

  #tellReset(fromS: number, nowS: number): void {
    const why = 'its counter began anew (a reset of the GPU or of its driver)';
    this.#report({ atS: fromS, state: 'failed', why });
    this.#report({
      atS: nowS,
      state: 'back',
      why: 'it counts again; of the time between only bounds are known',
    });
  }

  /** A counter that does not move is believed only while the GPU is off. */
  #checkStill(energy: CountedEnergy, nowS: number): void {
    const watts = this.#session.powerW(this.#device.handle);
    if (watts === 0) return;
    const draws = Number.isNaN(watts) ? '' : ` while it draws ${Math.round(watts)} W`;
    const since = nowS - energy.stillS(nowS);
    energy.failStill();
    this.#down(
      since,
      nowS,
      `its energy counter stands still${draws}`,
      fixOf(this.#session.code, this.#device.index),
    );
  }
}
