import { problem, type Warning } from '../../errors.ts';
import type { ComponentInfo, Meter, MeterChange, MeterInput, MeterOutput } from '../meter.ts';
import type { MachineModel } from '../model/machine-model.ts';
import type { EnergySource } from '../source.ts';
import { ChannelStates } from './channel-states.ts';
import { chipColumns, type Column, failedGpus, inOrder, wattsAt } from './columns.ts';
import type { IdlePowers } from './idle-power.ts';
import { otherInfo, otherWay, type OtherWay, withoutMeter } from './other-column.ts';
import { WallDebt } from './wall-debt.ts';
import { otherOfChips, type WallConstants } from './wall-from-chips.ts';

/** What a machine's energy is put together from. */
export interface MachineParts {
  readonly sources: readonly EnergySource[];
  readonly model: MachineModel;
  readonly wall: WallConstants;
  readonly idle: IdlePowers;
  /** Components that are there and have no channel at all. */
  readonly unavailable: readonly ComponentInfo[];
  /** Why the counters of the CPU are not used, where they are not. */
  readonly cpuReason?: string;
}

/** What the chips used in an interval, and how the rest of the machine is found in it. */
interface ChipSums {
  readonly way: OtherWay;
  /** What the whole-machine meter saw, where `way` is one. */
  readonly wallJ: number;
  readonly low: number;
  readonly high: number;
  readonly idle: number;
}

/** The errors of `other` depend on its power and that of the chips: they are stated anew when a mean has moved by this factor. */
const MOVED = 1.4;
/** Those of the model depend on the load: they are stated anew when its mean has moved by so much, 1 being full load. */
const MOVED_LOAD = 0.05;
/** Before the first reading. */
const HALF_LOAD = 0.5;
/** `other` is never taken for less than this part of the chips when its relative errors are stated. */
const LEAST_OTHER = 0.02;

/**
 * The meter of a machine: counters where there are any, the model where not, and `other` (board, fans, drives, the supply's loss) so that all
 * components sum to what the socket gives. Every component stands for itself: a GPU that fails becomes unavailable from then on, a CPU or memory
 * whose counter fails goes on by the model.
 */
export class MachineMeter implements Meter {
  components: readonly ComponentInfo[] = [];
  readonly #parts: MachineParts;
  readonly #states: ChannelStates;
  readonly #debt = new WallDebt();
  #columns: readonly Column[] = [];
  #way: OtherWay = { how: 'chips' };
  #startS = 0;
  /** Energy so far by chip column, and of `other`, J: the powers at which errors are stated. */
  #soFarJ = new Float64Array(0);
  #otherSoFarJ = 0;
  #soFarS = 0;
  #busySoFarS = 0;
  #statedAt = { chipsW: 0, otherW: 0, busy: HALF_LOAD };
  #warnings: Warning[] = [];
  #isChanged = false;

  constructor(parts: MachineParts) {
    this.#parts = parts;
    this.#states = new ChannelStates(parts.sources);
    this.#plan();
    this.#isChanged = false;
  }

  get pollWithinS(): number {
    return this.#states.pollWithinS;
  }

  start(nowS: number): void {
    this.#startS = nowS;
    this.#states.start(nowS);
  }

  poll(nowS: number): void {
    this.#states.poll(nowS);
  }

