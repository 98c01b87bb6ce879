/** joulebook for Node programs: measure a function or a block, and read what it cost. Nothing but re-exports. */
export { JoulebookError } from './run/agent-answers.ts';
export type { Besides, EnergyScopes, RunResult, RunSnapshot, WindowResult } from './run/agent-answers.ts';
export { startRun } from './run/measured-run.io.ts';
export type {
  ClientOptions,
  EndOptions,
  RunDescription,
  RunHandle,
  StartRunOptions,
  WindowHandle,
} from './run/run-handle.ts';
export { currentRun, track } from './run/track.io.ts';
export type { TrackOptions } from './run/track.io.ts';
export { study } from './search/client/study.io.ts';
export { space } from './search/client/space.ts';
export type { ChoiceOptions, RangeOptions } from './search/client/space.ts';
export type {
  BudgetWords,
  Choices,
  JsonValue,
  NumberRange,
  ObjectiveWords,
  ParameterWords,
  SearchWords,
} from './search/client/search-words.ts';
export { TrialStopped } from './search/client/trial-stopped.ts';
export type {
  OptimizeOptions,
  StudyBest,
  StudyHandle,
  StudyOptions,
  StudyTrial,
  TrialDecision,
  TrialFate,
  TrialHandle,
  TrialValues,
} from './search/client/study-handle.ts';
export { fromWritten, interval, relativeHalfWidth } from './units/estimate.ts';
export type { ErrorSources, Estimate, Interval, Spread, WrittenEstimate } from './units/estimate.ts';
export { add, ratio, subtract, sum } from './units/arithmetic.ts';
export {
  carbonWithBand,
  energyWithBand,
  powerWithBand,
  printCarbon,
  printEnergy,
  printMoney,
  printPower,
  printWater,
} from './units/format.ts';
export type { Printable, PrintOptions } from './units/format.ts';
export { printDuration } from './units/format-duration.ts';
export type { Grade, Sourced } from './units/sourced.ts';
export type { Problem } from './errors.ts';
export type { RunKind, RunState, Scalar } from './book/journal-event.ts';
export type {
  CarbonRecord,
  ComponentRecord,
  EnergyRecord,
  EpochRecord,
  LayerRecord,
  MarketRecord,
  MarkRecord,
  RunRecord,
  WindowRecord,
} from './book/run-record.ts';
