import { useRef } from 'preact/hooks';
import { type Range, rangeOf } from '../../../charts/time-series/range.ts';
import { askAhead } from '../../../state/ask.ts';
import { powerQuestion } from '../../../state/power-question.ts';
import { type Asked, useAnswer } from '../../../state/use-answer.ts';
import { useLast } from '../../../state/use-last.ts';
import { useSettled } from '../../../state/use-settled.ts';
import type { PowerAnswer } from './power-answer.ts';
import { cumulative, energyAt } from './power-rows.ts';

/** The server is asked at most so often while a zoom goes on. */
const EVERY_MS = 40;

/** The power of a run as far as it is known. */
export interface PowerAsked {
  readonly asked: Asked<PowerAnswer>;
  /** While the next range is on its way, the last one. */
  readonly answer: PowerAnswer | undefined;
  /** What is there is what is asked for. */
  readonly isCurrent: boolean;
  /** Asks for what a zoom will need, in the event that sets it. */
  readonly ahead: (zoom: string | undefined) => void;
}

/**
 * Asks for the power of a run in the range of the address.
 *
 * @param name of the run; undefined where none is wanted.
 */
export function usePower(name: string | undefined, zoom: string | undefined): PowerAsked {
  const range = rangeOf(zoom);
  const whole = useRef<PowerAnswer | undefined>(undefined);
  // With the whole run at hand the energy before a range is read off that: the server need not add it up for each zoom.
  const isKnown = whole.current !== undefined;
  const wanted = name === undefined ? undefined : pathOf(name, range, !isKnown);
  const path = useSettled(wanted, EVERY_MS);
  const asked = useAnswer<PowerAnswer>(path);
  const last = useLast(asked)?.data;
  if (path !== undefined && !path.includes('&from=') && asked.answer !== undefined)
    whole.current = asked.answer.data;
  const answer = useBefore(last, whole.current);
  const aheadMs = useRef(Number.NEGATIVE_INFINITY);
  const ahead = (next: string | undefined): void => {
    const now = performance.now();
    if (name === undefined || now - aheadMs.current < EVERY_MS) return;
    aheadMs.current = now;
    askAhead(pathOf(name, rangeOf(next), !isKnown));
  };
  return { asked, answer, isCurrent: path === wanted && asked.answer !== undefined, ahead };
}

function useBefore(answer: PowerAnswer | undefined, whole: PowerAnswer | undefined): PowerAnswer | undefined {
  const made = useRef<{ readonly of: PowerAnswer; readonly answer: PowerAnswer } | undefined>(undefined);
  if (answer === undefined || answer.beforeJ !== null) return answer;
  if (made.current?.of === answer) return made.current.answer;
  const beforeJ = whole === undefined ? 0 : (energyAt(answer.fromS[0] ?? 0, whole, cumulative(whole)) ?? 0);
  made.current = { of: answer, answer: { ...answer, beforeJ } };
  return made.current.answer;
}

function pathOf(name: string, range: Range | undefined, withBefore: boolean): string {
  const words =
    range === undefined ? '' : `&from=${range.from}&to=${range.to}${withBefore ? '&before=1' : ''}`;
  return powerQuestion(name) + words;
}
