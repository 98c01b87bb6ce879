import type { Role } from '../../../src/report/chart/palette.ts';
import type { EnergyByFate } from '../../../src/search/study/energy-by-fate.ts';

/** A fate of trials: what it is called, what it means, and its colour. */
export interface Fate {
  readonly key: Exclude<keyof EnergyByFate, 'total' | 'sinceGain'>;
  readonly name: string;
  readonly meaning: string;
  readonly role: Role;
}

/** In the order in which they are told; together they are all energy of a study. */
export const FATES: readonly Fate[] = [
  { key: 'useful', name: 'complete', meaning: 'trained to the end', role: 'gpu' },
  { key: 'stopped', name: 'stopped', meaning: 'ended early: not worth more', role: 'cpu' },
  {
    key: 'failed',
    name: 'failed',
    meaning: 'came to nothing: failed, lost, or tried again',
    role: 'overhead',
  },
  { key: 'paused', name: 'paused', meaning: 'waits, and may go on', role: 'ram' },
  { key: 'running', name: 'running', meaning: 'still at work', role: 'embodied' },
  { key: 'engine', name: 'the search itself', meaning: 'proposing and waiting', role: 'idle' },
];

/** The colour of a trial's state. */
export function roleOfState(state: string): Role {
  const key = state === 'complete' ? 'useful' : state === 'lost' ? 'failed' : state;
  return FATES.find((fate) => fate.key === key)?.role ?? 'other';
}
