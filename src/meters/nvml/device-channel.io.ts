import { MARGIN } from '../counter.ts';
import { CountedEnergy } from '../reading/counted-energy.ts';
import { PolledEnergy } from '../reading/polled-energy.ts';
import type { TroubleLog } from '../reading/trouble-log.ts';
import type { Channel } from '../source.ts';
import type { NvmlConstants } from './constants.ts';
import { closedAfter, fixOf, staleAfter, whyOf } from './return-code.ts';
import type { NvmlHandle, NvmlSession } from './session.io.ts';

/** The unit of NVML's counter: 1 mJ. */
const STEP_J = 0.001;

/** Where a channel reports that it failed or came back. */
export interface Report {
  readonly log: TroubleLog;
  /** Its place among the source's channels. */
  readonly place: number;
}

/** One GPU on the sampling path: reads it, turns readings into energy, and lives through its failures. */
export class DeviceChannel {
  readonly channel: Channel;
  readonly energy: CountedEnergy | PolledEnergy;
  readonly #device: NvmlHandle;
  readonly #session: NvmlSession;
  readonly #constants: NvmlConstants;
  readonly #report: Report;
  readonly #mostW: number;
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
    const maxW = channel.maxW ?? constants.maxW;
    this.#mostW = maxW * MARGIN;
    const { settleS, holdS } = constants;
    this.energy =
      channel.method === 'nvml:counter'
        ? new CountedEnergy({ stepJ: STEP_J, range: Number.POSITIVE_INFINITY, maxW, settleS })
        : new PolledEnergy({ maxW: this.#mostW, holdS });
  }

  get isDown(): boolean {
    return this.#report.log.isFailed(this.#report.place);
  }

  start(nowS: number): void {
    if (this.energy instanceof CountedEnergy) this.energy.start(Number.NaN, nowS);
    else this.energy.start(nowS);
    this.#retryAtS = Number.NEGATIVE_INFINITY;
    this.poll(nowS);
  }

  poll(nowS: number): void {
    if (this.isDown && nowS < this.#retryAtS) return;
    if (!this.#session.hold(this.#device)) return this.#fail(nowS);
    if (this.energy instanceof CountedEnergy) this.#count(this.energy, nowS);
    else this.#integrate(this.energy, nowS);
  }

  #count(energy: CountedEnergy, nowS: number): void {
    const mJ = this.#session.energyMJ(this.#device.handle);
    if (Number.isNaN(mJ)) return this.#fail(nowS);
    energy.reading(mJ, nowS);
    if (!energy.isRead) {
      this.#retryAtS = nowS + this.#constants.retryS; // it still stands still
      return;
    }
    this.#recover(nowS);
    if (!Number.isNaN(energy.begunAnewFromS)) this.#tellReset(energy.begunAnewFromS, nowS);
    if (energy.stillS(nowS) > this.#constants.stuckS) this.#checkStill(energy, nowS);
  }

  #integrate(energy: PolledEnergy, nowS: number): void {
    const watts = this.#session.powerW(this.#device.handle);
    if (Number.isNaN(watts)) return this.#fail(nowS);
    if (watts > this.#mostW) {
      const why = `its sensor reads ${Math.round(watts)} W, more than the GPU can draw`;
      return this.#down(nowS, nowS, why, undefined);
    }
    energy.reading(watts, nowS);
    this.#recover(nowS);
  }

  #fail(nowS: number): void {
    const { code } = this.#session;
    if (staleAfter(code)) this.#device.handle = 0;
    this.needsOpening = closedAfter(code);
    this.#down(nowS, nowS, whyOf(code), fixOf(code, this.#device.index));
  }

  #down(atS: number, nowS: number, why: string, fix: string | undefined): void {
    this.energy.reading(Number.NaN, nowS);
    this.#retryAtS = nowS + this.#constants.retryS;
    this.#report.log.failed(this.#report.place, atS, why, fix);
  }

  #recover(nowS: number): void {
    this.needsOpening = false;
    this.#report.log.back(this.#report.place, nowS, 'it can be read again');
  }

  #tellReset(fromS: number, nowS: number): void {
    const { log, place } = this.#report;
    log.failed(place, fromS, 'its counter began anew (a reset of the GPU or of its driver)');
    log.back(place, nowS, 'it counts again; of the time between only bounds are known');
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
