import { useRef, useState } from 'preact/hooks';
import type { Stretch } from '../frame/chart-data.ts';
import { type Spot, type Spots, spotAt, spotBeside, spotOfRange } from './spot.ts';

/** What a pointer does to a drawing whose points have spots: it points at one, opens it, or marks a stretch of them by a drag. */
export function SpotLayer({
  spots,
  focused,
  marked,
  onPoint,
  onOpen,
  onRange,
}: {
  readonly spots: Spots;
  readonly focused: number | undefined;
  /** What the keys have marked. */
  readonly marked: Stretch | undefined;
  readonly onPoint: (index: number | undefined) => void;
  readonly onOpen: (index: number) => void;
  readonly onRange: ((from: number, to: number) => void) | undefined;
}) {
  const begin = useRef<number | undefined>(undefined);
  const [dragged, setDragged] = useState<Stretch>();
  const place = (event: MouseEvent): readonly [x: number, y: number] => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const onPointerMove = (event: PointerEvent): void => {
    const [x, y] = place(event);
    const from = begin.current;
    if (from === undefined) return onPoint(spotAt(spots, x, y));
    const to = spotBeside(spots, x);
    if (to === undefined) return;
    onPoint(to);
    // Back where it began it is a click again.
    setDragged(to === from ? undefined : [Math.min(from, to), Math.max(from, to)]);
  };
  const leave = (): void => {
    begin.current = undefined;
    setDragged(undefined);
  };
  return (
    <svg
      class={onRange === undefined ? 'spots' : 'spots brush'}
      width="100%"
      height="100%"
      aria-hidden="true"
      data-cursor=""
      onPointerDown={(event) => {
        if (event.button !== 0 || onRange === undefined) return;
        begin.current = spotBeside(spots, place(event)[0]);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={(event) => {
        const stretch = dragged;
        leave();
        if (stretch !== undefined) return onRange?.(...stretch);
        const found = spotAt(spots, ...place(event));
        if (found !== undefined && event.button === 0) onOpen(found);
      }}
      onPointerCancel={leave}
    >
      <Mark kind="stretch" spot={spotOf(dragged ?? marked)} />
      <Mark kind="here" spot={focused === undefined ? undefined : spots[focused]} />
    </svg>
  );

  function spotOf(stretch: Stretch | undefined): Spot | undefined {
    return stretch === undefined ? undefined : spotOfRange(spots, stretch);
  }
}

function Mark({ kind, spot }: { readonly kind: string; readonly spot: Spot | undefined }) {
  if (spot === undefined) return null;
  return <rect class={kind} x={spot.x} y={spot.y} width={spot.width} height={spot.height} rx={2} />;
}
