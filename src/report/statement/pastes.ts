import { hendersonStatement } from './henderson-statement.ts';
import type { Paste } from './make-document.ts';
import { bibtexReport } from './render/bibtex.ts';
import { latexReport } from './render/latex.ts';
import { modelCardReport } from './render/model-card.ts';
import type { Statement } from './statement.ts';

/**
 * What readers of the page may want in another form.
 *
 * @param references text of `data/calc/references.bib`.
 */
export function pastesOf(statement: Statement, references: string): readonly Paste[] {
  const form = hendersonStatement(statement);
  const card = modelCardReport(statement);
  return [
    ...(form === undefined
      ? []
      : [{ title: 'Statement in the form of Henderson et al. (2020)', text: form }]),
    { title: 'LaTeX', text: latexReport(statement) },
    { title: 'BibTeX', text: bibtexReport(statement, references) },
    ...(card.ok ? [{ title: 'Hugging Face model card (grams)', text: card.value }] : []),
  ];
}
