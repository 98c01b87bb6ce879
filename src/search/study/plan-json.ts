import type { Condition } from '../space/condition.ts';
import type { Parameter } from '../space/parameter.ts';
import type { StudyPlan } from './study-plan.ts';

/** Leaves the kinds of a union apart where a member is replaced. */
type WithText<P> = P extends Parameter ? Omit<P, 'when'> & { readonly when?: string } : never;

/** A plan in the journal: as it is, with conditions as they were written. */
export type PlanJson = Omit<StudyPlan, 'space'> & {
  readonly space: {
    readonly parameters: readonly WithText<Parameter>[];
    readonly fixed: StudyPlan['space']['fixed'];
  };
};

/** Makes a condition from its text again. */
export type ReadCondition = (text: string) => Condition;

/** @returns the plan as JSON. */
export function planToJson(plan: StudyPlan): PlanJson {
  const parameters = plan.space.parameters.map(({ when, ...rest }) => ({
    ...rest,
    ...(when === undefined ? {} : { when: when.text }),
  })) as PlanJson['space']['parameters'];
  return { ...plan, space: { parameters, fixed: plan.space.fixed } };
}

/** @returns the plan that {@link planToJson} has written. */
export function planFromJson(json: PlanJson, readCondition: ReadCondition): StudyPlan {
  const parameters = json.space.parameters.map(({ when, ...rest }) => ({
    ...rest,
    ...(when === undefined ? {} : { when: readCondition(when) }),
  })) as Parameter[];
  return { ...json, space: { parameters, fixed: json.space.fixed } };
}
