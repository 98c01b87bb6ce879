import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/** What `--baseline` names. */
export type BaselineOption =
  | { readonly kind: 'last'; readonly most: number }
  /** A file, or a run: which, only the disk can tell. */
  | { readonly kind: 'named'; readonly name: string; readonly looksLikeFile: boolean };

/** Reads `--baseline`: `last:10`, a file or a run. */
export function baselineOption(text: string): Result<BaselineOption> {
  const last = /^last(?::(.*))?$/i.exec(text);
  if (last === null) return ok({ kind: 'named', name: text, looksLikeFile: /\/|\.json$/i.test(text) });
  const most = last[1] === undefined ? 10 : Number(last[1]);
  return Number.isSafeInteger(most) && most >= 1 && /^\d+$/.test(last[1] ?? '10')
    ? ok({ kind: 'last', most })
    : err(wrongCount(text));
}

function wrongCount(text: string): Problem {
  const fix = 'Write e.g. `--baseline last:10`.';
  return problem('E_USAGE', `--baseline ${text}: a number of runs is asked for`, undefined, fix);
}

/** Reads `--margin`: `10%`, or `0.1`. A part of 1. */
export function marginOption(text: string): Result<number> {
  const match = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*(%?)\s*$/.exec(text);
  const number = Number(match?.[1] ?? Number.NaN);
  const margin = match?.[2] === '%' ? number / 100 : number;
  const wrong = (why: string): Result<never> =>
    err(problem('E_USAGE', `--margin ${text}: a percentage is asked for`, why, 'Write e.g. `--margin 10%`.'));
  if (Number.isNaN(margin)) return wrong(`"${text}" is none.`);
  // A bare 10 is ten per cent or ten times: too far apart to guess.
  if (match?.[2] === '' && number >= 1) return wrong(`"${text}" could mean ${text}% or ${text} times.`);
  return ok(margin);
}
