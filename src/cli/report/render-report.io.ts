import type { Book } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { packageText } from '../../host/package-data.io.ts';
import { boampsReportOfSet } from '../../report/export/boamps-set.ts';
import { allFigures } from '../../report/statement/figures/all-figures.ts';
import { makeDocument } from '../../report/statement/make-document.ts';
import { pastesOf } from '../../report/statement/pastes.ts';
import { chainsOfTotals, type RunChain } from '../../report/statement/prov-of-set.ts';
import { badgeReport } from '../../report/statement/render/badge-report.ts';
import { bibtexReport } from '../../report/statement/render/bibtex.ts';
import { htmlReport } from '../../report/statement/render/html.ts';
import { latexReport } from '../../report/statement/render/latex.ts';
import { markdownReport } from '../../report/statement/render/markdown.ts';
import { modelCardReport } from '../../report/statement/render/model-card.ts';
import { sciReport } from '../../report/statement/render/sci-json.ts';
import { selectRuns } from '../../report/statement/selection.ts';
import type { Statement } from '../../report/statement/statement.ts';
import { provDocument } from '../../report/why/prov.ts';
import { err, ok, type Result, unreachable } from '../../result.ts';
import { explainRun } from '../why/explain-run.io.ts';
import { printPdf } from './pdf/print-pdf.io.ts';
import type { ReportFormat } from './report-formats.ts';

/** What a rendering is made from. */
export interface Rendered {
  readonly host: Host;
  readonly book: Book;
  readonly statement: Statement;
  readonly records: readonly RunRecord[];
}

/** Intervals of the power chart: as many as the eye tells apart at its width. */
const POWER_BUCKETS = 240;
const REFERENCES = 'data/calc/references.bib';

/** A report in one format; all but a PDF are text. */
export function renderReport(format: ReportFormat, of: Rendered): Result<string | Uint8Array> {
  const { statement } = of;
  switch (format) {
    case 'html':
      return ok(htmlOf(of));
    case 'pdf':
      return printPdf(of.host, htmlOf(of), madeMs(statement));
    case 'markdown':
      return ok(markdownReport(makeDocument(statement, figuresOf(of))));
    case 'latex':
      return ok(latexReport(statement));
    case 'bibtex':
      return ok(bibtexReport(statement, packageText(REFERENCES)));
    case 'modelCard':
      return modelCardReport(statement);
    case 'boamps':
      return boampsOf(of);
    case 'sci':
      return sciOf(statement);
    case 'prov':
      return provOf(of);
    case 'badge':
      return ok(badgeReport(statement));
    case 'json':
      return ok(`${JSON.stringify(statement, null, 2)}\n`);
    default:
      return unreachable(format);
  }
}

function htmlOf(of: Rendered): string {
  const document = makeDocument(of.statement, figuresOf(of), pastesOf(of.statement, packageText(REFERENCES)));
  return htmlReport(document, (text) =>
    process.getBuiltinModule('node:crypto').hash('sha256', text, 'base64'),
  );
}

/** What a PDF says of when it was made: when its last run ended, unless the report says itself. ms since 1970. */
function madeMs({ madeAt, period }: Statement): number {
  const ms = Date.parse(madeAt ?? period.to ?? '');
  return Number.isNaN(ms) ? 0 : ms;
}

/** The power of a run that stands alone; of several it would be a heap of lines. */
function figuresOf({ book, statement, records }: Rendered): ReturnType<typeof allFigures> {
  const { roots } = selectRuns(records);
  const [only] = roots;
  const power =
    only === undefined || roots.length > 1 ? undefined : book.power(only.id, { buckets: POWER_BUCKETS });
  return allFigures(statement, records, power?.ok === true ? power.value : undefined);
}

function boampsOf({ statement, records }: Rendered): Result<string> {
  const made = boampsReportOfSet(selectRuns(records).roots, statement.context.boamps ?? {});
  if (made !== undefined) return ok(`${JSON.stringify(made.report, null, 2)}\n`);
  return err(
    problem(
      'E_NOT_FOUND',
      'these runs make no one BoAmps report',
      'It has one description of the hardware, and a number for each energy: the runs differ in the former, or have only bounds of the latter.',
      'Write a report for each run: `joulebook export --boamps -o FOLDER`.',
    ),
  );
}

function sciOf(statement: Statement): Result<string> {
  if (statement.sci !== undefined) return ok(sciReport(statement));
  return err(
    problem(
      'E_NOT_FOUND',
      'there is no SCI score of these runs',
      'It has one carbon intensity, and that of a run is unknown or of another kind.',
      'Name the place when measuring (`--region`), or report runs of one kind.',
    ),
  );
}

function provOf({ host, book, statement, records }: Rendered): Result<string> {
  const chains: RunChain[] = [];
  for (const record of selectRuns(records).roots) {
    const explained = explainRun(host, book, { record, fields: ['energy', 'co2'] });
    if (!explained.ok) return explained;
    const [energy, carbon] = explained.value;
    if (energy !== undefined && carbon !== undefined)
      chains.push({ run: record.name, energy: energy.tree, carbon: carbon.tree });
  }
  const document = provDocument(chainsOfTotals(statement, chains), { program: statement.madeBy });
  return ok(`${JSON.stringify(document, null, 2)}\n`);
}
