import { type Ends, endsOf } from '../../attribution/ends.ts';
import type { Shares } from '../../attribution/share-out.ts';
import { EnergySums, SampleCells, type Segment } from '../../book/energy-sums.ts';
import type { SampleEvent } from '../../book/journal-event.ts';
import type { ComponentInfo, MeterOutput } from '../../meters/meter.ts';
import { scale } from '../../units/arithmetic.ts';
import type { Estimate } from '../../units/estimate.ts';

/** The columns of a sample, J: the machine's energy and the idle part of it. */
export type Columns = Pick<SampleEvent, 'e' | 'i'>;

/** What a meter wrote, as a sample has it. */
export function columnsOf({ energyJ, highJ, idleJ }: MeterOutput): Columns {
  const e: Ends[] = [];
  const i: (number | null)[] = [];
  for (let c = 0; c < energyJ.length; c++) {
    const idle = idleJ[c] as number;
    e.push(endsOf(energyJ[c] as number, highJ[c] as number));
    i.push(Number.isNaN(idle) ? null : idle);
  }
  return { e, i };
}

/** Powers of one interval with their intervals, by the sums that a run's record is made of. */
export class IntervalPowers {
  readonly #segments: readonly Segment[];
  readonly #columns: Columns;
  readonly #dtS: number;
  readonly #machine: EnergySums;

  /** @param components the available ones, in the order of the columns. */
  constructor(components: readonly ComponentInfo[], columns: Columns, dtS: number) {
    this.#segments = components.map((info) => ({ ...info, rootId: 'top' }));
    this.#columns = columns;
    this.#dtS = dtS;
    this.#machine = this.#sums([], [], false);
  }

  /** Power of a component, W. */
  component(name: string): Estimate {
    return this.#power(this.#machine.component(name, 'machine'));
  }

  /** Power of the whole machine at the wall, W. */
  wall(): Estimate {
    return this.#power(this.#machine.layer('wall', 'machine'));
  }

  /** Attributed power of whoever has these shares, W; of a nested run the active power. */
  owned({ dynamic, idle }: Shares, isNested: boolean): Estimate {
    return this.#power(this.#sums(dynamic, idle, isNested).layer('wall', isNested ? 'active' : 'attributed'));
  }

  #sums(s: readonly Ends[], x: readonly Ends[], isNested: boolean): EnergySums {
    const cells = new SampleCells();
    cells.segments = this.#segments.map((_, c) => c);
    const sample: SampleEvent = { ...NO_SAMPLE, ...this.#columns, dt: this.#dtS, s, x };
    cells.set(sample, isNested);
    const sums = new EnergySums(this.#segments);
    sums.add(cells);
    return sums;
  }

  #power(joules: Estimate): Estimate {
    return scale(joules, 1 / this.#dtS);
  }
}

/** A sample in which nothing was used. */
export const NO_SAMPLE: SampleEvent = {
  k: 'sample',
  dt: 0,
  e: [],
  i: [],
  s: [],
  x: [],
  ua: 0,
  tr: 0,
  u: 0,
  b: 0,
  o: 0,
  n: 0,
};
