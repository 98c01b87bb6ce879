import { useEffect, useRef, useState } from 'preact/hooks';
import { type Answer, ask, type Trouble, troubleOf } from './ask.ts';

/** The last answer, also while a newer one is on its way or was refused. */
export interface Latest<T> {
  readonly answer: Answer<T> | undefined;
  readonly trouble: Trouble | undefined;
  /** Whether what is shown is not yet that of the path. */
  readonly isLate: boolean;
}

/**
 * Asks for a path that changes with every letter: only once it has rested, and what was there stays until the next is there. The first is asked at once.
 *
 * @param restMs how long it must rest.
 */
export function useLatest<T>(path: string | undefined, restMs: number): Latest<T> {
  const [held, setHeld] = useState<Latest<T> & { readonly path: string | undefined }>({
    path: undefined,
    answer: undefined,
    trouble: undefined,
    isLate: false,
  });
  const isFirst = useRef(true);
  useEffect(() => {
    if (path === undefined) {
      setHeld({ path, answer: undefined, trouble: undefined, isLate: false });
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        ask<T>(path, { signal: abort.signal }).then(
          (answer) => setHeld({ path, answer, trouble: undefined, isLate: false }),
          (error: unknown) => {
            if (abort.signal.aborted) return;
            const trouble = troubleOf(error);
            setHeld((before) => ({ ...before, path, trouble }));
          },
        );
      },
      isFirst.current ? 0 : restMs,
    );
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [path, restMs]);
  return { answer: held.answer, trouble: held.trouble, isLate: held.path !== path };
}
