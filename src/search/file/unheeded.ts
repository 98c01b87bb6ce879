import { type Problem, problem } from '../../errors.ts';
import type { SearchSpec } from './search-spec.ts';

/** What of a search file means nothing where another program begins the trials. */
export function unheededByDrivers({ carbon }: Pick<SearchSpec, 'carbon'>): readonly Problem[] {
  if (carbon === undefined) return [];
  const why =
    'When trials begin is decided by the program that asks for them; carbon is counted by the place.';
  return [
    problem('E_SEARCH', 'carbon: without effect here', why, '`joulebook search` waits; else leave it out.'),
  ];
}
