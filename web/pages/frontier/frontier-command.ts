import { shellLine } from '../../parts/shell-line.ts';
import type { FrontierView } from './frontier-view.ts';

/** What tells the same on the command line. */
export function frontierCommand(
  filter: string,
  { metric, cost, isLog, withUnfinished, together }: Omit<FrontierView, 'group' | 'quality' | 'most'>,
): string {
  return shellLine([
    'joulebook',
    'frontier',
    ...(metric === undefined ? [] : [`--metric=${metric}`]),
    ...(cost === 'energy' ? [] : [`--against=${cost}`]),
    ...(together ? ['--seeds=together'] : []),
    ...(withUnfinished ? ['--unfinished'] : []),
    ...(isLog ? [] : ['--linear']),
    ...(filter === '' ? [] : [`--filter=${filter}`]),
  ]);
}
