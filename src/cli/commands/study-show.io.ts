import { type Problem, problem } from '../../errors.ts';
import { isLocked } from '../../host/lock.io.ts';
import { importancesOf } from '../../search/importance/importance.ts';
import { planToJson } from '../../search/study/plan-json.ts';
import { summaryOf, trialSummary } from '../../search/study/summary.ts';
import { leftoversOf } from '../../search/trial/trial-processes.io.ts';
import type { CliContext } from '../context.ts';
import { tellPage } from '../dashboard/tell-page.io.ts';
import { lookOf } from '../open-cli-book.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_SHOW } from '../spec/study-specs.ts';
import { bookDir, lookAtStudy } from '../study/choose-study.io.ts';
import { importanceLines, studyView, trialTable } from '../study/study-view.ts';

/** `joulebook study show`: what a study has spent and found, and its trials. */
export async function run(
  context: CliContext,
  { options, arguments: { study } }: InputOf<typeof STUDY_SHOW>,
): Promise<number> {
  const loaded = lookAtStudy(context, options, study);
  if (!loaded.ok) return context.fail(loaded.error);
  const { state, folder } = loaded.value;
  const orphans = isLocked(folder.journal) ? 0 : leftoversOf(context.host, folder.dir).length;
  if (orphans > 0) context.warn(livingOn(folder.name, orphans));
  const summary = { ...summaryOf(state), name: folder.name };
  const trials = state.trials.map((trial) => trialSummary(trial, state.plan.objectives));
  const importances = options.importance ? importancesOf(state) : undefined;
  if (context.json)
    return context.succeed({
      ...summary,
      resource: state.plan.resource ?? null,
      maxResource: state.plan.maxResource ?? null,
      space: planToJson(state.plan).space,
      seconds: state.t,
      list: trials,
      ...(importances === undefined ? {} : { importances }),
    });
  const look = lookOf(context, options);
  const nowMs = context.host.clock.wallMs();
  const lines = studyView(summary, nowMs, look);
  if (importances !== undefined) lines.push('', ...importanceLines(importances, look));
  if (trials.length > 0) lines.push('', ...trialTable(trials, state.plan, options.limit, look));
  context.out(`${lines.join('\n')}\n`);
  const book = bookDir(context, options);
  if (book.ok) tellPage(context, book.value, `studies/${encodeURIComponent(folder.name)}`);
  return 0;
}

/** Whoever watched over trials was killed, and they train on: nobody counts their energy. */
function livingOn(study: string, count: number): Problem {
  const what = `${count === 1 ? 'a process' : `${count} processes`} of trials of ${study} live on, and nobody watches over them`;
  return problem(
    'E_TRIAL',
    count === 1 ? what.replace('live on', 'lives on') : what,
    'the search was killed',
    'begin it again with the same command, which ends them first',
  );
}
