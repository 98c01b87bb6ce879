import { latexText } from '../../../calc/text/latex.ts';
import { bibtexText } from '../../../calc/text/bibtex.ts';
import { markdownText } from '../../../calc/text/markdown.ts';
import { modelCardText } from '../../../calc/text/model-card.ts';
import { problem } from '../../../errors.ts';
import { packageText } from '../../../host/package-data.io.ts';
import { err, ok } from '../../../result.ts';
import type { Route } from '../../../server/route.ts';
import { computeCalcFrom } from '../../calc/compute.io.ts';
import { askCommand } from '../ask-command.io.ts';
import { calcWords } from '../calc/calc-words.ts';
import { findNames } from '../calc/find-names.ts';
import { measuredPart } from '../calc/measured-part.io.ts';
import { NAME_KINDS, namesOf } from '../calc/names-of.io.ts';
import { envelopeOf } from '../envelope-of.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/**
 * `/calc?gpu=…&hours=…`: as `joulebook calc --json`. `/calc/texts`: the same for a paper and a model card. `/calc/names?kind=&search=`: hardware and places to choose from.
 * `/calc/measured?gpu=`: what runs of the book drew on the same accelerator.
 */
export function calcRoutes({ host, book, context }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/calc',
      answer: async (question) => replyOf(await askCommand(host, 'calc', calcWords(question))),
    },
    {
      method: 'GET',
      path: '/calc/texts',
      answer: (question) => {
        const outcome = computeCalcFrom(context, calcWords(question));
        if (!outcome.ok) return envelopeOf(outcome);
        const { result } = outcome.value;
        const data = {
          latex: latexText(result),
          bibtex: bibtexText(result, packageText('data/calc/references.bib')),
          markdown: markdownText(result),
          // A card without its one number would say nothing.
          modelCard: result.carbonMissing === undefined ? modelCardText(result) : null,
        };
        return envelopeOf(ok({ data, warnings: [] }));
      },
    },
    {
      method: 'GET',
      path: '/calc/names',
      answer: ({ word }) => {
        const kind = NAME_KINDS.find((one) => one === word('kind'));
        if (kind === undefined)
          return envelopeOf(
            err(
              problem(
                'E_USAGE',
                'no kind of name is asked for',
                `There are ${NAME_KINDS.join(', ')}.`,
                'Name one: ?kind=gpu.',
              ),
            ),
          );
        const names = findNames(namesOf(host, kind), word('search') ?? '');
        return envelopeOf(ok({ data: { names }, warnings: [] }));
      },
    },
    {
      method: 'GET',
      path: '/calc/measured',
      answer: ({ word }) => envelopeOf(measuredPart(host, book, word('gpu') ?? '')),
    },
  ];
}
