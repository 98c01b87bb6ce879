import { readFileSync, statSync } from 'node:fs';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { intoCard } from '../../report/statement/render/into-card.ts';
import { err, ok, type Result } from '../../result.ts';
import type { ReportFormat } from './report-formats.ts';

const MARKDOWN = /\.(?:md|markdown)$/i;

/**
 * What goes to a place where something may stand. The block of a model card goes into a card, which is somebody's text: the rest of it stays. A whole report would
 * take the place of that text, so it is refused where the file has front matter, which no report has. E_USAGE, E_IMPORT, E_OUTPUT.
 */
export function besideWhatIsThere(
  format: ReportFormat,
  path: string,
  made: string | Uint8Array,
): Result<string | Uint8Array> {
  if (!MARKDOWN.test(path) || typeof made !== 'string') return ok(made);
  if (format !== 'modelCard' && format !== 'markdown') return ok(made);
  const there = textAt(path);
  if (!there.ok) return there;
  if (format === 'modelCard') return put(path, there.value, made);
  if (!/^\s*---\s*\n/.test(there.value)) return ok(made);
  return err(
    problem(
      'E_USAGE',
      `${path} has front matter, and the report would take its place`,
      'It looks like a model card; nothing was written.',
      `Put the emissions into it by \`--model-card -o ${path}\`, or write the report elsewhere.`,
    ),
  );
}

function put(path: string, card: string, block: string): Result<string> {
  const merged = intoCard(card, block);
  if (merged.ok) return merged;
  return err({ ...merged.error, what: `${path}: ${merged.error.what}` });
}

function textAt(path: string): Result<string> {
  try {
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
    return ok(
      isFile ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path)) : '',
    );
  } catch (error) {
    if (error instanceof TypeError)
      return err(
        problem(
          'E_IMPORT',
          `${path} is no UTF-8`,
          'Written back, it would be damaged.',
          'Save it as UTF-8 first.',
        ),
      );
    const { why, fix } = whyNot(error);
    return err(problem('E_OUTPUT', `cannot read ${path}`, why, fix));
  }
}