  read(input: MeterInput, output: MeterOutput): void {
    this.#states.read(input.nowS);
    for (let c = 0; c < this.#columns.length; c++)
      this.#readColumn(this.#columns[c] as Column, input, output, c);
    const way = this.#wayNow();
    const wallJ = this.#metered(way);
    if (way.how === 'meter') this.#fitModel(wallJ, input.dtS, output);
    let chipsLow = 0;
    let chipsHigh = 0;
    let chipsIdle = 0;
    for (let c = 0; c < this.#columns.length; c++) {
      const low = output.energyJ[c] as number;
      const high = output.highJ[c] as number;
      chipsLow += low;
      chipsHigh += high;
      chipsIdle += (output.idleJ[c] as number) || 0; // unknown: none of it is known to be idle
      this.#soFarJ[c] = (this.#soFarJ[c] as number) + (low + high) / 2;
    }
    this.#readOther(input, output, { way, wallJ, low: chipsLow, high: chipsHigh, idle: chipsIdle });
    this.#soFarS += input.dtS;
    this.#busySoFarS += (input.cpuBusy > 0 ? Math.min(1, input.cpuBusy) : 0) * input.dtS;
    if (this.#states.news.length > 0) this.#hear();
    else if (this.#hasMoved()) this.#plan();
  }

  change(): MeterChange | undefined {
    if (!this.#isChanged) return undefined;
    this.#isChanged = false;
    return { warnings: this.#warnings.splice(0) };
  }

  close(): void {
    this.#states.close();
  }

  #readColumn(column: Column, { dtS, cpuBusy }: MeterInput, output: MeterOutput, c: number): void {
    let low = 0;
    let high = 0;
    if (column.watts !== undefined) low = high = wattsAt(column.watts, cpuBusy) * dtS;
    else {
      for (const place of column.places) {
        const counted = (this.#states.lowJ[place] as number) || 0;
        const most = this.#states.highJ[place] as number;
        low += counted;
        // Not even bounds: what was counted until it failed, and at most what it can draw.
        high += Number.isNaN(most) ? counted + this.#states.mostW(place) * dtS : most;
      }
    }
    output.energyJ[c] = low;
    output.highJ[c] = high;
    // What a machine draws idle is the least it draws: no more of an interval is idle than it used.
    output.idleJ[c] = Math.min(high, column.idleW * dtS);
  }

  #readOther(input: MeterInput, output: MeterOutput, chips: ChipSums): void {
    const { wall } = this.#parts;
    const { dtS } = input;
    const { way, wallJ, low, high } = chips;
    const c = this.#columns.length;
    let idle = otherOfChips(chips.idle, dtS, wall);
    let baseJ = (wall.baseW.value / wall.efficiency.value) * dtS;
    if (way.how === 'chips') {
      output.energyJ[c] = otherOfChips(low, dtS, wall);
      output.highJ[c] = otherOfChips(high, dtS, wall);
    } else if (way.how === 'model') {
      // The model's wall holds the supply's loss on CPU and memory; GPUs add theirs.
      const [gpuLow, gpuHigh, gpuIdle] = this.#gpuSums(output);
      const loss = 1 / wall.efficiency.value - 1;
      const modelled = wattsAt(way.watts, input.cpuBusy) * dtS;
      output.energyJ[c] = modelled + gpuLow * loss;
      output.highJ[c] = modelled + gpuHigh * loss;
      baseJ = (way.watts[0] ?? 0) * dtS;
      idle = baseJ + gpuIdle * loss;
    } else {
      const isKnown = low === high;
      const expectedJ = otherOfChips(low, dtS, wall);
      output.energyJ[c] = isKnown
        ? this.#debt.settle(wallJ - low, { chipsJ: low, expectedJ, dtS })
        : Math.max(0, wallJ - high);
      output.highJ[c] = isKnown ? output.energyJ[c] : Math.max(0, wallJ - low);
      if (this.#debt.isLasting) this.#warnAboutWall(way.channel.label);
    }
    const otherLow = output.energyJ[c] ?? 0;
    const otherHigh = output.highJ[c] ?? 0;
    if (way !== this.#way) this.#debt.guess(low + otherLow - this.#metered(this.#way));
    output.idleJ[c] = Math.min(otherHigh, idle);
    output.basePart = idle > 0 ? Math.min(1, baseJ / idle) : 1;
    this.#otherSoFarJ += (otherLow + otherHigh) / 2;
  }

  /** A whole-machine meter that is silent tells bounds, which say less than the chips do: until it speaks again they must do. */
  #wayNow(): OtherWay {
    const way = this.#way;
    if (way.how !== 'meter') return way;
    const isKnown = sumOf(this.#states.lowJ, way.places) === sumOf(this.#states.highJ, way.places);
    return isKnown ? way : withoutMeter(this.#columns, this.#parts.model);
  }

  /** What a whole-machine meter surely saw of the interval, J at the wall; nothing where there is none. */
  #metered(way: OtherWay): number {
    if (way.how !== 'meter') return 0;
    const perWall = way.channel.target === 'dc' ? 1 / this.#parts.wall.efficiency.value : 1;
    return sumOf(this.#states.lowJ, way.places) * perWall || 0;
  }

  /** A model that says more than the whole machine drew is wrong, not the meter: it is cut to what the counters leave. */
  #fitModel(wallJ: number, dtS: number, output: MeterOutput): void {
    let modelledJ = 0;
    let countedJ = 0;
    for (let c = 0; c < this.#columns.length; c++) {
      const joules = output.highJ[c] as number;
      if (this.#columns[c]?.watts === undefined) countedJ += joules;
      else modelledJ += joules;
    }
    const { efficiency, baseW } = this.#parts.wall;
    const most = wallJ * efficiency.value - baseW.low * dtS - countedJ;
    if (modelledJ <= most || modelledJ === 0) return;
    const factor = Math.max(0, most) / modelledJ;
    for (let c = 0; c < this.#columns.length; c++) {
      if (this.#columns[c]?.watts === undefined) continue;
      output.energyJ[c] = (output.energyJ[c] as number) * factor;
      output.highJ[c] = output.energyJ[c] as number;
      output.idleJ[c] = Math.min(output.idleJ[c] as number, output.energyJ[c] as number);
    }
  }

  #gpuSums(output: MeterOutput): readonly [low: number, high: number, idle: number] {
    let [low, high, idle] = [0, 0, 0];
    for (let c = 0; c < this.#columns.length; c++) {
      if (this.#columns[c]?.info.name.startsWith('gpu:') !== true) continue;
      low += output.energyJ[c] as number;
      high += output.highJ[c] as number;
      idle += (output.idleJ[c] as number) || 0;
    }
    return [low, high, idle];
  }

  /** Chooses anew how everything is read. */
  #plan(): void {
    const { model, wall, unavailable } = this.#parts;
    const before = this.#columns;
    const busy = this.#meanBusy();
    this.#columns = chipColumns(this.#states, { ...this.#parts, busy });
    this.#way = otherWay(this.#states, this.#columns, model);
    if (!isSame(before, this.#columns)) this.#restart();
    const power = { ...this.#meanPower(), busy };
    this.#statedAt = power;
    const other = otherInfo(this.#way, this.#columns, model, wall, power);
    const sinceS = (atS: number): string =>
      `${Math.max(0, atS - this.#startS).toFixed(1)} s after measuring began`;
    this.components = inOrder([
      ...this.#columns.map(({ info }) => info),
      other,
      ...failedGpus(this.#states, sinceS),
      ...unavailable,
    ]);
    this.#isChanged = true;
  }

  #restart(): void {
    this.#soFarJ = new Float64Array(this.#columns.length);
    this.#otherSoFarJ = 0;
    this.#soFarS = 0;
    this.#busySoFarS = 0;
  }

  /** Mean powers so far; before the first reading those of idle. */
  #meanPower(): { readonly chipsW: number; readonly otherW: number; readonly byColumnW: ArrayLike<number> } {
    const isKnown = this.#soFarS > 0;
    const byColumnW = this.#columns.map(({ idleW }, c) =>
      isKnown ? (this.#soFarJ[c] as number) / this.#soFarS : idleW || 0,
    );
    const chipsW = byColumnW.reduce((total, watts) => total + watts, 0);
    const otherW = isKnown ? this.#otherSoFarJ / this.#soFarS : otherOfChips(chipsW, 1, this.#parts.wall);
    return { chipsW, otherW: Math.max(otherW, LEAST_OTHER * chipsW, Number.MIN_VALUE), byColumnW };
  }

  /** Mean busy part of the CPUs so far. */
  #meanBusy(): number {
    return this.#soFarS > 0 ? this.#busySoFarS / this.#soFarS : HALF_LOAD;
  }

  #hasMoved(): boolean {
    const isModelled = this.#columns.some(({ watts }) => watts !== undefined);
    if (isModelled && Math.abs(this.#meanBusy() - this.#statedAt.busy) > MOVED_LOAD) return true;
    if (this.#way.how === 'model') return false; // its errors are the model's, whatever the power
    let joules = 0;
    for (let c = 0; c < this.#soFarJ.length; c++) joules += this.#soFarJ[c] as number;
    const { chipsW, otherW } = this.#statedAt;
    const otherNowW = Math.max(this.#otherSoFarJ, LEAST_OTHER * joules) / this.#soFarS;
    return hasMoved(joules / this.#soFarS, chipsW) || hasMoved(otherNowW, otherW);
  }

  #hear(): void {
    for (const { of, state, why, fix, atS } of this.#states.news) {
      const when = `${Math.max(0, atS - this.#startS).toFixed(1)} s after measuring began`;
      const what =
        state === 'failed'
          ? `${of.target} (${of.label}) cannot be read since ${when}`
          : `${of.target} (${of.label}) can be read again, ${when}`;
      this.#warnings.push(problem('E_METER', what, why, fix));
    }
    this.#plan();
  }

  #warnAboutWall(label: string): void {
    this.#warnings.push(
      problem(
        'E_METER',
        `${label} reads less than the chips of this machine use`,
        'it may stand at another machine, or measure a part of this one',
        'look where it is plugged in; until then the chips count and nothing is added for the rest',
      ),
    );
    this.#isChanged = true;
  }
}

function hasMoved(now: number, stated: number): boolean {
  return now > stated * MOVED || now * MOVED < stated;
}

function sumOf(values: Float64Array, places: readonly number[]): number {
  let sum = 0;
  for (const place of places) sum += values[place] as number;
  return sum;
}

function isSame(a: readonly Column[], b: readonly Column[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ info }, c) => info.name === b[c]?.info.name && info.method === b[c]?.info.method)
  );
}
