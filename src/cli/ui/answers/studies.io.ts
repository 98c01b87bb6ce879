import type { Route } from '../../../server/route.ts';
import { errorEnvelope, successEnvelope } from '../../output/json-envelope.ts';
import { askCommand } from '../ask-command.io.ts';
import { replyOf } from '../reply-of.io.ts';
import { trialNameFilter, trialRuns } from '../trial-runs.ts';
import type { Surroundings } from './surroundings.io.ts';

/** `/studies` and what stands below it: as `joulebook study ls`, `show`, `best` and `explain --json`; `/studies/:name/runs` says which runs are its trials. */
export function studyRoutes({ book, host, bookWords }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/studies',
      answer: async () => replyOf(await askCommand(host, 'study ls', bookWords)),
    },
    {
      method: 'GET',
      path: '/studies/:name',
      answer: async ({ part }) =>
        replyOf(await askCommand(host, 'study show', [...bookWords, '--importance', '--', part('name')])),
    },
    {
      method: 'GET',
      path: '/studies/:name/best',
      answer: async ({ part }) =>
        replyOf(await askCommand(host, 'study best', [...bookWords, '--', part('name')])),
    },
    {
      method: 'GET',
      path: '/studies/:name/trials/:trial',
      answer: async ({ part }) =>
        replyOf(
          await askCommand(host, 'study explain', [
            ...bookWords,
            `--study=${part('name')}`,
            '--',
            part('trial'),
          ]),
        ),
    },
    {
      method: 'GET',
      path: '/studies/:name/runs',
      answer: ({ part, word }) => {
        const name = part('name');
        const listing = book.list({ filter: trialNameFilter(name) });
        if (!listing.ok) return { status: 500, body: errorEnvelope('ui', listing.error, []) };
        const sinceMs = Date.parse(word('since') ?? '');
        const data = trialRuns(listing.value.rows, name, Number.isFinite(sinceMs) ? sinceMs : undefined);
        return { status: 200, body: successEnvelope('ui', data, listing.value.problems) };
      },
    },
  ];
}
