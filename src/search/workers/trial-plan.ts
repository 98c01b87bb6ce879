import type { Scalar } from '../../book/journal-event.ts';
import type { Configuration, ParameterValue } from '../space/configuration.ts';
import type { MakeLineReader } from '../trial/patterns/line-reader.ts';
import type { TrialFolder } from '../trial/trial-folder.io.ts';

/** What makes a trial's command of a configuration. */
export interface CommandInput {
  /** Those that are searched and those that are fixed. */
  readonly configuration: Configuration;
  /** The same in the shape in which they were asked for. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly number: number;
  readonly seed: number;
  readonly study: string;
  readonly folder: Pick<TrialFolder, 'path' | 'checkpoints' | 'parametersFile'>;
}

/** What all trials of a search have in common. */
export interface TrialPlan {
  /** Name of the study. */
  readonly study: string;
  readonly commandOf: (input: CommandInput) => readonly string[];
  /** Parameters with one value only. */
  readonly fixed: Configuration;
  /** Where nested parameters stand. */
  readonly nested: Readonly<Record<string, readonly string[]>>;
  /** Names that are sought in what trials say. */
  readonly metrics: readonly string[];
  readonly resource?: string;
  readonly capture?: MakeLineReader;
}

/** Parameters as the record of a run has them: what is neither number, text nor truth is its JSON. */
export function scalarsOf(configuration: Configuration): Readonly<Record<string, Scalar>> {
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  );
}
