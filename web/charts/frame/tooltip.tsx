import type { ChartPoint } from './chart-data.ts';

/** Says what a point is, beside it; it never leaves the plot. */
export function Tooltip({ point }: { readonly point: ChartPoint }) {
  const { at, text } = point;
  if (at === undefined) return null;
  const [x, y] = at;
  const isRight = x > 0.5;
  const isLow = y > 0.5;
  return (
    <div
      class="tooltip"
      style={{
        [isRight ? 'right' : 'left']: `calc(${((isRight ? 1 - x : x) * 100).toFixed(2)}% + 10px)`,
        [isLow ? 'bottom' : 'top']: `calc(${((isLow ? 1 - y : y) * 100).toFixed(2)}% + 10px)`,
      }}
    >
      {text}
    </div>
  );
}
