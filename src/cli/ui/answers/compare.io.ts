import type { Route } from '../../../server/route.ts';
import { askCommand } from '../ask-command.io.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** `/compare?ids=a,b,c`: as `joulebook compare --json`, the base first. */
export function compareRoutes({ host, bookWords }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/compare',
      answer: async ({ word }) => {
        const ids = (word('ids') ?? '').split(',').filter(Boolean);
        return replyOf(await askCommand(host, 'compare', [...bookWords, '--', ...ids]));
      },
    },
  ];
}
