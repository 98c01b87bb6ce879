import type { NodeCard, NodeState } from './pipeline-data.ts';

/** How a stage stands to what dvc.lock and the cache hold. */
export type CacheState = 'fresh' | 'stale' | 'never' | 'maybe' | 'restore' | 'changed' | 'unknown';

/** How each state is said and drawn: a word, what it means, and the path of an icon in a box of 12. */
export const CACHE_STATES: Readonly<
  Record<CacheState, { readonly word: string; readonly meaning: string; readonly icon: string }>
> = {
  fresh: {
    word: 'up to date',
    meaning: 'What it holds was computed from what it reads now.',
    icon: 'M2 6.5 5 9.5 10 3',
  },
  stale: {
    word: 'out of date',
    meaning: 'A repro would run it again.',
    icon: 'M10 6a4 4 0 1 1-1.2-2.8M9 1v2.4H6.6',
  },
  never: {
    word: 'never run',
    meaning: 'dvc.lock does not know it yet.',
    icon: 'M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8',
  },
  maybe: {
    word: 'may be out of date',
    meaning: 'It has to run if a stage before it makes something else.',
    icon: 'M4 4.2a2 2 0 1 1 2.9 1.8C6.2 6.4 6 6.8 6 7.5M6 9.8v.2',
  },
  restore: {
    word: 'in the cache',
    meaning: 'A repro would take its result from the cache, without running it.',
    icon: 'M6 1.5v5.5M3.5 4.8 6 7.3 8.5 4.8M2 10.5h8',
  },
  changed: {
    word: 'changed',
    meaning: 'It is not what its file says; a repro or commit would record it.',
    icon: 'M6 2v5M6 9.6v.2',
  },
  unknown: {
    word: 'not known',
    meaning: 'What it reads was not looked at.',
    icon: 'M2.5 6h.2M6 6h.2M9.5 6h.2',
  },
};

/** The state of a node; unknown as long as nobody has looked at its files. */
export function cacheState(
  { kind, isLocked }: Pick<NodeCard, 'kind' | 'isLocked'>,
  state: Pick<NodeState, 'outlook'> | undefined,
): CacheState {
  if (state === undefined) return kind === 'stage' && !isLocked ? 'never' : 'unknown';
  switch (state.outlook) {
    case 'unchanged':
      return 'fresh';
    case 'run':
      return isLocked ? 'stale' : 'never';
    case 'source':
      return kind === 'data' ? 'changed' : 'stale';
    default:
      return state.outlook;
  }
}

/** How many there are of each state, in words: `2 out of date, 1 never run`. */
export function statesInWords(states: readonly CacheState[]): string {
  const names = Object.keys(CACHE_STATES) as CacheState[];
  return names
    .flatMap((name) => {
      const count = states.filter((one) => one === name).length;
      return count === 0 ? [] : [`${count} ${CACHE_STATES[name].word}`];
    })
    .join(', ');
}
