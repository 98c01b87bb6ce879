import type { ComponentChildren } from 'preact';
import type { Asked } from '../state/use-answer.ts';
import { clockText } from './date-text.ts';
import { Skeleton } from './skeleton.tsx';
import { TroubleView } from './trouble-view.tsx';
import { Warnings } from './warnings.tsx';

/** Shows what an answer says once it is there; with the last good one, stamped, where asking again failed. */
export function Loaded<T>({
  asked,
  what,
  children,
}: {
  readonly asked: Asked<T>;
  /** What is on its way, for a screen reader, e.g. `Loading the waste`. */
  readonly what: string;
  readonly children: (data: T) => ComponentChildren;
}) {
  const { answer, trouble, again } = asked;
  if (answer === undefined && trouble === undefined) return <Skeleton what={what} />;
  return (
    <>
      {trouble !== undefined && <TroubleView trouble={trouble} again={again} />}
      {trouble !== undefined && answer !== undefined && <p class="stale">As of {clockText(answer.atMs)}:</p>}
      {answer !== undefined && <Warnings warnings={answer.warnings} />}
      {answer !== undefined && children(answer.data)}
    </>
  );
}
