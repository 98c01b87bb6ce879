import { resolve } from 'node:path';
import { writeOutput } from '../../host/write-output.io.ts';
import { studyPage } from '../../search/plot/study-page.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_PLOT } from '../spec/study-specs.ts';
import { lookAtStudy } from '../study/choose-study.io.ts';

/** `joulebook study plot`: a study as one page. */
export async function run(
  context: CliContext,
  { options, arguments: { study } }: InputOf<typeof STUDY_PLOT>,
): Promise<number> {
  const loaded = lookAtStudy(context, options, study);
  if (!loaded.ok) return context.fail(loaded.error);
  const { state, folder } = loaded.value;
  const output = options.output ?? `${folder.name}.html`;
  const failed = writeOutput(resolve(context.host.cwd, output), Buffer.from(studyPage(state)));
  if (failed !== undefined) return context.fail(failed);
  if (context.json) return context.succeed({ study: folder.name, output });
  if (!context.quiet) context.err(`wrote ${output}\n`);
  return 0;
}
