import { type Problem, problem } from '../../errors.ts';
import type { CALIBRATE } from '../spec/calibrate-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Options = InputOf<typeof CALIBRATE>['options'];

/** What of the options does not go together; found before anything is measured. */
export function usageProblem(
  options: Options,
  around: { readonly run: string | undefined; readonly canAsk: boolean },
): Problem | undefined {
  const { check, csv, wall, dryRun, yes, idle, full } = options;
  const isTyped = idle !== undefined || full !== undefined || options.atLoad.length > 0;
  if (around.run !== undefined && (!check || csv === undefined)) {
    return problem(
      'E_USAGE',
      `calibrate takes a run only with --check and --csv`,
      'A finished run is held against the table that a logger recorded meanwhile.',
      `Write: joulebook calibrate --check ${around.run} --csv watts.csv`,
    );
  }
  if (wall !== undefined && !check) {
    const fix = 'Write: joulebook calibrate --check --wall 120W; to calibrate: --idle 62W --full 240W';
    return problem('E_USAGE', '--wall goes with --check', 'One reading is not enough to calibrate by.', fix);
  }
  if (isTyped && (check || csv !== undefined)) {
    const other = check ? '--check' : '--csv';
    return problem(
      'E_USAGE',
      `--idle and --full do not go with ${other}`,
      undefined,
      `Leave out the one or the other.`,
    );
  }
  if (!check && !yes && !dryRun && !around.canAsk) {
    return problem(
      'E_USAGE',
      'joulebook calibrate would save what it finds',
      'There is no terminal to ask on.',
      'Say so with --yes, or only look with --dry-run.',
    );
  }
  return undefined;
}
