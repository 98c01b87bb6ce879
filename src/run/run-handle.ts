import type { RunState, Scalar, Scope } from '../book/journal-event.ts';
import type { WorkDone } from '../book/work-unit.ts';
import type { Problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { RunResult, RunSnapshot, WindowResult } from './agent-answers.ts';

/** What describes a run; all of it optional. */
export interface RunDescription {
  readonly project?: string;
  readonly params?: Readonly<Record<string, Scalar>>;
  readonly tags?: readonly string[];
  /** Folder of the book; default: found as the command line finds it. */
  readonly book?: string;
  /** Seconds between samples. */
  readonly intervalS?: number;
  readonly scope?: Scope;
  /** Where the electricity comes from, e.g. `FR`. */
  readonly region?: string;
  /** Carbon intensity of the electricity, g CO2e/kWh, instead of a region. */
  readonly intensity?: number;
  /** Power usage effectiveness of the data centre. */
  readonly pue?: number;
  /** Water usage effectiveness of the site, litres for each kWh at the wall. */
  readonly wue?: number;
  /** Intensity of the electricity that is bought, g CO2e/kWh: market-based carbon beside the other. */
  readonly marketIntensity?: number;
  /** Price of a kWh. */
  readonly price?: number;
  /** Currency of the price; default: that of the settings, else EUR. */
  readonly currency?: string;
}

/** How the client behaves. */
export interface ClientOptions {
  /** Let tracker trouble reject what is awaited next. Default: it is one warning, and the program goes on unmeasured. */
  readonly strict?: boolean;
  /** Longest wait for an answer of the agent, ms; default 5000. */
  readonly timeoutMs?: number;
  /** Program and arguments that start the agent, instead of this package's own. */
  readonly agent?: readonly string[];
  /** Takes warnings instead of `process.emitWarning`. */
  readonly onWarning?: (warning: Problem) => void;
  readonly host?: Host;
}

/** Options of `startRun`. */
export interface StartRunOptions extends RunDescription, ClientOptions {
  readonly name?: string;
}

/** How a run ended; `ok` unless said. */
export interface EndOptions {
  readonly state?: Exclude<RunState, 'running' | 'lost'>;
  readonly exitCode?: number;
  /** Text of the failure, kept as a note. */
  readonly error?: string;
}

/** A window that is open. Ends with `end()`, or at the end of its block with `using`. */
export interface WindowHandle {
  readonly name: string;
  /** Opens a window inside this one. */
  readonly window: (name: string) => WindowHandle;
  /** Closes the window; null where nothing was measured. A second call gives the same result. */
  readonly end: () => Promise<WindowResult | null>;
  readonly [Symbol.dispose]: () => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * A run that an agent measures from a process of its own, so that a training that blocks the event loop is still sampled.
 *
 * No method throws or rejects unless `strict` was given; without an agent all do nothing and results are null.
 */
export interface RunHandle {
  /** ULID; undefined where nothing is measured. */
  readonly id: string | undefined;
  readonly name: string;
  /** False where no agent answers. */
  readonly measured: boolean;
  /** Opens a named window; windows nest and overlap. */
  readonly window: (name: string) => WindowHandle;
  /** Enters a stage; a new stage ends the one before, null leaves it. */
  readonly stage: (name: string | null) => void;
  /** Epoch `n` has ended, `of` so many; its energy is read now: `run.epoch(3, { of: 20, loss: 0.2 })`. */
  readonly epoch: (n: number, values?: Readonly<Record<string, number>> & { readonly of?: number }) => void;
  /** Goes through a list, or from 1 to a number, and marks an epoch at the end of each round that is not left early. */
  readonly epochs: <T = number>(rounds: Iterable<T> | number) => Generator<T, void, undefined>;
  /** Notes a moment, with what the run has cost until then. */
  readonly mark: (name: string) => void;
  /** Records metrics; what is no finite number is left out. */
  readonly log: (
    values: Readonly<Record<string, number>>,
    at?: { readonly step?: number; readonly epoch?: number },
  ) => void;
  /** So much work has been done since the last call: `run.done({ samples: 64 })`. The record has the energy for each thousand. */
  readonly done: (counts: WorkDone) => void;
  readonly params: (values: Readonly<Record<string, Scalar>>) => void;
  readonly tag: (...tags: readonly string[]) => void;
  readonly note: (text: string) => void;
  /** What the run has cost until now, and once three epochs are known what it will. */
  readonly snapshot: () => Promise<RunSnapshot | null>;
  /** Ends the run (or, in a nested `track`, its window); null where nothing was measured. A second call gives the same result. */
  readonly end: (options?: EndOptions) => Promise<RunResult | null>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}
