import type { JournalLine, MachineEvent, SampleEvent } from './journal-event.ts';
import { FIRST_CHANNELS, MOST_COMPONENTS } from './series-layout.ts';

/** Follows a journal and turns its samples into power, W, by channel: `machine`, `attributed` (at the wall), then components. */
export class PowerChannels {
  /** Names of the channels; undefined before the first machine line. */
  names: readonly string[] | undefined;
  /** Boot-clock time of the run's start. */
  t0: number | undefined;
  #nested = false;
  /** For each component channel, its column in the samples now, or −1. */
  #columns: readonly number[] = [];
  #watts = new Float64Array(0);

  /** @param names the channels, if they are fixed already (the header of a series). */
  constructor(names?: readonly string[]) {
    if (names !== undefined) this.#name(names);
  }

  /** Takes in a line. For a sample of some length, its power by channel; the array is used again for the next. */
  apply(line: JournalLine): Float64Array | undefined {
    if (line.k === 'start') {
      this.t0 = line.t;
      this.#nested = line.parentId !== undefined;
    } else if (line.k === 'machine') this.#machine(line);
    if (line.k !== 'sample' || line.dt <= 0 || this.names === undefined) return undefined;
    this.t0 ??= line.t - line.dt;
    power(line, this.#columns, this.#nested, this.#watts);
    return this.#watts;
  }

  #machine(event: MachineEvent): void {
    const columns = event.components
      .filter((component) => component.available)
      .map((component) => component.name);
    if (this.names === undefined) this.#name([...FIRST_CHANNELS, ...columns.slice(0, MOST_COMPONENTS)]);
    this.#columns = (this.names ?? []).slice(FIRST_CHANNELS.length).map((name) => columns.indexOf(name));
  }

  #name(names: readonly string[]): void {
    this.names = names;
    this.#watts = new Float64Array(names.length).fill(Number.NaN);
  }
}

/**
 * Power in one sample, W: of the whole machine, of the run (attributed; the middle where only bounds are known), of each component. What is not
 * known is NaN.
 *
 * @param columns for each channel after the first two, its column in the sample, or −1.
 */
function power(sample: SampleEvent, columns: readonly number[], nested: boolean, into: Float64Array): void {
  let machine = 0;
  let attributed = 0;
  for (let c = 0; c < sample.e.length; c++) {
    const [eLow, eHigh] = endsOf(sample.e[c]);
    const energy = (eLow + eHigh) / 2;
    const idle = sample.i[c] ?? null;
    const [sLow, sHigh] = endsOf(sample.s[c]);
    const [xLow, xHigh] = nested ? [0, 0] : endsOf(sample.x[c]);
    machine += energy;
    if (idle === null) attributed += (energy * (Math.min(sLow, xLow) + Math.max(sHigh, xHigh))) / 2;
    else attributed += ((energy - idle) * (sLow + sHigh) + idle * (xLow + xHigh)) / 2;
  }
  into[0] = machine / sample.dt;
  into[1] = attributed / sample.dt;
  columns.forEach((column, c) => {
    const [low, high] = column < 0 ? [Number.NaN, Number.NaN] : endsOf(sample.e[column]);
    into[FIRST_CHANNELS.length + c] = (low + high) / 2 / sample.dt;
  });
}

/** What a run took in one sample above idle, at the wall, J; NaN without a usable idle power, the middle where only bounds are known. */
export function ownEnergy({ e, i, s }: SampleEvent): number {
  return e.reduce<number>((sum, energy, c) => {
    const [low, high] = endsOf(energy);
    const [sLow, sHigh] = endsOf(s[c]);
    return sum + (((low + high) / 2 - (i[c] ?? Number.NaN)) * (sLow + sHigh)) / 2;
  }, 0);
}

function endsOf(share: number | readonly [number, number] | undefined): readonly [number, number] {
  return typeof share === 'number' ? [share, share] : (share ?? [0, 0]);
}
