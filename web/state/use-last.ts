import { useRef } from 'preact/hooks';
import type { Answer } from './ask.ts';
import type { Asked } from './use-answer.ts';

/** The answer of a question that changes; the one before it until the next is there. */
export function useLast<T>(asked: Asked<T>): Answer<T> | undefined {
  const last = useRef<Answer<T> | undefined>(undefined);
  if (asked.answer !== undefined) last.current = asked.answer;
  return asked.answer ?? last.current;
}
