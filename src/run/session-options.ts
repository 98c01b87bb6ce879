import type { RunKind, Scalar, Scope } from '../book/journal-event.ts';

import type { Feeds, MeterSettings } from '../meters/feeds.ts';
import type { OnlineOptions } from './online/online-options.ts';

/** What a user asks of a measured run, however it is started. */
export interface SessionOptions {
  readonly kind: RunKind;
  readonly name?: string;
  readonly project?: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly params: Readonly<Record<string, Scalar>>;
  /** SHA-256 of what it computes from what, where that is known. */
  readonly work?: string;
  readonly tags: readonly string[];
  readonly intervalS: number;
  /** The process that is measured with its descendants, where it already runs; else the command that this process starts. */
  readonly rootPid?: number;
  readonly scope: Scope;
  /** `--book`. */
  readonly book?: string;
  /** `--csv`: further files of CodeCarbon's columns to append the run's row to. */
  readonly csv: readonly string[];
  readonly region?: string;
  readonly configRegion?: string;
  readonly intensityGPerKwh?: number;
  readonly pue?: number;
  /** Water usage effectiveness of the site, L/kWh. */
  readonly wue?: number;
  /** Intensity of the electricity that was bought, g CO2e/kWh. */
  readonly marketGPerKwh?: number;
  /** What the user says of the machine's meters. */
  readonly meters?: MeterSettings;
  /** The run's ULID, chosen by who asks for it; another is made where it is in use. */
  readonly id?: string;
  /** The file that reports from inside come by, where who asks for the run has made one. It is removed at the end. */
  readonly reportFile?: string;
  /** When the run began on the boot clock, where that was before it could be measured, s. */
  readonly beganS?: number;
  /** Meters that were started before what is measured. */
  readonly feeds?: Feeds;
  /** What the network may be asked; without it nobody is. */
  readonly online?: OnlineOptions;
  /** Price of electricity, per kWh. */
  readonly price?: { readonly perKwh: number; readonly currency: string };
}
