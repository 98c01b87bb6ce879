import { byteText } from '../../parts/byte-text.ts';
import type { PlacedLine } from './lay-out.ts';

/** What goes from one stage to another; the wider, the more bytes. */
export function LineShape({
  line,
  bytes,
  isOnPath,
}: {
  readonly line: PlacedLine;
  readonly bytes: number | null;
  readonly isOnPath: boolean;
}) {
  return (
    <path
      class="line"
      d={curve(line.points)}
      fill="none"
      stroke={isOnPath ? 'var(--gpu)' : 'var(--muted)'}
      stroke-width={(isOnPath ? 1.5 : 0) + widthOf(bytes)}
      stroke-opacity={isOnPath ? 1 : 0.75}
      marker-end={`url(#pipeline-arrow${isOnPath ? '-path' : ''})`}
    >
      <title>
        {line.from} → {line.to}
        {bytes === null ? '' : `, ${byteText(bytes)}`}
      </title>
    </path>
  );
}

/** Width of a line, px: a step for each power of ten above a kilobyte. */
export function widthOf(bytes: number | null): number {
  if (bytes === null) return 1.25;
  return 1.25 + Math.min(5, Math.max(0, Math.log10(Math.max(1, bytes)) - 3) * 0.6);
}

/** Curves between the layers, straight where it passes one. */
function curve(points: PlacedLine['points']): string {
  const [first, ...others] = points;
  if (first === undefined) return '';
  let [x, y] = first;
  let path = `M${at(x)} ${at(y)}`;
  for (const [toX, toY] of others) {
    const middle = (x + toX) / 2;
    path +=
      y === toY ? `H${at(toX)}` : `C${at(middle)} ${at(y)} ${at(middle)} ${at(toY)} ${at(toX)} ${at(toY)}`;
    [x, y] = [toX, toY];
  }
  return path;
}

function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}
