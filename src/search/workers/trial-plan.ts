import type { Scalar } from '../../book/journal-event.ts';
import type { Configuration } from '../space/configuration.ts';
import type { MakeLineReader } from '../trial/patterns/line-reader.ts';
import type { TrialPaths } from '../trial/trial-task.ts';

/** What makes a trial's command of a configuration. */
export interface CommandInput {
  readonly configuration: Configuration;
  readonly number: number;
  readonly seed: number;
  readonly study: string;
  readonly folder: TrialPaths;
}

/** What all trials of a search have in common. */
export interface TrialPlan {
  /** Name of the study. */
  readonly study: string;
  readonly commandOf: (input: CommandInput) => readonly string[];
  /** What a trial is given: with the parameters that have one value only, in the shape in which they were asked for. */
  readonly valuesOf: (configuration: Configuration) => Configuration;
  /** Names that are sought in what trials say. */
  readonly metrics: readonly string[];
  readonly resource?: string;
  readonly capture?: MakeLineReader;
}

/** Parameters as the record of a run has them: what is neither number, text nor truth is its JSON. */
export function scalarsOf(values: Configuration): Readonly<Record<string, Scalar>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  );
}
