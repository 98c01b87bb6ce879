import { readFileSync } from 'node:fs';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { type BoampsContext, CONTEXT_PARTS } from '../../report/export/boamps.ts';
import { err, ok, type Result } from '../../result.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';

/** Reads the file of `--context`: a JSON object with parts of a BoAmps report. */
export function boampsContext(path: string | undefined): Result<BoampsContext> {
  if (path === undefined) return ok({});
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return err(refuse(path, `It is no JSON: ${error.message}.`));
    const { why, fix } = whyNot(error);
    return err(problem('E_CONFIG', `cannot read ${path}`, why, fix));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return err(refuse(path, 'It is no object.'));
  const parts: readonly string[] = CONTEXT_PARTS;
  const unknown = Object.keys(value).find((key) => !parts.includes(key));
  if (unknown !== undefined)
    return err(refuse(path, `"${unknown}" is no part of it. ${didYouMeanText(unknown, parts) ?? ''}`.trim()));
  const wrong = Object.entries(value).find(([key, part]) => !isPart(key, part))?.[0];
  if (wrong === undefined) return ok(value);
  return err(
    refuse(
      path,
      wrong === 'quality' ? `"quality" is one of ${QUALITIES.join(', ')}.` : `"${wrong}" is no object.`,
    ),
  );
}

const QUALITIES: readonly unknown[] = ['high', 'medium', 'low'];

/** Only quality is a word; all others are objects. */
function isPart(key: string, part: unknown): boolean {
  if (key === 'quality') return QUALITIES.includes(part);
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

function refuse(path: string, why: string): Problem {
  const fix = `Parts that can be given: ${CONTEXT_PARTS.join(', ')}.`;
  return problem('E_CONFIG', `${path} is no context of a BoAmps report`, why, fix, { file: path });
}
