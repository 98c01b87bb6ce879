import { loadStudy } from '../../search/journal/load-study.io.ts';
import { summaryOf } from '../../search/study/summary.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_LS } from '../spec/study-specs.ts';
import { studiesByUse } from '../study/choose-study.io.ts';
import { studyListView } from '../study/study-list-view.ts';

/** `joulebook study ls`: the studies of the book. */
export async function run(context: CliContext, { options }: InputOf<typeof STUDY_LS>): Promise<number> {
  const studies = studiesByUse(context, options);
  if (!studies.ok) return context.fail(studies.error);
  const summaries = studies.value.flatMap((folder) => {
    const loaded = loadStudy(folder);
    if (!loaded.ok) context.warn(loaded.error);
    return loaded.ok ? [{ ...summaryOf(loaded.value.state), name: folder.name }] : [];
  });
  if (context.json) return context.succeed({ studies: summaries, total: summaries.length });
  if (summaries.length > 0) {
    const lines = studyListView(summaries, context.host.clock.wallMs(), lookOf(context, options));
    context.out(`${lines.join('\n')}\n`);
  } else if (!context.quiet) {
    context.err(`${context.errStyle.dim('no studies yet: joulebook search FILE makes the first one')}\n`);
  }
  return 0;
}
