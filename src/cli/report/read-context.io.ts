import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { sha256Of } from '../../book/sha256.io.ts';
import { problem } from '../../errors.ts';
import { whyUnread } from '../../host/file-failure.io.ts';
import type { ReportContext } from '../../report/statement/context.ts';
import { err, ok, type Result } from '../../result.ts';
import type { REPORT } from '../spec/report-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { readReportContext } from './report-context.ts';

/** What the author says: the file of `--context`, the file of packages that it names, and the options that stand before it. */
export function reportContext(options: InputOf<typeof REPORT>['options']): Result<ReportContext> {
  const unit = readPer(options.per);
  if (!unit.ok) return unit;
  const own = {
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(unit.value === undefined ? {} : { functionalUnit: unit.value }),
  };
  if (options.context === undefined) return ok(own);
  const text = textOf(options.context);
  if (!text.ok) return text;
  const given = readReportContext(text.value, options.context);
  if (!given.ok) return given;
  const { context, packages } = given.value;
  if (packages === undefined) return ok({ ...context, ...own });
  const pinned = textOf(resolve(dirname(options.context), packages));
  if (!pinned.ok) return pinned;
  const lines = pinned.value.split(/\r?\n/).filter((line) => line.trim() !== '');
  return ok({ ...context, packages: { file: packages, sha256: sha256Of(pinned.value), lines }, ...own });
}

function readPer(
  text: string | undefined,
): Result<{ readonly name: string; readonly count: number } | undefined> {
  if (text === undefined) return ok(undefined);
  const [, number = '', name = ''] = /^\s*([\d.]+(?:e\d+)?)\s+(\S.*?)\s*$/i.exec(text) ?? [];
  const count = Number(number);
  if (number !== '' && count > 0 && Number.isFinite(count)) return ok({ name, count });
  return err(
    problem(
      'E_USAGE',
      `--per ${text}: a number and a unit are asked for`,
      undefined,
      "Write e.g. --per '60000 images'.",
    ),
  );
}

function textOf(path: string): Result<string> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    const { why, fix } = whyUnread(error);
    return err(problem('E_CONFIG', `cannot read ${path}`, why, fix));
  }
}
