import type { Found } from './source.ts';

/** What the user says of meters. */
export interface MeterSettings {
  /** URL of a plug meter that this machine hangs on. */
  readonly plug?: string;
  /** `trusted`: RAPL inside this virtual machine is its own energy. */
  readonly rapl?: string;
}

/** Meters that another program or the network reads for us: started before the measured command, so that nothing of them counts as its work. */
export interface Feeds {
  readonly found: readonly Found[];
  /** Processes of ours, to be left out of every run. */
  readonly pids: readonly number[];
}

export const NO_FEEDS: Feeds = { found: [], pids: [] };
