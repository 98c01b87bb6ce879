import { type Losses, nonDominationRanks } from './non-domination.ts';

/** A member of a population. */
export interface Individual {
  readonly number: number;
  readonly losses: Losses;
  /** By how much it misses its constraints in all; 0 where it keeps them. */
  readonly violation: number;
}

/**
 * The `count` individuals that live on: front by front, of the front that does not fit those with the most room around them; what misses a
 * constraint comes after what does not, by how much (Deb et al. 2002, with Optuna's order of ties).
 */
export function elite(population: readonly Individual[], count: number): readonly Individual[] {
  const chosen: Individual[] = [];
  for (const front of fronts(population)) {
    if (chosen.length + front.length >= count)
      return [...chosen, ...byRoom(front).slice(0, count - chosen.length)];
    chosen.push(...front);
  }
  return chosen;
}

function fronts(population: readonly Individual[]): readonly (readonly Individual[])[] {
  const feasible = population.filter(({ violation }) => violation <= 0);
  const infeasible = population.filter(({ violation }) => violation > 0);
  return [
    ...grouped(feasible, nonDominationRanks(feasible.map(({ losses }) => losses))),
    ...grouped(infeasible, nonDominationRanks(infeasible.map(({ violation }) => [violation]))),
  ];
}

function grouped(
  individuals: readonly Individual[],
  ranks: readonly number[],
): readonly (readonly Individual[])[] {
  const groups: Individual[][] = [];
  for (const [index, individual] of individuals.entries()) {
    const rank = ranks[index] as number;
    groups[rank] ??= [];
    groups[rank].push(individual);
  }
  return groups;
}

function byRoom(front: readonly Individual[]): readonly Individual[] {
  const { sorted, room } = sortedWithRoom(front);
  return [...sorted].sort((a, b) => (room.get(a.number) ?? 0) - (room.get(b.number) ?? 0)).reverse();
}

/** Crowding distance of each individual: the sum over the objectives of how far its two neighbours are apart. */
function sortedWithRoom(front: readonly Individual[]): {
  readonly sorted: readonly Individual[];
  readonly room: ReadonlyMap<number, number>;
} {
  const room = new Map(front.map(({ number }) => [number, 0]));
  const sorted = [...front];
  for (let k = 0; k < (front[0]?.losses.length ?? 0); k += 1) {
    sorted.sort((a, b) => order(a.losses[k] as number, b.losses[k] as number));
    const values = sorted.map(({ losses }) => losses[k] as number);
    // All the same: this objective tells none from another.
    if (values[0] === values.at(-1)) continue;
    const least = [...values, Infinity].find((value) => value !== -Infinity) as number;
    const most = [-Infinity, ...values].findLast((value) => value !== Infinity) as number;
    const width = most - least > 0 ? most - least : 1;
    for (const [index, { number }] of sorted.entries()) {
      const before = values[index - 1] ?? -Infinity;
      const after = values[index + 1] ?? Infinity;
      room.set(number, (room.get(number) ?? 0) + (before === after ? 0 : after - before) / width);
    }
  }
  return { sorted, room };
}

/** Not a difference: that of two infinities is no number. */
function order(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
