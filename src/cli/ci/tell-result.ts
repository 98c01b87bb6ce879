import type { CliContext } from '../context.ts';
import { annotation } from './annotation.ts';
import { ciJson } from './ci-json.ts';
import type { CiResult } from './ci-result.ts';
import { ciView } from './ci-view.ts';
import { surroundings } from './surroundings.ts';

/** Tells what came out, in the terminal or as JSON, and beside the job. */
export function tellResult(context: CliContext, result: CiResult, code: number): void {
  const note = surroundings(context.host.env).system === 'github' ? annotation(result) : undefined;
  // On stderr, which GitHub reads as well: stdout is the command's own, and may have left its last line open on it.
  if (note !== undefined) context.err(`\n${note}`);
  if (context.json) context.succeed(ciJson(result, code));
  else if (!context.quiet) {
    const { columns: width, unicode, errStyle: style } = context;
    const unit = context.config.get('unit').value === 'J' ? 'J' : 'Wh';
    context.err(`${ciView(result, { width, unicode, style, unit }).join('\n')}\n`);
  }
}
