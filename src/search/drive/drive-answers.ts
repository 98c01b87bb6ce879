import type { Problem } from '../../errors.ts';
import type { SessionResult } from '../../run/session-end.ts';
import type { Decision } from '../stoppers/stopper.ts';
import { planToJson } from '../study/plan-json.ts';
import type { Ask } from '../study/study.ts';
import type { OpenedStudy } from './driver.io.ts';
import type { MeasuredDrive } from './measured-drive.io.ts';

/** An answer's members beside `re` (docs/reference/study-protocol.md). */
export type DriveAnswer = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A study is open. */
export function openedAnswer(
  { session: { study, folder, problems }, spec, isNew, changed }: OpenedStudy,
  { root, warnings }: MeasuredDrive,
): DriveAnswer {
  const { plan } = study;
  return {
    type: 'opened',
    study: folder.name,
    isNew,
    changed,
    seed: plan.seed,
    trials: study.state.trials.length,
    workers: plan.workers,
    objectives: plan.objectives,
    parameters: planToJson(plan).space.parameters,
    fixed: plan.space.fixed,
    resource: plan.resource ?? null,
    maxResource: plan.maxResource ?? null,
    run: root.id,
    nested: root.isNested,
    environment: { ...root.variables, JOULEBOOK_STUDY: folder.name },
    warnings: [...spec.warnings.filter(isNews), ...problems, ...warnings],
  };
}

/** What a file is told to lack that a program which asks for trials has no need to say. */
const NO_NEWS = ['no command', 'no budget', 'no max_resource'];

function isNews({ what }: Problem): boolean {
  return !NO_NEWS.some((known) => what.endsWith(`: ${known}`));
}

/** What becomes of a trial. */
export function decisionAnswer(decision: Decision): DriveAnswer {
  const { action } = decision;
  return { type: 'decision', decision: action, reason: action === 'continue' ? null : decision.reason };
}

/** Nothing is given out any more. */
export function overAnswer({ why, text }: Extract<Ask, { kind: 'over' }>): DriveAnswer {
  return { type: 'over', why, text };
}

/** The study is closed. */
export function endedAnswer(
  { record, recordPath }: SessionResult,
  warnings: readonly Problem[],
): DriveAnswer {
  return {
    type: 'closed',
    run: record.id,
    name: record.name,
    state: record.state,
    durationS: record.durationS,
    energy: record.energy.wall,
    carbon: record.carbon.operational,
    grade: record.grade,
    record: recordPath,
    warnings,
  };
}
