import type { Route } from '../../../server/route.ts';
import { successEnvelope } from '../../output/json-envelope.ts';
import { frontierNames, frontierSeeds } from '../frontier-names.ts';
import type { Surroundings } from './surroundings.io.ts';

/**
 * `/frontier?version=`: which metrics each run has, beside the columns of `/runs`, of which the page makes what `joulebook frontier` does;
 * `/frontier/seeds?version=`: which runs are repetitions of each other.
 */
export function frontierRoutes({ rows: memory }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/frontier',
      answer: ({ word }) => {
        const { rows, version } = memory.at(word('version'));
        return { status: 200, body: successEnvelope('ui', frontierNames(rows, version), []) };
      },
    },
    {
      method: 'GET',
      path: '/frontier/seeds',
      answer: ({ word }) => {
        const { rows, version } = memory.at(word('version'));
        return { status: 200, body: successEnvelope('ui', frontierSeeds(rows, version), []) };
      },
    },
  ];
}
