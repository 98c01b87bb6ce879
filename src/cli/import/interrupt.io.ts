import { constants } from 'node:os';
import { setImmediate } from 'node:timers/promises';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How long to work before signals are looked for, ms. */
const TURN_MS = 50;

/** Lets a signal end the work between two runs, so that none is written in part. */
export class Interrupt {
  readonly #listeners = SIGNALS.map((name) => {
    const listener = (): void => {
      this.#exitCode = 128 + constants.signals[name];
    };
    process.on(name, listener);
    return [name, listener] as const;
  });
  #exitCode: number | undefined;
  #turn = performance.now();

  /** To be asked after each run: the exit code of the signal that came, if one did. */
  async pending(): Promise<number | undefined> {
    if (performance.now() - this.#turn > TURN_MS) {
      await setImmediate();
      this.#turn = performance.now();
    }
    return this.#exitCode;
  }

  /** Signals are the process's own again. */
  end(): void {
    for (const [name, listener] of this.#listeners) process.off(name, listener);
  }
}
