import { ok } from '../../result.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_ASK } from '../spec/study-drive-specs.ts';
import { chooseStudy } from '../study/choose-study.io.ts';
import { withStudy } from '../study/with-session.io.ts';

/** The search is over (DESIGN §7: a limit). */
const OVER = 4;
/** Nothing now; ask again (EX_TEMPFAIL of sysexits.h). */
const WAIT = 75;

/** `joulebook study ask`: the next trial, as JSON. */
export async function run(context: CliContext, { options }: InputOf<typeof STUDY_ASK>): Promise<number> {
  const folder = chooseStudy(context, options, options.study);
  if (!folder.ok) return context.fail(folder.error);
  const asked = withStudy(context, folder.value, (study) => {
    const ask = study.ask();
    return ok(ask.kind === 'run' ? { ...ask, fixed: study.plan.space.fixed } : ask);
  });
  if (!asked.ok) return context.fail(asked.error);
  const ask = asked.value;
  if (ask.kind === 'run') {
    const answer = {
      study: folder.value.name,
      trial: ask.trial.number,
      attempt: ask.attempt,
      seed: ask.seed,
      resume: ask.resume,
      parameters: { ...ask.fixed, ...ask.trial.configuration },
      max_resource: ask.until ?? null,
    };
    if (context.json) return context.succeed(answer);
    context.out(`${JSON.stringify(answer)}\n`);
    return 0;
  }
  const study = folder.value.name;
  const why = ask.kind === 'over' ? ask.text : 'running trials must end first';
  if (context.json) {
    context.succeed({ study, trial: null, over: ask.kind === 'over', why });
  } else if (!context.quiet) {
    context.err(`${study}: ${why}\n`);
  }
  return ask.kind === 'over' ? OVER : WAIT;
}
