import type { Problem } from '../../errors.ts';
import type { SessionResult } from '../../run/session-end.ts';
import type { Decision } from '../stoppers/stopper.ts';
import { planToJson } from '../study/plan-json.ts';
import type { Ask, Study } from '../study/study.ts';

/** An answer's members beside `re` (docs/reference/study-protocol.md). */
export type DriveAnswer = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A study that was opened. */
export interface Opened {
  readonly study: Study;
  readonly name: string;
  readonly isNew: boolean;
  readonly changed: readonly string[];
  /** The run around its trials. */
  readonly run: string;
  readonly nested: boolean;
  readonly variables: Readonly<Record<string, string>>;
  readonly warnings: readonly Problem[];
}

/** A study is open. */
export function openedAnswer({ study, name, variables, warnings, ...opened }: Opened): DriveAnswer {
  const { plan, state } = study;
  return {
    ...opened,
    type: 'opened',
    study: name,
    seed: plan.seed,
    trials: state.trials.length,
    workers: plan.workers,
    objectives: plan.objectives,
    parameters: planToJson(plan).space.parameters,
    fixed: plan.space.fixed,
    resource: plan.resource ?? null,
    maxResource: plan.maxResource ?? null,
    environment: { ...variables, JOULEBOOK_STUDY: name },
    warnings: warnings.filter(isNews),
  };
}

/** What a file is told to lack that a program which asks for trials has no need to say. */
const NO_NEWS = ['no command', 'no budget', 'no max_resource'];

function isNews({ what }: Problem): boolean {
  return !NO_NEWS.some((known) => what.endsWith(`: ${known}`));
}

/** What becomes of a trial, and what is to be warned of. */
export function decisionAnswer(decision: Decision, warnings: readonly Problem[]): DriveAnswer {
  const { action } = decision;
  return {
    type: 'decision',
    decision: action,
    reason: action === 'continue' ? null : decision.reason,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
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
