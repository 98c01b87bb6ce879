import type { IndexRow } from '../../../book/index-row.ts';
import { problem } from '../../../errors.ts';
import type { Route } from '../../../server/route.ts';
import { errorEnvelope, successEnvelope } from '../../output/json-envelope.ts';
import { pipelineGraph } from '../pipeline/pipeline-graph.io.ts';
import { pipelineStates } from '../pipeline/pipeline-states.io.ts';
import { envelopeOf } from '../envelope-of.ts';
import type { Surroundings } from './surroundings.io.ts';

/** How many runs of a stage are listed; the answer says how many there are. */
const MOST_RUNS = 100;

/** What is told of each of them. */
const OF_RUN = [
  'id',
  'state',
  'startedAt',
  'durationS',
  'energyJ',
  'energyLowJ',
  'energyHighJ',
  'co2G',
  'grade',
  'host',
  'cwd',
  'commit',
] as const satisfies readonly (keyof IndexRow)[];

/**
 * `/pipeline`: the graph with the energies of `joulebook dag --json`, and what is wrong with the project. `/pipeline/states`: what is out of date, which has to look
 * at every file, and what a `repro` would take. `/pipeline/history?stage=`: the runs of a stage in the book.
 */
export function pipelineRoutes(surroundings: Surroundings): readonly Route[] {
  const { host, book } = surroundings;
  return [
    { method: 'GET', path: '/pipeline', answer: () => envelopeOf(pipelineGraph(host)) },
    {
      method: 'GET',
      path: '/pipeline/states',
      answer: async () => envelopeOf(await pipelineStates(host)),
    },
    {
      method: 'GET',
      path: '/pipeline/history',
      answer: ({ word }) => {
        const stage = word('stage');
        if (stage === undefined)
          return {
            status: 400,
            body: errorEnvelope(
              'ui',
              problem('E_USAGE', 'no stage is named', 'A history is of one stage.', 'Name it: ?stage=train.'),
              [],
            ),
          };
        const filter = `kind:stage name:"${stage.replace(/[\\"]/g, '\\$&')}"`;
        const listing = book.list({ filter, limit: MOST_RUNS });
        if (!listing.ok) return { status: 400, body: errorEnvelope('ui', listing.error, []) };
        const { rows, total, problems } = listing.value;
        const runs = rows.map((row) => Object.fromEntries(OF_RUN.map((field) => [field, row[field]])));
        return { status: 200, body: successEnvelope('ui', { stage, runs, total }, problems) };
      },
    },
  ];
}
