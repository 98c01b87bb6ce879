import { AsyncLocalStorage } from 'node:async_hooks';
import type { RunResult, WindowResult } from './agent-answers.ts';
import { type MeasuredRun, openRun, type OpenWindow } from './measured-run.io.ts';
import type { ClientOptions, EndOptions, RunDescription, RunHandle, WindowHandle } from './run-handle.ts';

/** Options of {@link track}. */
export interface TrackOptions extends RunDescription, ClientOptions {
  /**
   * Inside an open run: be a window of it, or a nested run of its own. Default: a window if only a name is given, a run if it has parameters,
   * tags or other options of a run.
   */
  readonly nested?: 'window' | 'run';
  /** Takes the result of a run of its own; null where nothing was measured. */
  readonly onEnd?: (result: RunResult | null) => void;
  /** Takes the result of a window of the open run. */
  readonly onWindowEnd?: (result: WindowResult | null) => void;
}

/** Where we stand: the open run, and its innermost window on this path of awaits. */
interface Scope {
  readonly run: MeasuredRun;
  readonly window?: OpenWindow;
}

const scopes = new AsyncLocalStorage<Scope>();

/**
 * Measures a function and returns what it returns. Inside another `track` it is a window of that run, so calls that overlap in time nest
 * rightly. What `fn` throws is recorded and thrown on; trouble of the tracker is only a warning unless `strict`.
 *
 * @example
 * const model = await track('train', async (run) => {
 *   const data = await track('load', loadImages);
 *   for (const n of run.epochs(20)) run.log({ loss: trainOne(data, n) });
 *   return model;
 * }, { params: { lr: 0.1 }, onEnd: (result) => console.log(result?.energy.attributed) });
 */
export async function track<T>(
  name: string,
  fn: (run: RunHandle) => T | Promise<T>,
  options: TrackOptions = {},
): Promise<T> {
  const { nested, onEnd, onWindowEnd, ...start } = options;
  const outer = scopes.getStore();
  const asWindow = nested === 'window' || (nested === undefined && !describesRun(start));
  if (outer !== undefined && outer.run.open && asWindow) {
    const parent = outer.window?.open === true ? outer.window : undefined;
    const window = outer.run.openWindow(name, parent);
    const handle = windowed(outer.run, window);
    return settle(
      () => scopes.run({ run: outer.run, window }, () => fn(handle)),
      async () => {
        const result = await window.end();
        onWindowEnd?.(result);
      },
    );
  }
  const run = await openRun({ ...start, name });
  return settle(
    () => scopes.run({ run }, () => fn(run)),
    async (end) => {
      const result = await run.end(end);
      onEnd?.(result);
    },
  );
}

/** The run handle that code under the current {@link track} would get, if there is one. */
export function currentRun(): RunHandle | undefined {
  const scope = scopes.getStore();
  if (scope === undefined || !scope.run.open) return undefined;
  return scope.window?.open === true ? windowed(scope.run, scope.window) : scope.run;
}

async function settle<T>(work: () => T | Promise<T>, end: (how: EndOptions) => Promise<void>): Promise<T> {
  let value: T;
  try {
    value = await work();
  } catch (failure) {
    const error = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
    // The program's own failure goes first: trouble of the tracker must not hide it.
    await end({ state: 'failed', error: error.slice(0, 2000) }).catch(() => undefined);
    throw failure;
  }
  await end({ state: 'ok' });
  return value;
}

function describesRun(options: RunDescription & ClientOptions): boolean {
  const { strict: _s, timeoutMs: _t, agent: _a, onWarning: _w, host: _h, ...description } = options;
  return Object.values(description).some((value) => value !== undefined);
}

/** The run as seen from one of its windows: windows opened here stand inside it, and its end is the window's. */
function windowed(run: MeasuredRun, window: OpenWindow): RunHandle {
  return {
    id: run.id,
    name: window.name,
    measured: run.measured,
    window: (name): WindowHandle => window.window(name),
    stage: (name) => run.stage(name),
    epoch: (n, values) => run.epoch(n, values),
    epochs: (rounds) => run.epochs(rounds),
    mark: (name) => run.mark(name),
    log: (values, at) => run.log(values, at),
    done: (counts) => run.done(counts),
    params: (values) => run.params(values),
    tag: (...tags) => run.tag(...tags),
    note: (text) => run.note(text),
    snapshot: () => run.snapshot(),
    end: async () => {
      await window.end();
      return null;
    },
    [Symbol.asyncDispose]: async () => {
      await window.end();
    },
  };
}
