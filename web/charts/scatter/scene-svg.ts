import { axes } from '../../../src/report/chart/frame.ts';
import { decimal, element } from '../../../src/report/chart/markup.ts';
import { tickText } from '../../../src/report/chart/ticks.ts';
import { type Paint, THEMED } from '../../../src/report/chart/palette.ts';
import { type Faint, MOST_WHISKERS, opacityOf, whiskersOf } from './draw-points.ts';
import { addMark, GROUP_STYLES, PathText } from './marks.ts';
import type { Scene, ScatterAxis } from './scene.ts';

/** Up to so many points an export has each of them as a shape. */
export const MOST_SHAPES = 2000;

/** Grid and axes, as the inside of an `svg`. */
export function axesSvg(
  scene: Scene,
  { x, y }: { readonly x: ScatterAxis; readonly y: ScatterAxis },
): string {
  const title = `${x.title}${scene.x.isLog ? ' (logarithmic)' : ''}`;
  const yText = y.text ?? (scene.isZoomed ? finer(scene.y) : undefined);
  return (
    clipSvg(scene) +
    axes(
      scene.plot,
      { scale: scene.x, title, ...(x.text === undefined ? {} : { text: x.text }) },
      { scale: scene.y, title: y.title, ...(yText === undefined ? {} : { text: yText }) },
      { width: scene.width, paint: THEMED, prefix: 'scatter' },
    )
  );
}

/** Ticks that lie close to each other need more digits than a whole axis has. */
function finer({ low, high }: Scene['y']): (value: number) => string {
  const decimals = Math.min(12, Math.max(0, Math.ceil(1 - Math.log10(high - low))));
  return (value) =>
    tickText(value) === '0' ? '0' : Number(value.toFixed(decimals)).toString().replace('-', '−');
}

const CLIP = 'scatter-clip';

/** What is zoomed ends at the edges of the plot. */
function clipSvg({ isZoomed, plot: { left, right, top, bottom } }: Scene): string {
  if (!isZoomed) return '';
  const rect = element('rect', { x: left, y: top, width: right - left, height: bottom - top });
  return element('defs', {}, element('clipPath', { id: CLIP }, rect));
}

function clipped(scene: Scene, ...parts: readonly string[]): string {
  return scene.isZoomed ? element('g', { 'clip-path': `url(#${CLIP})` }, ...parts) : parts.join('');
}

/** The frontier: its step line, the intervals of its points, the points filled. */
export function frontierSvg(scene: Scene, faint: Faint, knee: number | undefined): string {
  const best = bestOf(scene);
  const line = best
    .map((i, n) => {
      const [x, y] = [decimal(scene.xs[i] ?? 0), decimal(scene.ys[i] ?? 0)];
      return n === 0 ? `M${x} ${y}` : `H${x}V${y}`;
    })
    .join('');
  const bars = best
    .filter((i) => scene.seen[i] === 1)
    .flatMap((i) => whiskersOf(scene, i))
    .map(([x1, y1, x2, y2]) => `M${decimal(x1)} ${decimal(y1)}L${decimal(x2)} ${decimal(y2)}`)
    .join('');
  const paint = THEMED;
  return clipped(
    scene,
    element('path', {
      d: bars,
      stroke: paint('muted'),
      'stroke-width': 1.5,
      'stroke-opacity': 0.7,
      fill: 'none',
    }),
    element('path', { d: line, stroke: paint('ink'), 'stroke-width': 1.5, fill: 'none' }),
    marksSvg(scene, best, faint, true),
    knee === undefined ? '' : kneeSvg(scene, best[knee], paint),
  );
}

/** The points that are not on the frontier, for an export: as shapes. */
export function pointsSvg(scene: Scene, faint: Faint): string {
  const others = Array.from(scene.points.keys()).filter(
    (i) => scene.points[i]?.isBest === false && scene.seen[i] === 1,
  );
  const bars =
    scene.seenCount > MOST_WHISKERS
      ? ''
      : others
          .flatMap((i) => whiskersOf(scene, i))
          .map(([x1, y1, x2, y2]) => `M${decimal(x1)} ${decimal(y1)}L${decimal(x2)} ${decimal(y2)}`)
          .join('');
  return clipped(
    scene,
    element('path', { d: bars, stroke: THEMED('muted'), 'stroke-opacity': 0.35, fill: 'none' }),
    marksSvg(scene, others, faint, false),
  );
}

function marksSvg(scene: Scene, indexes: readonly number[], faint: Faint, isFilled: boolean): string {
  const paint = THEMED;
  return GROUP_STYLES.map(({ role }, style) => {
    const own = indexes.filter((i) => scene.points[i]?.style === style);
    return [true, false]
      .map((isFaint) => {
        const path = new PathText();
        for (const i of own)
          if ((faint?.[i] === 1) === isFaint)
            addMark(path, style, scene.xs[i] ?? 0, scene.ys[i] ?? 0, scene.radius + (isFilled ? 1 : 0));
        if (path.text === '') return '';
        return element('path', {
          d: path.text,
          fill: isFilled ? paint(role) : paint('surface'),
          stroke: isFilled ? paint('surface') : paint(role),
          'stroke-width': isFilled ? 1 : 1.5,
          opacity: isFaint ? 0.25 : isFilled ? undefined : opacityOf(scene.seenCount),
        });
      })
      .join('');
  }).join('');
}

function kneeSvg(scene: Scene, at: number | undefined, paint: Paint): string {
  if (at === undefined) return '';
  const [x, y] = [scene.xs[at] ?? 0, scene.ys[at] ?? 0];
  const isLeft = x > scene.plot.right - 60;
  return (
    element('circle', {
      cx: x,
      cy: y,
      r: scene.radius + 5,
      fill: 'none',
      stroke: paint('ink'),
      'stroke-dasharray': '3 2',
    }) +
    element(
      'text',
      {
        x: isLeft ? x - 14 : x + 14,
        y: y + 16,
        'text-anchor': isLeft ? 'end' : undefined,
        fill: paint('ink'),
        'font-weight': 600,
        // A halo, so that it is read over points.
        stroke: paint('surface'),
        'stroke-width': 3,
        'paint-order': 'stroke',
      },
      'knee',
    )
  );
}

/** Indexes of the points on the frontier, cheapest first. */
export function bestOf({ points }: Scene): readonly number[] {
  return Array.from(points.keys())
    .filter((i) => points[i]?.isBest === true)
    .sort((a, b) => (points[a]?.x ?? 0) - (points[b]?.x ?? 0));
}

/** What marks one point: a ring around it. */
export function ringOf(
  { xs, ys, radius }: Scene,
  i: number,
): { readonly x: number; readonly y: number; readonly r: number } {
  return { x: xs[i] ?? 0, y: ys[i] ?? 0, r: radius + 4 };
}
