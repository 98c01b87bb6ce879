import type { RunRecord } from './run-record.ts';

/** The part of a record that follows from samples, where there are none: a sum of other runs, or what another program has measured. */
export type ImportedFigures = Pick<
  RunRecord,
  | 'energy'
  | 'carbon'
  | 'cost'
  | 'water'
  | 'grade'
  | 'machine'
  | 'environment'
  | 'git'
  | 'metrics'
  | 'done'
  | 'gaps'
  | 'warnings'
  | 'usage'
  | 'samples'
  | 'parts'
>;
