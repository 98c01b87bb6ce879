import type { JournalLine } from '../../book/journal-event.ts';
import { type Problem, problem } from '../../errors.ts';
import type { PlausibleFactors } from './plausible-limits.ts';

type Ends = number | readonly [number, number] | null;

/** Looks at the lines of a journal one after the other for what no meter can have read; a sum may hide it. */
export class LineCheck {
  #fault: string | undefined;
  #coveredS = 0;
  #endS: number | undefined;

  see(line: JournalLine): void {
    if (line.k === 'end') this.#endS ??= line.durationS;
    if (line.k === 'gap') {
      if (!(line.dt >= 0)) this.#say(line, `a gap of ${line.dt} s`);
      this.#coveredS += Math.max(0, line.dt);
    }
    if (line.k !== 'sample') return;
    this.#coveredS += Math.max(0, line.dt);
    if (!(line.dt >= 0)) this.#say(line, `a time of ${line.dt} s`);
    if ([...line.e, ...line.i, line.ua, line.tr].some((value) => isBelow(value, 0)))
      this.#say(line, 'a negative energy');
    if ([...line.s, ...line.x].some((value) => isBelow(value, 0) || isAbove(value, 1)))
      this.#say(line, 'a share that is not between 0 and 1');
    if ([line.u, line.b, line.o].some((value) => isBelow(value, 0))) this.#say(line, 'a negative CPU time');
  }

  /** E_VERIFY with the first line that cannot be, or with how much of the run was not looked at. */
  fault(id: string, factors: PlausibleFactors): Problem | undefined {
    if (this.#fault !== undefined)
      return problem(
        'E_VERIFY',
        `the journal of run ${id} cannot be: ${this.#fault}`,
        'No meter reads that.',
      );
    const endS = this.#endS ?? 0;
    const unseen = endS - this.#coveredS;
    if (unseen <= Math.max(factors.unseenS.value, factors.unseenPart.value * endS)) return undefined;
    return problem(
      'E_VERIFY',
      `of run ${id} ${Math.round(unseen)} s are in no reading`,
      `It lasted ${Math.round(endS)} s, and its samples and gaps cover ${Math.round(this.#coveredS)} s.`,
    );
  }

  #say(line: JournalLine, what: string): void {
    this.#fault ??= `line ${line.seq + 1} has ${what}`;
  }
}

/** Sums of shares are rounded. */
const ROUNDING = 1e-6;

function isBelow(value: Ends | undefined, least: number): boolean {
  return endsOf(value).some((end) => end < least - ROUNDING);
}

function isAbove(value: Ends | undefined, most: number): boolean {
  return endsOf(value).some((end) => end > most + ROUNDING);
}

function endsOf(value: Ends | undefined): readonly number[] {
  if (value === null || value === undefined) return [];
  return typeof value === 'number' ? [value] : value;
}
