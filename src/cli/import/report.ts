import type { Problem } from '../../errors.ts';
import type { Outcome } from '../../report/import/outcome.ts';
import type { Source } from '../../report/import/source.ts';
import type { CliContext } from '../context.ts';
import { problemJson } from '../output/json-envelope.ts';
import type { Look } from '../views/look.ts';
import { outcomeJson, tallyJson } from './outcome-json.ts';
import { outcomeLines, runLine, tallyLines } from './outcome-lines.ts';
import type { Tally } from './tally.ts';

/** Tells what becomes of what is found, while it is found: nothing is kept, since there may be millions. */
export interface ImportReport {
  readonly begin: () => void;
  readonly source: (source: Source) => void;
  /** Whether an outcome is told. */
  readonly isOf: (outcome: Outcome) => boolean;
  readonly outcome: (source: Source, outcome: Outcome) => void;
  readonly end: (tally: Tally, isDry: boolean, failed: Problem | undefined) => void;
}

/** So many lines are told of one file; -v tells all. */
const MOST_LINES = 20;

/** For people: one heading for each file with something to tell, then its lines. */
export function textReport(context: CliContext): ImportReport {
  const look = lookOf(context);
  let told = 0;
  let untold = 0;
  let heading: string | undefined;
  const closeFile = (): void => {
    if (untold > 0) context.out(`  and ${untold.toLocaleString('en')} more (-v tells all)\n`);
    told = 0;
    untold = 0;
  };
  return {
    begin: () => {},
    source: ({ path, format }) => {
      closeFile();
      heading = `${path} (${format})\n`;
      if (context.verbose === 0) return;
      context.out(heading);
      heading = undefined;
    },
    isOf: ({ fate, repaired }) =>
      context.verbose > 0 ||
      fate === 'refused' ||
      fate === 'changed' ||
      fate === 'passed' ||
      (fate === 'new' && repaired !== undefined),
    outcome: (_, outcome) => {
      if (context.verbose === 0 && told >= MOST_LINES) {
        untold++;
        return;
      }
      told++;
      if (heading !== undefined) context.out(heading);
      heading = undefined;
      const isPlain = (outcome.fate === 'new' || outcome.fate === 'known') && outcome.repaired === undefined;
      const lines = isPlain ? [runLine(outcome, look)] : outcomeLines(outcome, look);
      context.out(lines.map((line) => `${line}\n`).join(''));
    },
    end: (tally, isDry, failed) => {
      closeFile();
      context.out(
        tallyLines(tally, isDry, look)
          .map((line) => `${line}\n`)
          .join(''),
      );
      if (failed !== undefined) context.fail(failed);
      else if (isDry && tally.count('new') > 0 && !context.quiet) {
        context.err('Nothing is written yet: add --yes to take them in.\n');
      }
    },
  };
}

/** For programs: the usual envelope, written piece by piece, so its `ok` stands at the end. */
export function jsonReport(context: CliContext): ImportReport {
  let isFirst = true;
  return {
    begin: () => context.out(`{"schema":"joulebook.${context.command}/1","data":{"rows":[`),
    source: () => {},
    isOf: () => true,
    outcome: ({ format }, outcome) => {
      context.out(`${isFirst ? '' : ','}${JSON.stringify(outcomeJson(format, outcome))}`);
      isFirst = false;
    },
    end: (tally, isDry, failed) => {
      const counts = JSON.stringify({ dryRun: isDry, ...tallyJson(tally) }).slice(1);
      const warnings = JSON.stringify(context.warnings.map(problemJson));
      const outcome =
        failed === undefined ? '"ok":true' : `"ok":false,"error":${JSON.stringify(problemJson(failed))}`;
      context.out(`],${counts},${outcome},"warnings":${warnings}}\n`);
    },
  };
}

function lookOf(context: CliContext): Look {
  return { width: context.columns, unicode: context.unicode, style: context.style, unit: 'Wh' };
}
