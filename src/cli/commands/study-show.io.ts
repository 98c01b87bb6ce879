import { importancesOf } from '../../search/importance/importance.ts';
import { summaryOf, trialSummary } from '../../search/study/summary.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_SHOW } from '../spec/study-specs.ts';
import { lookAtStudy } from '../study/choose-study.io.ts';
import { importanceLines, studyView, trialTable } from '../study/study-view.ts';

/** `joulebook study show`: what a study has spent and found, and its trials. */
export async function run(
  context: CliContext,
  { options, arguments: { study } }: InputOf<typeof STUDY_SHOW>,
): Promise<number> {
  const loaded = lookAtStudy(context, options, study);
  if (!loaded.ok) return context.fail(loaded.error);
  const { state, folder } = loaded.value;
  const summary = { ...summaryOf(state), name: folder.name };
  const trials = state.trials.map((trial) => trialSummary(trial, state.plan.objectives));
  const importances = options.importance ? importancesOf(state) : undefined;
  if (context.json)
    return context.succeed({
      ...summary,
      list: trials,
      ...(importances === undefined ? {} : { importances }),
    });
  const look = lookOf(context, options);
  const nowMs = context.host.clock.wallMs();
  const lines = studyView(summary, nowMs, look);
  if (importances !== undefined) lines.push('', ...importanceLines(importances, look));
  if (trials.length > 0) lines.push('', ...trialTable(trials, state.plan, options.limit, look));
  context.out(`${lines.join('\n')}\n`);
  return 0;
}
