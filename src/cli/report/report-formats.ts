import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { REPORT } from '../spec/report-specs.ts';
import type { InputOf } from '../spec/spec.ts';

const FLAGS = [
  'html',
  'pdf',
  'markdown',
  'latex',
  'bibtex',
  'modelCard',
  'boamps',
  'sci',
  'prov',
  'badge',
] as const;

/** What a report can be rendered as. */
export type ReportFormat = (typeof FLAGS)[number] | 'json';

/** One rendering and where it goes; without a path to stdout. */
export interface ReportTarget {
  readonly format: ReportFormat;
  readonly path?: string;
}

const ENDINGS: Readonly<Record<string, ReportFormat>> = {
  html: 'html',
  htm: 'html',
  pdf: 'pdf',
  md: 'markdown',
  markdown: 'markdown',
  tex: 'latex',
  bib: 'bibtex',
  json: 'json',
  yaml: 'modelCard',
  yml: 'modelCard',
  svg: 'badge',
};

/** The renderings that are asked for: a flag says which, else the ending of each path, else Markdown. */
export function reportTargets(options: InputOf<typeof REPORT>['options']): Result<readonly ReportTarget[]> {
  const flags = FLAGS.filter((name) => options[name]);
  const [flag, ...others] = flags;
  if (options.pdf && options.output.every((path) => path === '-'))
    return err(
      problem(
        'E_USAGE',
        '--pdf without --output',
        'A PDF is no text for a terminal.',
        'Say where it goes: -o report.pdf',
      ),
    );
  if (options.output.length === 0)
    return ok((flags.length === 0 ? (['markdown'] as const) : flags).map((format) => ({ format })));
  if (others.length > 0)
    return err(
      problem(
        'E_USAGE',
        'several formats for --output',
        'With more than one format flag it is not clear what goes where.',
        'Leave the flags out, and let each ending say: -o report.html -o energy.tex',
      ),
    );
  const targets: ReportTarget[] = [];
  for (const path of options.output) {
    if (path === '-' && flag !== 'pdf') {
      targets.push({ format: flag ?? 'markdown' });
      continue;
    }
    const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
    const format = flag ?? ENDINGS[ending];
    if (format === undefined)
      return err(
        problem(
          'E_USAGE',
          `--output ${path}: no such format`,
          `"${ending}" is none of ${Object.keys(ENDINGS).join(', ')}.`,
          'Use one of these endings, or say the format: --html, --markdown, --latex, …',
        ),
      );
    targets.push({ format, path });
  }
  return ok(targets);
}
