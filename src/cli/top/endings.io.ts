import { constants } from 'node:os';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** What ends a program that goes on until it is ended. */
export type Ending = 'done' | { readonly signal: number };

/** Waits for a signal that ends, for so many seconds where they are given, or for whoever calls `end`. */
export function untilEnded(seconds: number | undefined): {
  readonly ended: Promise<Ending>;
  readonly end: () => void;
} {
  let settle: (how: Ending) => void = () => {};
  const listeners = ENDING.map((name) => {
    return [name, (): void => settle({ signal: constants.signals[name] })] as const;
  });
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<Ending>((resolve) => {
    settle = (how): void => {
      clearTimeout(timer);
      for (const [name, listener] of listeners) process.off(name, listener);
      resolve(how);
    };
    for (const [name, listener] of listeners) process.on(name, listener);
    if (seconds !== undefined)
      timer = setTimeout(() => settle('done'), Math.min(seconds * 1000, 2 ** 31 - 1));
  });
  return { ended, end: () => settle('done') };
}
