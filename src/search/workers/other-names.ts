import { type Problem, problem } from '../../errors.ts';
import { nearestName } from '../space/nearest-name.ts';
import { plainName, RESOURCE_KEYS, type Said } from '../trial/said.ts';

/** So many reports of other names are told of; one whose name is nearly a sought one is told of at once. */
const MANY = 5;
/** More names are not listed. */
const MOST_NAMES = 5;

/** Tells once where trials report and nothing of it is sought: a slip in a name would only be seen when the first training has come to its end. */
export class OtherNames {
  readonly #sought: readonly string[];
  readonly #names = new Set<string>();
  #reports = 0;
  #isOver: boolean;

  /**
   * @param sought names of the metrics that are sought.
   * @param isProven whether any trial of the study has ever reported one of them.
   */
  constructor(sought: readonly string[], isProven: boolean) {
    this.#sought = sought;
    this.#isOver = isProven;
  }

  /** A trial has reported what is sought: the names are right. */
  proven(): void {
    this.#isOver = true;
  }

  /**
   * A trial has reported, and nothing of what is sought.
   *
   * @returns a warning, once.
   */
  take(said: Said): Problem | undefined {
    if (this.#isOver) return undefined;
    const names = Object.keys(said).filter((name) => !PLACES.has(plainName(name)));
    if (names.length === 0) return undefined;
    this.#reports += 1;
    for (const name of names) if (this.#names.size < MOST_NAMES) this.#names.add(name);
    const slip = names.find((name) => nearestName(name, this.#sought) !== undefined);
    if (slip === undefined && this.#reports < MANY) return undefined;
    this.#isOver = true;
    const [sought, others] = [this.#sought.join(', '), slip ?? [...this.#names].join(', ')];
    return problem(
      'E_TRIAL',
      `the trial reports ${others} and, until now, nothing of ${sought}`,
      'A trial that ends without what is sought has failed.',
      slip === undefined
        ? `Report ${sought}, or let the search seek what is reported.`
        : `Did you mean \`${nearestName(slip, this.#sought)}\`? Both must have the same name.`,
    );
  }
}

const PLACES: ReadonlySet<string> = new Set(RESOURCE_KEYS);
