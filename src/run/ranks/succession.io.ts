import type { LiveRun } from '../../attribution/registry-entry.ts';
import { continuedName } from '../continued-name.ts';
import type { Standing, TakeOver } from '../standing.io.ts';
import { JobPlace } from './job-place.io.ts';

/** A run that goes on for the leader of a job's ranks. */
interface Successor {
  readonly id: string;
  readonly name: string;
}

/** Where the leader of a job's ranks has ended before them, one of them goes on as their root, in a run of its own beside its part. */
export class Succession<S extends Successor> {
  readonly #standing: Standing;
  readonly #open: (name: string, takesOver: TakeOver) => S | undefined;
  #successor: S | undefined;

  /** @param open opens a run of that name which takes over; undefined where the book has gone. */
  constructor(standing: Standing, open: (name: string, takesOver: TakeOver) => S | undefined) {
    this.#standing = standing;
    this.#open = open;
  }

  /** The run that leads the job's ranks from this process. */
  get successor(): S | undefined {
    return this.#successor;
  }

  /** Takes over where that is due. @returns the run that has just been opened for it. */
  mind(others: readonly LiveRun[]): S | undefined {
    const { place } = this.#standing;
    if (this.#successor !== undefined || place === undefined || !this.#standing.isOrphan(others))
      return undefined;
    const { leader } = place;
    place.succeed(() => {
      if (leader === undefined) return undefined;
      const takesOver = { place: JobPlace.successor(place), from: leader.id };
      this.#successor = this.#open(continuedName(leader.name), takesOver);
      return this.#successor;
    });
    return this.#successor;
  }
}
