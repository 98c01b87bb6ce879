import type { Range } from '../../../charts/time-series/range.ts';
import { panned, zoomed } from '../../../charts/time-series/range.ts';

/** The zoom by buttons: what wheel, pinch, drag and keys do as well. */
export function ZoomControls({
  range,
  whole,
  least,
  set,
}: {
  readonly range: Range;
  readonly whole: Range;
  readonly least: number;
  readonly set: (range: Range) => void;
}) {
  const middle = (range.from + range.to) / 2;
  const isWhole = range.from <= whole.from && range.to >= whole.to;
  const button = (label: string, title: string, to: () => Range, isOff: boolean) => (
    <button
      type="button"
      class="quiet"
      title={title}
      aria-label={title}
      disabled={isOff}
      onClick={() => set(to())}
    >
      {label}
    </button>
  );
  return (
    <>
      {button('◀', 'Earlier (<)', () => panned(range, whole, -0.5), range.from <= whole.from)}
      {button('▶', 'Later (>)', () => panned(range, whole, 0.5), range.to >= whole.to)}
      {button(
        '+',
        'Closer (+)',
        () => zoomed(range, whole, 0.5, middle, least),
        range.to - range.from <= least,
      )}
      {button('−', 'Farther (-)', () => zoomed(range, whole, 2, middle, least), isWhole)}
      {button('All', 'All of the run (0)', () => whole, isWhole)}
    </>
  );
}
