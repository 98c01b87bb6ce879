import type { Paint } from '../../../src/report/chart/palette.ts';
import { addMark, GROUP_STYLES } from './marks.ts';
import { isCrowded, type Scene } from './scene.ts';

/** Up to so many points every interval is drawn; with more they would hide the points. */
export const MOST_WHISKERS = 150;

const FAINT = 0.18;
/** The time for a path grows faster than what is in it. */
const MOST_IN_PATH = 400;

/** How much of a point is seen through. */
export function opacityOf(count: number): number {
  return isCrowded(count) ? 0.55 : 0.9;
}

/** By the index of a point: 1 where it does not keep what is asked for and is drawn faintly. */
export type Faint = Uint8Array | undefined;

/** Draws the points that are not on the frontier: hollow, in the colour and shape of their group. A path for many of one look, not for each point. */
export function drawPoints(ink: CanvasRenderingContext2D, scene: Scene, faint: Faint, paint: Paint): void {
  const { points, xs, ys, radius, seen, seenCount, plot } = scene;
  ink.clearRect(0, 0, scene.width, scene.height);
  ink.save();
  if (scene.isZoomed) {
    ink.beginPath();
    ink.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
    ink.clip();
  }
  if (seenCount <= MOST_WHISKERS) drawWhiskers(ink, scene, faint, paint);
  for (const isFaint of faint === undefined ? [false] : [true, false]) {
    for (const [style, { role }] of GROUP_STYLES.entries()) {
      ink.globalAlpha = isFaint ? FAINT : opacityOf(seenCount);
      let path = new Path2D();
      let count = 0;
      for (let i = 0; i < points.length; i++) {
        const point = points[i];
        if (point === undefined || point.isBest || point.style !== style || (faint?.[i] === 1) !== isFaint)
          continue;
        if (seen[i] !== 1) continue;
        addMark(path, style, xs[i] ?? 0, ys[i] ?? 0, radius);
        count++;
        if (count % MOST_IN_PATH > 0) continue;
        inkMarks(ink, path, paint('surface'), paint(role), isCrowded(seenCount));
        path = new Path2D();
      }
      if (count % MOST_IN_PATH > 0) inkMarks(ink, path, paint('surface'), paint(role), isCrowded(seenCount));
    }
  }
  ink.restore();
}

function inkMarks(
  ink: CanvasRenderingContext2D,
  path: Path2D,
  inside: string,
  line: string,
  isSmall: boolean,
): void {
  ink.fillStyle = inside;
  if (!isSmall) ink.fill(path);
  ink.strokeStyle = line;
  ink.lineWidth = isSmall ? 1 : 1.5;
  ink.stroke(path);
}

function drawWhiskers(ink: CanvasRenderingContext2D, scene: Scene, faint: Faint, paint: Paint): void {
  const path = new Path2D();
  for (const [i, point] of scene.points.entries()) {
    if (point.isBest || faint?.[i] === 1 || scene.seen[i] !== 1) continue;
    for (const [x1, y1, x2, y2] of whiskersOf(scene, i)) {
      path.moveTo(x1, y1);
      path.lineTo(x2, y2);
    }
  }
  ink.globalAlpha = 0.35;
  ink.strokeStyle = paint('muted');
  ink.lineWidth = 1;
  ink.stroke(path);
}

/** Half the stroke across each end of a bar, px. */
const CAP = 3;

/** The lines of a point's intervals with strokes across their ends, cut at the plot's edges. */
export function whiskersOf(
  { points, xs, ys, x, y, plot }: Scene,
  i: number,
): readonly (readonly [x1: number, y1: number, x2: number, y2: number])[] {
  const point = points[i];
  const [at, up] = [xs[i] ?? 0, ys[i] ?? 0];
  if (point === undefined) return [];
  const lines: (readonly [number, number, number, number])[] = [];
  const { low, high, yLow, yHigh } = point;
  if (low !== null && high !== null && high > low) {
    const from = x.isLog && low <= 0 ? plot.left - 1 : x.at(low);
    const to = x.at(high);
    lines.push([Math.max(plot.left, from), up, Math.min(plot.right, to), up]);
    for (const end of [from, to])
      if (end >= plot.left && end <= plot.right) lines.push([end, up - CAP, end, up + CAP]);
  }
  if (yLow !== undefined && yHigh !== undefined && yHigh > yLow) {
    const [from, to] = [y.at(yLow), y.at(yHigh)];
    const within = (place: number): number => Math.min(Math.max(place, plot.top), plot.bottom);
    lines.push([at, within(from), at, within(to)]);
    for (const end of [from, to])
      if (end >= plot.top && end <= plot.bottom) lines.push([at - CAP, end, at + CAP, end]);
  }
  return lines;
}
