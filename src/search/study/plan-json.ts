import { buildSpace } from '../space/build-space.ts';
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

/** @returns the plan as JSON. */
export function planToJson(plan: StudyPlan): PlanJson {
  const parameters = plan.space.parameters.map(({ when, ...rest }) => ({
    ...rest,
    ...(when === undefined ? {} : { when: when.text }),
  })) as PlanJson['space']['parameters'];
  return { ...plan, space: { parameters, fixed: plan.space.fixed } };
}

/** The space that a plan's JSON describes, and what is wrong with its conditions. */
export function spaceFromJson(json: PlanJson['space']): ReturnType<typeof buildSpace> {
  const drafts = json.parameters.map(({ when, ...parameter }) => ({
    parameter: parameter as Parameter,
    ...(when === undefined ? {} : { when }),
  }));
  return buildSpace(drafts, json.fixed);
}

/** @returns the plan that {@link planToJson} has written. A reader has looked whether its conditions can be read. */
export function planFromJson(json: PlanJson): StudyPlan {
  const { space, faults } = spaceFromJson(json.space);
  if (faults[0] !== undefined) throw new Error(`${faults[0].parameter}: ${faults[0].message}`);
  return { ...json, space };
}
