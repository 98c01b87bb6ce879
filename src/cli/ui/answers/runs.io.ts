import type { Route } from '../../../server/route.ts';
import { askCommand } from '../ask-command.io.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** `/runs/:ref`: one run, as `joulebook show --json`. */
export function runRoutes({ host, bookWords }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/runs/:ref',
      answer: async (question) =>
        replyOf(await askCommand(host, 'show', [...bookWords, '--', question.part('ref')])),
    },
  ];
}
