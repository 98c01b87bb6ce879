import { MARGIN } from '../counter.ts';
import { PolledEnergy } from '../reading/polled-energy.ts';
import { TroubleLog } from '../reading/trouble-log.ts';
import type { Channel, ChannelTrouble, EnergySource } from '../source.ts';
import type { NvmlConstants } from './constants.ts';
import type { SmiRow } from './smi-csv.ts';
import type { SmiFeed } from './smi-feed.ts';

/** One GPU among the lines of nvidia-smi. */
interface Line {
  readonly index: number;
  readonly uuid: string;
  readonly energy: PolledEnergy;
  readonly mostW: number;
}

/** GPUs by the lines of nvidia-smi: each line counts when it arrives, and between lines the power of the last one stands. */
export class SmiSource implements EnergySource {
  readonly channels: readonly Channel[];
  /** The lines come by themselves; nothing is missed between two polls. */
  readonly pollWithinS = Number.POSITIVE_INFINITY;
  readonly #feed: SmiFeed;
  readonly #lines: readonly Line[];
  readonly #constants: NvmlConstants;
  readonly #troubles = new TroubleLog();
  #isStarted = false;

  /** @param channels one for each of `rows`. */
  constructor(
    feed: SmiFeed,
    rows: readonly SmiRow[],
    channels: readonly Channel[],
    constants: NvmlConstants,
  ) {
    this.#feed = feed;
    this.channels = channels;
    this.#constants = constants;
    this.#lines = rows.map(({ index, uuid }, i) => {
      const mostW = (channels[i]?.maxW ?? constants.maxW) * MARGIN;
      return { index, uuid, energy: new PolledEnergy({ maxW: mostW, holdS: constants.smiHoldS }), mostW };
    });
    feed.listen((row, atS) => this.#hear(row, atS));
  }

  start(nowS: number): void {
    this.#isStarted = true;
    for (const line of this.#lines) line.energy.start(nowS);
  }

  poll(nowS: number): void {
    const ended = this.#feed.ended();
    for (let i = 0; i < this.#lines.length; i += 1) {
      const { energy } = this.#lines[i] as Line;
      const ageS = energy.ageS(nowS);
      if (this.#troubles.isFailed(i) || (ended === undefined && ageS <= this.#constants.smiHoldS)) continue;
      const why = ended ?? `nvidia-smi has printed nothing for ${ageS.toFixed(1)} s`;
      this.#fail(i, nowS - ageS, why);
    }
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    this.poll(nowS);
    for (let i = 0; i < this.#lines.length; i += 1)
      [low[offset + i], high[offset + i]] = (this.#lines[i] as Line).energy.take(nowS);
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#troubles.drain();
  }

  close(): void {
    this.#feed.close();
  }

  #hear(row: SmiRow, atS: number): void {
    if (!this.#isStarted) return;
    const i = this.#lines.findIndex(({ index, uuid }) =>
      uuid === '' ? index === row.index : uuid === row.uuid,
    );
    const line = this.#lines[i];
    if (line === undefined) return;
    if (!(row.drawW <= line.mostW)) {
      this.#fail(i, atS, `nvidia-smi tells no power: ${row.why ?? `${row.drawW} W cannot be`}`);
      return;
    }
    line.energy.reading(row.drawW, atS);
    this.#troubles.back(i, atS, 'nvidia-smi tells its power again');
  }

  #fail(i: number, atS: number, why: string): void {
    this.#lines[i]?.energy.reading(Number.NaN, atS);
    this.#troubles.failed(i, atS, why, '`nvidia-smi` by hand shows whether the driver answers');
  }
}
