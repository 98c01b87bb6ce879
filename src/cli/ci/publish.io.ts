import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { writeOutput } from '../../host/write-output.io.ts';
import type { CliContext } from '../context.ts';
import type { CI } from '../spec/ci-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import type { CiResult } from './ci-result.ts';
import { ciSummary } from './ci-summary.ts';
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
    const failed = writeOutput(resolve(host.cwd, report), Buffer.from(metricsReport(result)));
    if (failed !== undefined) context.warn(failed);
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
