/** How a project is reproduced; the names are DVC's. */
export interface ReproOptions {
  /** Run even what has not changed. */
  readonly force: boolean;
  /** What depends on a stage that ran is run too. */
  readonly forceDownstream: boolean;
  /** How many stages may run at once. */
  readonly jobs: number;
  /** After a failure: stop, go on with what does not need the failed stage, or go on with everything. */
  readonly onFailure: 'stop' | 'keep-going' | 'ignore';
  /** Commands write to stderr where stdout is for what we answer. */
  readonly isStdoutTaken: boolean;
  /** Commands are not told of before they begin. */
  readonly isQuiet: boolean;
  readonly noCommit: boolean;
  readonly noRunCache: boolean;
  /** Data that is not there counts as unchanged. */
  readonly allowMissing: boolean;
  /** Ask before each stage. */
  readonly confirm?: (address: string) => Promise<boolean>;
  /** No stage begins that would take the whole above this, J. */
  readonly maxEnergyJ?: number;
  /** No stage begins that would take the whole above this, g CO2e. */
  readonly maxCo2G?: number;
}
