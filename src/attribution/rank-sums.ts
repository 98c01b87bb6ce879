import { type LiveRun, rateOf } from './registry-entry.ts';

/** One rank as its leader knows it: CPU seconds before it counted here, and until now. */
interface Counted {
  readonly baseS: number;
  untilS: number;
  /** How often it was missing; a final word comes soon or never. */
  missed: number;
}

/** How often to ask for the final word of a rank that has gone. */
const ASK = 4;

/**
 * CPU time of a job's ranks, for the run that leads them: they are no descendants of its process, and tell their use in the registry. Between two of
 * a rank's words its last rate goes on; its final word settles what it used.
 */
export class RankSums {
  readonly #ranks = new Map<string, Counted>();

  /** @param before ranks that counted in another leader until now. */
  constructor(before: readonly LiveRun[] = []) {
    for (const { entry, use } of before) {
      this.#ranks.set(entry.id, { baseS: use.cpuS, untilS: use.cpuS, missed: 0 });
    }
  }

  /**
   * CPU seconds of all ranks since they count here. It may fall a little where a rank has slowed down.
   *
   * @param ranks those alive.
   * @param finalOf the final word of a rank that has ended, CPU s.
   */
  totalS(ranks: readonly LiveRun[], nowS: number, finalOf: (id: string) => number | undefined): number {
    const alive = new Set<string>();
    for (const { entry, use } of ranks) {
      alive.add(entry.id);
      const since = Math.min(Math.max(0, nowS - use.atS), entry.intervalS);
      const untilS = use.cpuS + rateOf(entry, use, nowS).cpu * since;
      const known = this.#ranks.get(entry.id);
      if (known === undefined) this.#ranks.set(entry.id, { baseS: 0, untilS, missed: 0 });
      else known.untilS = untilS;
    }
    let total = 0;
    for (const [id, rank] of this.#ranks) {
      if (!alive.has(id) && rank.missed < ASK) {
        rank.missed++;
        const final = finalOf(id);
        if (final !== undefined) [rank.untilS, rank.missed] = [final, ASK];
      }
      total += Math.max(0, rank.untilS - rank.baseS);
    }
    return total;
  }
}
