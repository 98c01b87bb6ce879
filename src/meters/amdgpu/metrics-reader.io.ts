import type { ChannelReader } from '../reading/channel-reader.ts';
import { MARGIN } from '../counter.ts';
import { CountedEnergy } from '../reading/counted-energy.ts';
import { PolledEnergy } from '../reading/polled-energy.ts';
import type { ReadingConstants } from '../reading/reading-constants.ts';
import type { RuntimeStatus } from '../reading/runtime-status.io.ts';
import type { Channel } from '../source.ts';
import type { AmdGpuConstants } from './constants.ts';
import { CounterCheck } from './counter-check.ts';
import { MetricsFile } from './metrics-file.io.ts';

/** How a card's table is read. */
export interface MetricsReaderOptions {
  readonly channel: Channel;
  /** The card's folder in sysfs. */
  readonly device: string;
  readonly maxW: number;
  readonly constants: AmdGpuConstants;
  readonly times: ReadingConstants;
  readonly status: RuntimeStatus;
  /** What to do when it may not be read. */
  readonly fix?: string;
}

/**
 * A card whose firmware counts its energy. The same table has the power, at no further cost: it is integrated beside the counter, and takes
 * over when the counter stands still or runs wild.
 */
export class MetricsReader implements ChannelReader {
  readonly channel: Channel;
  readonly pollWithinS: number;
  readonly #options: MetricsReaderOptions;
  readonly #file: MetricsFile;
  readonly #counted: CountedEnergy;
  readonly #polled: PolledEnergy;
  readonly #check: CounterCheck;
  /** The counter was found wrong: the power is integrated. */
  #isByPower = false;
  #polledS = 0;
  #lowJ = 0;
  #highJ = 0;
  /** Handed over as certain by a counter that was then found to run too fast, J. */
  #owedJ = 0;
  why = '';

  constructor(options: MetricsReaderOptions) {
    const { maxW, constants, times } = options;
    this.#options = options;
    this.channel = options.channel;
    this.pollWithinS = times.everyS.value;
    this.#file = new MetricsFile(options.device);
    this.#counted = new CountedEnergy({
      stepJ: constants.stepJ.value,
      range: Number.POSITIVE_INFINITY,
      maxW,
      settleS: times.settleS.value,
    });
    this.#polled = new PolledEnergy({ maxW: maxW * MARGIN, holdS: times.holdS.value });
    this.#check = new CounterCheck({
      windowJ: constants.check.windowJ.value,
      windowS: constants.check.windowS.value,
      factor: constants.check.factor.value,
    });
  }

  get fix(): string | undefined {
    return this.#file.code === 'EACCES' ? this.#options.fix : undefined;
  }

  start(nowS: number): void {
    const isAsleep = this.#options.status.isAsleep();
    if (!isAsleep) this.#read();
    this.#counted.start(isAsleep ? Number.NaN : this.#file.energy, nowS);
    this.#polled.start(nowS);
    this.#polled.reading(isAsleep ? this.#options.constants.asleepW.value : this.#file.watts, nowS);
    if (isAsleep) this.#counted.sleep(0, nowS);
    this.#check.clear();
    this.#polledS = nowS;
    this.#lowJ = 0;
    this.#highJ = 0;
    this.#owedJ = 0;
  }

  poll(nowS: number): void {
    if (this.#options.status.isAsleep()) {
      this.why = '';
      this.#counted.sleep(this.#options.constants.asleepW.value, nowS);
      this.#polled.reading(this.#options.constants.asleepW.value, nowS);
      this.#check.clear();
    } else {
      this.#read();
      this.#counted.reading(this.#file.energy, nowS);
      this.#polled.reading(this.#file.watts, nowS);
    }
    this.#settle(nowS);
    this.#polledS = nowS;
  }

  take(nowS: number): readonly [low: number, high: number] {
    this.#settle(nowS);
    const owed = Math.min(this.#owedJ, this.#lowJ);
    this.#owedJ -= owed;
    const low = this.#lowJ - owed;
    const taken = [low, Math.max(low, this.#highJ)] as const;
    this.#lowJ = 0;
    this.#highJ = 0;
    return taken;
  }

  close(): void {
    this.#file.close();
    this.#options.status.close();
  }

  #read(): void {
    this.#file.read();
    this.why = this.#isByPower && !Number.isNaN(this.#file.watts) ? '' : this.#file.why;
  }

  #settle(nowS: number): void {
    const [low, high] = this.#counted.take(nowS);
    const [powerLow, powerHigh] = this.#polled.take(nowS);
    if (this.#isByPower) {
      this.#lowJ += powerLow;
      this.#highJ += powerHigh;
      return;
    }
    this.#lowJ += low;
    this.#highJ += high;
    const isKnown = low === high && powerLow === powerHigh;
    if (!isKnown) this.#check.clear();
    else if (this.#check.add(low, powerLow, nowS - this.#polledS) === 'differs') this.#giveUpCounter();
  }

  /** What the window has handed over is corrected by bounds; from here on the power counts. */
  #giveUpCounter(): void {
    const { countedJ, poweredJ } = this.#check;
    this.#isByPower = true;
    this.#highJ += Math.max(0, poweredJ - countedJ);
    this.#owedJ += Math.max(0, countedJ - poweredJ);
    this.why = `its energy counter shows ${Math.round(countedJ)} J where its power makes ${Math.round(poweredJ)} J: the power is integrated instead`;
  }
}
