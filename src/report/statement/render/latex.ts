import type { FigureTable } from '../../chart/figure.ts';
import { componentName } from '../measured-words.ts';
import { claimOf } from '../claim.ts';
import { hendersonStatement } from '../henderson-statement.ts';
import type { Statement } from '../statement.ts';
import { citationsOf } from './bibtex.ts';
import { escapeLatex } from './latex-escape.ts';
import { energyWithBand, missing } from '../../../units/format.ts';
import { shownGroups } from '../figures/groups-figure.ts';
import { meanText } from '../mean-text.ts';
import { saidGrams, saidOperational, saidTime } from '../said.ts';
import { FATE_WORDS } from '../fate.ts';

/**
 * A section for a paper: paragraphs and tables that need no package, to be read with `\input`. Cites the entries of `bibtexReport`.
 */
export function latexReport(statement: Statement): string {
  const { groups, fates, components, frontier, metric } = statement;
  const shown = shownGroups(groups, frontier);
  const form = hendersonStatement(statement);
  const parts = [
    `% ${escapeLatex(statement.title)}`,
    `% Made by ${escapeLatex(statement.madeBy)}; needs no package. \\bibliography: joulebook report --bibtex`,
    `${claimOf(statement)
      .map((sentence) => escapeLatex(sentence))
      .join('\n')}\nMeasured with joulebook~\\cite{${citationsOf(statement).join(',')}}.`,
    ...(form === undefined
      ? []
      : [`% In the form of Henderson et al. (2020):\n% ${escapeLatex(form, 2000)}`]),
    floating('Energy by component, attributed, with 90\\,\\% intervals.', 'tab:energy-components', {
      columns: [{ title: 'Component' }, { title: 'Energy', isNumber: true }, { title: 'Grade' }],
      rows: components.map(({ name, attributed, grades }) => [
        componentName(name),
        energyWithBand(attributed),
        grades.join(', ') || missing(),
      ]),
    }),
    ...(fates.length < 2
      ? []
      : [
          floating('All runs, by what became of them.', 'tab:energy-runs', {
            columns: [
              { title: 'Runs' },
              { title: 'Number', isNumber: true },
              { title: 'Time', isNumber: true },
              { title: 'Energy at the wall', isNumber: true },
              { title: 'Carbon', isNumber: true },
            ],
            rows: fates.map((each) => [
              FATE_WORDS[each.fate],
              String(each.runs),
              saidTime(each.durationS),
              energyWithBand(each.energy.wall.total),
              saidOperational(each),
            ]),
          }),
        ]),
    ...(groups.length < 2
      ? []
      : [
          floating(
            `Configurations: means over seeds; $\\pm$ of a metric is its standard error, of an energy the 90\\,\\% interval.${leftOut(groups.length - shown.length)}`,
            'tab:energy-configurations',
            {
              columns: [
                { title: 'Configuration' },
                { title: 'n', isNumber: true },
                ...(metric === undefined ? [] : [{ title: metric.name, isNumber: true }]),
                { title: 'Energy', isNumber: true },
                { title: 'Carbon', isNumber: true },
              ],
              rows: shown.map((group) => [
                group.name,
                String(group.energy.n),
                ...(metric === undefined ? [] : [meanText(group.metrics[metric.name])]),
                energyWithBand(group.energy.estimate),
                saidGrams(group.carbon.estimate),
              ]),
            },
            'wrapped',
          ),
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function leftOut(groups: number): string {
  return groups === 0 ? '' : ` Not shown: ${groups} more.`;
}

/** Longest text of a cell: a table has to fit on a page. */
const MOST_OF_A_CELL = 60;
/** Of a cell that breaks into lines. */
const MOST_OF_A_NAME = 120;

function floating(
  caption: string,
  label: string,
  { columns, rows }: FigureTable,
  first: 'one line' | 'wrapped' = 'one line',
): string {
  const isWrapped = first === 'wrapped';
  const cells = (texts: readonly string[]): string =>
    texts
      .map((text, i) =>
        i === 0 && isWrapped
          ? `\\raggedright ${escapeLatex(text, MOST_OF_A_NAME)}`
          : escapeLatex(text, MOST_OF_A_CELL),
      )
      .join(' & ');
  const kinds = columns.map(({ isNumber }, i) =>
    i === 0 && isWrapped ? 'p{0.3\\textwidth}' : isNumber === true ? 'r' : 'l',
  );
  return [
    '\\begin{table}[htbp]',
    '\\centering\\small\\setlength{\\tabcolsep}{4pt}',
    `\\caption{${caption}}`,
    `\\label{${label}}`,
    `\\begin{tabular}{${kinds.join('')}}`,
    '\\hline',
    `${cells(columns.map(({ title }) => title))} \\\\`,
    '\\hline',
    ...rows.map((row) => `${cells(row)} \\\\`),
    '\\hline',
    '\\end{tabular}',
    '\\end{table}',
  ].join('\n');
}
