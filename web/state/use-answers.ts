import { useEffect, useState } from 'preact/hooks';
import { ask, type Trouble, troubleOf } from './ask.ts';

/** Answers to several questions, each as it comes. */
export interface Answers<T> {
  /** By path. */
  readonly data: ReadonlyMap<string, T>;
  readonly troubles: readonly Trouble[];
  readonly isLoading: boolean;
}

/** Asks several questions. Those that were answered stay while others are added. */
export function useAnswers<T>(paths: readonly string[]): Answers<T> {
  const [data, setData] = useState<ReadonlyMap<string, T>>(new Map());
  const [troubles, setTroubles] = useState<ReadonlyMap<string, Trouble>>(new Map());
  const key = paths.join('\n');
  useEffect(() => {
    const abort = new AbortController();
    for (const path of paths) {
      if (data.has(path)) continue;
      ask<T>(path, { signal: abort.signal }).then(
        (answer) => setData((before) => new Map([...before, [path, answer.data]])),
        (error: unknown) => {
          if (abort.signal.aborted) return;
          const trouble = troubleOf(error);
          setTroubles((before) => new Map([...before, [path, trouble]]));
        },
      );
    }
    return () => abort.abort();
  }, [key]);
  return {
    data,
    troubles: paths.flatMap((path) => troubles.get(path) ?? []),
    isLoading: paths.some((path) => !data.has(path) && !troubles.has(path)),
  };
}
