import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import type { CliContext } from '../context.ts';
import type { CI } from '../spec/ci-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { annotation } from './annotation.ts';
import { ciJson } from './ci-json.ts';
import type { CiResult } from './ci-result.ts';
import { ciSummary } from './ci-summary.ts';
import { ciView } from './ci-view.ts';
import { githubOutput } from './github-output.ts';
import { metricsReport } from './metrics-report.ts';
import { surroundings } from './surroundings.ts';

/** Writes what the CI system takes: the summary, outputs of the step, the report of figures. What cannot be written is warned of. */
export function publish(context: CliContext, { options }: InputOf<typeof CI>, result: CiResult): void {
  const { host } = context;
  const around = surroundings(host.env);
  const summary = options.summary === undefined ? around.summary : resolve(host.cwd, options.summary);
  if (summary !== undefined) append(context, 'summary', summary, ciSummary(result));
  if (around.output !== undefined) append(context, 'outputs', around.output, githubOutput(result));
  const report = options.metricsReport ?? (around.system === 'gitlab' ? 'metrics.txt' : undefined);
  if (report !== undefined) {
    const failed = writeFileAtomic(resolve(host.cwd, report), metricsReport(result));
    if (failed !== undefined) context.warn(failed);
  }
}

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

/** GitHub gives one file to all steps of a job: what is there stays. */
function append(context: CliContext, what: string, path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    const { why, fix } = whyNot(error);
    context.warn(problem('E_OUTPUT', `cannot write the ${what} ${path}`, why, fix));
  }
}
