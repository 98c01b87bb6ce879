import { resolve } from 'node:path';
import { writeOutput } from '../../host/write-output.io.ts';
import { writeOptunaJournal } from '../../search/exchange/optuna/write-journal.ts';
import { trialsCsv } from '../../search/exchange/trials-csv.ts';
import { studyJson } from '../../search/exchange/trials-json.ts';
import type { StudyState } from '../../search/study/study-state.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_EXPORT } from '../spec/study-specs.ts';
import { lookAtStudy } from '../study/choose-study.io.ts';

/** `joulebook study export`: the trials of a study in another form. */
export async function run(
  context: CliContext,
  { options, arguments: { study } }: InputOf<typeof STUDY_EXPORT>,
): Promise<number> {
  const loaded = lookAtStudy(context, options, study);
  if (!loaded.ok) return context.fail(loaded.error);
  const { state, folder } = loaded.value;
  const text = textOf(state, options.as);
  const { output } = options;
  if (output === undefined) {
    if (context.json) return context.succeed({ study: folder.name, as: options.as, text });
    context.out(text);
    return 0;
  }
  const failed = writeOutput(resolve(context.host.cwd, output), Buffer.from(text));
  if (failed !== undefined) return context.fail(failed);
  if (context.json) return context.succeed({ study: folder.name, as: options.as, output });
  if (!context.quiet)
    context.err(
      `wrote ${state.trials.length} ${state.trials.length === 1 ? 'trial' : 'trials'} to ${output}\n`,
    );
  return 0;
}

function textOf(state: StudyState, form: 'csv' | 'json' | 'optuna'): string {
  switch (form) {
    case 'csv':
      return trialsCsv(state);
    case 'json':
      return `${JSON.stringify(studyJson(state), null, 2)}\n`;
    default:
      return writeOptunaJournal(state, `joulebook-${state.plan.name}`);
  }
}
