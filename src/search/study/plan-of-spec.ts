import type { CommandTemplate, Macro, TemplatePart } from '../file/command-template.ts';
import type { SearchSpec } from '../file/search-spec.ts';
import type { StudyPlan } from './study-plan.ts';

/** What a search that was asked for leaves open. */
export interface PlanChoices {
  readonly name: string;
  readonly seed: number;
  /** Most trials at once. */
  readonly workers: number;
}

/** The part of the trials that `auto` lets go on whatever the stopper says. */
const CONTROL_SHARE = 0.05;

/** @returns the plan of a study for a search that was asked for. */
export function planOfSpec(spec: SearchSpec, { name, seed, workers }: PlanChoices): StudyPlan {
  const { budget, search, resource, maxResource, command } = spec;
  const { energyJ, carbonG, cost, timeS, trials } = budget;
  return {
    name,
    space: spec.space,
    objectives: spec.objectives,
    ...(resource === undefined ? {} : { resource }),
    ...(maxResource === undefined ? {} : { maxResource }),
    budget: {
      ...(energyJ === undefined ? {} : { energy: energyJ }),
      ...(carbonG === undefined ? {} : { carbon: carbonG }),
      ...(cost === undefined ? {} : { cost }),
      ...(timeS === undefined ? {} : { time: timeS }),
      ...(trials === undefined ? {} : { trials }),
    },
    ...(spec.worthPerKwh === undefined ? {} : { worthPerKwh: spec.worthPerKwh }),
    seed,
    workers,
    deterministic: search.deterministic,
    retry: spec.retry,
    constraints: spec.constraints,
    controlShare: search.stopper.name === 'auto' ? CONTROL_SHARE : 0,
    sampler: search.sampler,
    stopper: search.stopper,
    ...(spec.checkpoint === 'auto' ? {} : { checkpoint: spec.checkpoint }),
    ...(search.repeats === true ? { repeats: true } : {}),
    ...(search.startup === undefined ? {} : { startup: search.startup }),
    ...(command === undefined ? {} : { command: commandText(command) }),
  };
}

/** A command as one line, with its macros. */
export function commandText(template: CommandTemplate): string {
  if (template.kind === 'words') return template.words.map((word) => word.map(partText).join('')).join(' ');
  return template.parts.map((part) => (typeof part === 'string' ? part : macroText(part.filled))).join('');
}

function partText(part: TemplatePart): string {
  return typeof part === 'string' ? part : macroText(part);
}

function macroText(macro: Macro): string {
  return 'name' in macro ? `\${${macro.macro}:${macro.name}}` : `\${${macro.macro}}`;
}
