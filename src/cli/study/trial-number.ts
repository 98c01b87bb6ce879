import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/** A trial's number as it was typed: `14`, `#14`. */
export function trialNumber(text: string): Result<number> {
  const digits = /^#?(\d{1,9})$/.exec(text)?.[1];
  if (digits !== undefined) return ok(Number(digits));
  return err(
    problem(
      'E_USAGE',
      `${JSON.stringify(text)} is no number of a trial`,
      undefined,
      'Trials are counted from 0: `joulebook study show` lists them.',
    ),
  );
}
