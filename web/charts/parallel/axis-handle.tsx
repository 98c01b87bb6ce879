import { useRef } from 'preact/hooks';
import type { AxisScale, AxisSetting, ParallelAxis } from './axis.ts';
import { canLog } from './axis.ts';
import type { Range } from './brush.ts';
import type { ParallelBox } from './lines.ts';

/** A pointer that has moved less than this has not dragged, px. */
const STILL = 4;

/** The name of an axis, a button that moves it, and the strip along it on which a range is drawn. */
export function AxisHandle({
  axis,
  place,
  of,
  x,
  box,
  scale,
  setting,
  onDrag,
  onDrop,
  onStep,
  onSet,
  onBrush,
}: {
  readonly axis: ParallelAxis;
  readonly place: number;
  readonly of: number;
  readonly x: number;
  readonly box: ParallelBox;
  readonly scale: AxisScale;
  readonly setting: AxisSetting;
  readonly onDrag: (x: number) => void;
  readonly onDrop: (x: number) => void;
  readonly onStep: (by: -1 | 1) => void;
  readonly onSet: (what: 'log' | 'flip') => void;
  readonly onBrush: (range: Range | undefined, how: 'commit' | 'adjust') => void;
}) {
  const from = useRef<{ readonly x: number; readonly at: number } | undefined>(undefined);
  const start = useRef<number | undefined>(undefined);
  const valueAt = (event: PointerEvent): number => {
    const strip = (event.currentTarget as Element).getBoundingClientRect();
    return scale.valueAt(1 - (event.clientY - strip.top) / strip.height);
  };
  const range = (event: PointerEvent): Range => {
    const [a, b] = [start.current ?? 0, valueAt(event)];
    return { low: Math.min(a, b), high: Math.max(a, b) };
  };
  // What is read aloud begins with what is seen.
  const seen = `${axis.label}${scale.isLog ? ' log' : ''}${setting.isFlipped ? ' ↓' : ''}`;
  return (
    <>
      <button
        type="button"
        class="axis-name"
        style={{ left: `${x}px` }}
        title={`${axis.label}: drag or arrow keys move it, ${canLog(axis) ? 'l makes it logarithmic, ' : ''}f turns it upside down`}
        aria-label={`${seen}, axis ${place + 1} of ${of}${setting.isFlipped ? ', upside down' : ''}. Arrow keys move it, f turns it upside down${canLog(axis) ? ', l makes it logarithmic' : ''}.`}
        onKeyDown={(event) => {
          const keys: Readonly<Record<string, () => void>> = {
            ArrowLeft: () => onStep(-1),
            ArrowRight: () => onStep(1),
            f: () => onSet('flip'),
            ...(canLog(axis) ? { l: () => onSet('log') } : {}),
          };
          const act = keys[event.key];
          if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
          act();
          event.preventDefault();
          event.stopPropagation();
        }}
        onPointerDown={(event) => {
          from.current = { x: event.clientX, at: x };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const { current } = from;
          if (current === undefined) return;
          event.stopPropagation();
          if (Math.abs(event.clientX - current.x) >= STILL) onDrag(current.at + event.clientX - current.x);
        }}
        onPointerUp={(event) => {
          const { current } = from;
          from.current = undefined;
          if (current === undefined) return;
          if (Math.abs(event.clientX - current.x) >= STILL) onDrop(current.at + event.clientX - current.x);
        }}
        onClick={(event) => event.stopPropagation()}
      >
        {axis.label}
        {scale.isLog && <small> log</small>}
        {setting.isFlipped && <small> ↓</small>}
      </button>
      <div
        class="axis-strip"
        style={{ left: `${x}px`, top: `${box.top}px`, height: `${box.bottom - box.top}px` }}
        onPointerDown={(event) => {
          start.current = valueAt(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (start.current === undefined) return;
          event.stopPropagation();
          onBrush(range(event), 'adjust');
        }}
        onPointerUp={(event) => {
          if (start.current === undefined) return;
          const drawn = range(event);
          start.current = undefined;
          const isPoint =
            Math.abs(scale.at(drawn.high) - scale.at(drawn.low)) * (box.bottom - box.top) < STILL;
          onBrush(isPoint ? undefined : drawn, 'commit');
        }}
        onClick={(event) => event.stopPropagation()}
      />
    </>
  );
}
