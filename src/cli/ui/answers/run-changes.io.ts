import { problem } from '../../../errors.ts';
import type { Reply, Route } from '../../../server/route.ts';
import { errorEnvelope } from '../../output/json-envelope.ts';
import { askCommand, type Said } from '../ask-command.io.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** What a page sends to change runs: their ids, and what is to be changed. */
interface Wanted {
  readonly runs: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly text: string;
}

/**
 * `POST /runs/tags { runs, add, remove }`, `/runs/note { runs, text }`, `/runs/name { runs, text }`, `DELETE /runs { runs }`: as `joulebook tag`, `note`,
 * `rename` and `rm --yes` do it. Of several runs the first that cannot be changed ends it; those before it are changed.
 */
export function runChangeRoutes({ host, bookWords }: Surroundings): readonly Route[] {
  const each = async (
    wanted: Wanted | undefined,
    command: 'tag' | 'note' | 'rename',
    words: (wanted: Wanted, run: string) => readonly string[],
  ): Promise<Reply> => {
    if (wanted === undefined) return NOT_UNDERSTOOD;
    let said: Said | undefined;
    for (const run of wanted.runs) {
      said = await askCommand(host, command, [...bookWords, ...words(wanted, run)]);
      if (said.exit !== 0) break;
    }
    return said === undefined ? NOT_UNDERSTOOD : replyOf(said);
  };
  return [
    {
      method: 'POST',
      path: '/runs/tags',
      answer: ({ body }) =>
        each(wantedOf(body), 'tag', ({ add, remove }, run) => [
          ...remove.map((tag) => `--remove=${tag}`),
          '--',
          run,
          ...add,
        ]),
    },
    {
      method: 'POST',
      path: '/runs/note',
      answer: ({ body }) => each(wantedOf(body), 'note', ({ text }, run) => ['--', run, text]),
    },
    {
      method: 'POST',
      path: '/runs/name',
      answer: ({ body }) => each(wantedOf(body), 'rename', ({ text }, run) => ['--', run, text]),
    },
    {
      method: 'DELETE',
      path: '/runs',
      answer: async ({ body }) => {
        const wanted = wantedOf(body);
        if (wanted === undefined || wanted.runs.length === 0) return NOT_UNDERSTOOD;
        return replyOf(await askCommand(host, 'rm', [...bookWords, '--yes', '--', ...wanted.runs]));
      },
    },
  ];
}

const NOT_UNDERSTOOD: Reply = {
  status: 400,
  body: errorEnvelope(
    'ui',
    problem('E_USAGE', 'the change is not understood', 'It names no runs.', 'Reload the page.'),
    [],
  ),
};

function wantedOf(body: unknown): Wanted | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { runs, add, remove, text }: Partial<Record<keyof Wanted, unknown>> = body;
  const ids = texts(runs);
  if (ids.length === 0) return undefined;
  return { runs: ids, add: texts(add), remove: texts(remove), text: typeof text === 'string' ? text : '' };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
