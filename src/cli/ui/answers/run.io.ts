import { problem } from '../../../errors.ts';
import type { Route } from '../../../server/route.ts';
import { successEnvelope } from '../../output/json-envelope.ts';
import { versusOf } from '../../versus/versus-of.ts';
import { askCommand, type Said } from '../ask-command.io.ts';
import { failure, refusal } from '../failure.io.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** What of a report is pasted, and the option that asks for it. */
const PASTES: Readonly<Record<string, string>> = {
  latex: '--latex',
  bibtex: '--bibtex',
  markdown: '--markdown',
  'model-card': '--model-card',
  html: '--html',
};

/** What the page of a run asks beside its record: each as the command of that name says it. */
export function runPageRoutes(surroundings: Surroundings): readonly Route[] {
  const { host, book, context, bookWords } = surroundings;
  const get = (path: string, answer: Route['answer']): Route => ({ method: 'GET', path, answer });
  return [
    get('/runs/:ref/versus', async ({ part }) => {
      const found = book.resolve(part('ref'));
      if (!found.ok) return failure(found.error);
      const text = await versusOf(context, found.value, book.dir);
      return { status: 200, body: successEnvelope('ui', { text: text ?? null }, []) };
    }),
    get('/runs/:ref/why', async ({ part, words }) =>
      replyOf(await askCommand(host, 'why', [...bookWords, '--', part('ref'), ...words('field')])),
    ),
    get('/runs/:ref/verify', async ({ part }) =>
      replyOf(await askCommand(host, 'show', [...bookWords, '--verify', '--', part('ref')])),
    ),
    get('/runs/:ref/elsewhere', async ({ part, word }) => {
      const kind = word('kind');
      const words = kind === undefined ? [] : [`--kind=${kind}`];
      return replyOf(await askCommand(host, 'regions', [...bookWords, ...words, `--energy=${part('ref')}`]));
    }),
    get('/runs/:ref/paste/:format', async ({ part }) =>
      replyOf(await paste(surroundings, part('ref'), part('format'))),
    ),
    get('/runs/:ref/report.html', async ({ part }) => {
      const said = await paste(surroundings, part('ref'), 'html');
      if (said.exit !== 0) return replyOf(said);
      const { data } = JSON.parse(said.text) as { readonly data: { readonly text: string } };
      return {
        status: 200,
        type: 'text/html; charset=utf-8',
        download: `joulebook-${part('ref')}.html`,
        body: data.text,
      };
    }),
  ];
}

/** The report of one run with what is inside it. */
async function paste({ host, book, bookWords }: Surroundings, ref: string, format: string): Promise<Said> {
  const found = book.resolve(ref);
  if (!found.ok) return refusal(found.error);
  const option = Object.hasOwn(PASTES, format) ? PASTES[format] : undefined;
  if (option === undefined) {
    const fix = `Ask for one of ${Object.keys(PASTES).join(', ')}.`;
    return refusal(problem('E_USAGE', `there is no paste "${format}"`, undefined, fix));
  }
  const { id, rootId } = found.value;
  const filter = `--filter=${id === rootId ? 'root' : 'id'}:${id}`;
  return askCommand(host, 'report', [...bookWords, option, filter]);
}
