import { drawing, label } from '../../../src/report/chart/frame.ts';
import { element } from '../../../src/report/chart/markup.ts';
import type { Spots } from '../../charts/spots/spot.ts';
import type { Canvas } from '../../../src/report/chart/texture.ts';
import type { YearDay } from '../../../src/report/overview/overview.ts';

const DAY_MS = 86_400_000;
const WEEKS = 53;
/** The smallest square with its gap, px. */
const LEAST = 11;
/** Room for the names of the weekdays. */
const LEFT = 32;
const TOP = 20;
/** Each step of the scale is half of the one above it. */
const STEPS = 5;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Weeks from left to right, Monday at the top. Where it is narrow, as many of the last weeks as have room. */
export function calendarDrawing(
  days: readonly YearDay[],
  today: string,
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const { weeks, size, first, end } = gridOf(today, canvas.width);
  const byDate = new Map(days.map((day) => [day.date, day]));
  const most = Math.max(0, ...days.map(({ energyJ }) => energyJ));
  const squares: string[] = [];
  const months: string[] = [];
  for (let week = 0; week < weeks; week++) {
    for (let weekday = 0; weekday < 7; weekday++) {
      const ms = first + (week * 7 + weekday) * DAY_MS;
      if (ms > end) continue;
      const date = new Date(ms).toISOString().slice(0, 10);
      const energyJ = byDate.get(date)?.energyJ;
      squares.push(
        element('rect', {
          x: LEFT + week * size,
          y: TOP + weekday * size,
          width: size - 2,
          height: size - 2,
          rx: 2,
          fill: canvas.paint(energyJ === undefined ? 'raised' : 'gpu'),
          'fill-opacity': energyJ === undefined ? undefined : strength(energyJ, most),
          stroke: canvas.paint('line'),
          'stroke-width': 0.6,
        }),
      );
    }
    const at = new Date(first + week * 7 * DAY_MS);
    if (at.getUTCDate() <= 7)
      months.push(label(MONTHS[at.getUTCMonth()] ?? '', LEFT + week * size, 12, canvas, { tone: 'muted' }));
  }
  const names = ['Mon', 'Wed', 'Fri'].map((name, n) =>
    label(name, 0, TOP + n * 2 * size + size - 4, canvas, { tone: 'muted' }),
  );
  return drawing(canvas, TOP + 7 * size + 4, saying, ...months, ...names, ...squares);
}

/** Where the squares stand: so many weeks of so large squares, the first of them at this moment, the last day at that, ms since 1970. */
function gridOf(
  today: string,
  width: number,
): { readonly weeks: number; readonly size: number; readonly first: number; readonly end: number } {
  const weeks = Math.max(4, Math.min(WEEKS, Math.floor((width - LEFT) / LEAST)));
  const end = Date.parse(today);
  const monday = end - ((new Date(end).getUTCDay() + 6) % 7) * DAY_MS;
  return {
    weeks,
    size: Math.min(18, (width - LEFT) / weeks),
    first: monday - (weeks - 1) * 7 * DAY_MS,
    end,
  };
}

/** The squares of days, as {@link calendarDrawing} places them; none for a day that has no room. */
export function calendarSpots(days: readonly YearDay[], today: string, width: number): Spots {
  const { size, first, end } = gridOf(today, width);
  return days.map(({ date }) => {
    const ms = Date.parse(date);
    const day = Math.round((ms - first) / DAY_MS);
    if (day < 0 || ms > end) return undefined;
    const [week, weekday] = [Math.floor(day / 7), day % 7];
    return { x: LEFT + week * size, y: TOP + weekday * size, width: size - 2, height: size - 2 };
  });
}

/** How dark a square is: what is half as much is a step lighter. */
function strength(energyJ: number, most: number): number {
  if (!(energyJ > 0)) return 0.08;
  const step = Math.min(STEPS - 1, Math.floor(-Math.log2(energyJ / most)));
  return 1 - (0.8 * step) / (STEPS - 1);
}
