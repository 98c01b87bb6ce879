import type { Problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Settings } from './config/settings.ts';
import type { Style } from './output/style.ts';

/** What a command may use of the terminal and the world. Nothing else writes. */
export interface CliContext {
  readonly host: Host;
  /** Name of the command. */
  readonly command: string;
  /** Writes to stdout: data. */
  readonly out: (text: string) => void;
  /** Writes to stderr: everything else. */
  readonly err: (text: string) => void;
  /** Whether stdout is a terminal. */
  readonly isTTY: boolean;
  /** Whether stderr is a terminal. */
  readonly errIsTTY: boolean;
  /** Width of the terminal; 80 where there is none. Found when first read. */
  readonly columns: number;
  /** Colours for stdout and for stderr. */
  readonly style: Style;
  readonly errStyle: Style;
  readonly color: boolean;
  /** False: only ASCII is printed. */
  readonly unicode: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  /** How often -v was given. */
  readonly verbose: number;
  /** Settings from files and environment, with where each comes from. */
  readonly config: Settings;
  /** Tells a warning: on stderr at once, or in the envelope under --json. */
  readonly warn: (warning: Problem) => void;
  /** Warnings told so far. */
  readonly warnings: readonly Problem[];
  /**
   * Tells why the command failed (stderr, or the envelope on stdout under --json, with what was done all the same). Returns the
   * exit code.
   */
  readonly fail: (problem: Problem, done?: unknown) => number;
  /** Under --json, writes the envelope around the data. Returns 0. */
  readonly succeed: (data: unknown) => number;
}
