import { useEffect, useState } from 'preact/hooks';
import { type Answer, ask, type Trouble, troubleOf } from './ask.ts';

/** An answer on its way, there, or refused. After a failure the last good one stays, so a page can go on showing it with its time. */
export interface Asked<T> {
  readonly answer: Answer<T> | undefined;
  readonly trouble: Trouble | undefined;
  /** Set while a question is open. */
  readonly isLoading: boolean;
  readonly again: () => void;
}

interface Held<T> {
  readonly path: string;
  readonly answer?: Answer<T>;
  readonly trouble?: Trouble;
  readonly isLoading: boolean;
}

/** Asks the server and asks again whenever the path changes. The answer to another path is dropped, never mixed up. */
export function useAnswer<T>(path: string | undefined): Asked<T> {
  const [held, setHeld] = useState<Held<T>>({ path: path ?? '', isLoading: path !== undefined });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (path === undefined) return undefined;
    const abort = new AbortController();
    setHeld((before) => (before.path === path ? { ...before, isLoading: true } : { path, isLoading: true }));
    ask<T>(path, { signal: abort.signal }).then(
      (answer) => setHeld({ path, answer, isLoading: false }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const trouble = troubleOf(error);
        setHeld((before) => ({ ...before, path, trouble, isLoading: false }));
      },
    );
    return () => abort.abort();
  }, [path, round]);
  return {
    answer: held.answer,
    trouble: held.trouble,
    isLoading: held.isLoading,
    again: () => setRound((n) => n + 1),
  };
}
