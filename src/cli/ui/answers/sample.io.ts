import { isSample, SAMPLE_FILTER } from '../../../book/sample-runs.ts';
import type { Route } from '../../../server/route.ts';
import { loadSample } from '../../sample/load-sample.io.ts';
import { askCommand } from '../ask-command.io.ts';
import { envelopeOf } from '../envelope-of.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** `GET /sample`: how many runs of the book are sample data, and how many are not. `POST /sample` puts them into an empty book, `DELETE /sample` removes them as `joulebook rm` does. */
export function sampleRoutes({ host, book, rows, bookWords }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/sample',
      answer: () => {
        const all = rows.known().rows;
        const runs = all.filter(isSample).length;
        const data = { runs, others: all.length - runs, remove: `joulebook rm --filter '${SAMPLE_FILTER}'` };
        return envelopeOf({ ok: true, value: { data, warnings: [] } });
      },
    },
    {
      method: 'POST',
      path: '/sample',
      answer: () => {
        const loaded = loadSample(host, book);
        return envelopeOf(
          loaded.ok ? { ok: true, value: { data: { runs: loaded.value }, warnings: [] } } : loaded,
        );
      },
    },
    {
      method: 'DELETE',
      path: '/sample',
      answer: async () =>
        replyOf(await askCommand(host, 'rm', [...bookWords, '--yes', `--filter=${SAMPLE_FILTER}`])),
    },
  ];
}
