import { wholePercent } from '../../units/format-share.ts';
import type { Estimate } from '../../units/estimate.ts';
import { missing, printPercent, printPower } from '../../units/format.ts';
import { fitText, padText } from '../output/text-width.ts';
import { bar, sparkline } from '../views/bars.ts';
import { printOptions } from '../views/look.ts';
import type { FrameInput, FrameLook } from './frame-types.ts';
import type { ComponentReading } from './reading.ts';
import { isGpu } from './rows.ts';

/** What stands on the line of one component. */
interface Part {
  readonly name: string;
  readonly power: Estimate;
  readonly watts: number | null;
  readonly grade: string;
  /** How busy it is, e.g. `88%`. */
  readonly busy: string;
  readonly method: string;
}

/** The history of the whole machine. */
export const WALL = 'wall';

/** The wall and the components, in so many lines; where there are too few, the GPUs share one, and the last line says how many are missing. */
export function componentLines(input: FrameInput, lines: number, look: FrameLook): readonly string[] {
  if (lines === 0) return [];
  const { reading } = input;
  const wall: Part = {
    name: WALL,
    power: reading.wall.power,
    watts: reading.wall.watts,
    grade: '',
    busy: '',
    method: 'the whole machine',
  };
  const all = folded(inFocus(input), lines - 1);
  const kept = all.length <= lines - 1 ? all : strongest(all, lines - 2);
  const shown = kept.map((one) => partOf(one, reading.cpuBusy));
  const left = all.length - shown.length;
  return [
    ...[...shown, wall].map((part) => line(part, input, look)),
    ...(left === 0
      ? []
      : [look.style.dim(fitText(`${look.unicode ? '…' : '..'} ${left} more components`, look.width))]),
  ].slice(0, lines);
}

/** All components, or of the GPUs only the one that is looked at. */
function inFocus({ reading, ui: { gpu } }: FrameInput): readonly ComponentReading[] {
  if (gpu === undefined) return reading.components;
  return reading.components.filter(({ name }) => !name.startsWith('gpu:') || isGpu(name, gpu));
}

/** Where not all fit, those that draw most, in their order. */
function strongest(components: readonly Shown[], most: number): readonly Shown[] {
  const byPower = components.toSorted((a, b) => (b.watts ?? 0) - (a.watts ?? 0));
  const kept = new Set(byPower.slice(0, Math.max(0, most)));
  return components.filter((one) => kept.has(one));
}

type Shown = ComponentReading & { readonly count?: number };

/** GPUs in one line, where there is no room for each. */
function folded(components: readonly ComponentReading[], room: number): readonly Shown[] {
  const gpus = components.filter(({ name }) => name.startsWith('gpu:'));
  if (components.length <= room || gpus.length < 2) return components;
  const read = gpus.filter((gpu) => gpu.watts !== null);
  const busy = read.flatMap(({ gpu }) => (gpu?.busy === undefined || gpu.busy === null ? [] : [gpu.busy]));
  const watts = read.reduce((sum, gpu) => sum + (gpu.watts ?? 0), 0);
  const together: Shown = {
    name: `gpu×${gpus.length}`,
    method: gpus[0]?.method ?? '',
    grade: gpus.reduce((worst, { grade }) => (grade > worst ? grade : worst), gpus[0]?.grade ?? 'C'),
    watts: read.length === 0 ? null : watts,
    power: { value: read.length === 0 ? null : watts, errors: {} },
    gpu: {
      busy: busy.length === 0 ? null : busy.reduce((sum, one) => sum + one, 0) / busy.length,
      tenants: gpus.reduce((sum, { gpu }) => sum + (gpu?.tenants ?? 0), 0),
      isHidden: gpus.some(({ gpu }) => gpu?.isHidden === true),
    },
    count: gpus.length,
  };
  const at = components.findIndex(({ name }) => name.startsWith('gpu:'));
  const rest = components.filter(({ name }) => !name.startsWith('gpu:'));
  return rest.toSpliced(at, 0, together);
}

function partOf(component: Shown, cpuBusy: number): Part {
  const { name, power, watts, grade, gpu } = component;
  const busy = name === 'cpu' ? cpuBusy : gpu?.busy;
  const users = gpu === undefined ? '' : gpu.isHidden ? ', users hidden' : usersText(gpu.tenants);
  const slice = gpu?.slice === undefined ? '' : `, ${gpu.slice}`;
  return {
    name,
    power,
    watts,
    grade: watts === null ? '' : grade,
    busy: busy === undefined || busy === null ? '' : wholePercent(busy),
    method: watts === null ? (component.reason ?? 'cannot be read') : `${component.method}${slice}${users}`,
  };
}

function usersText(tenants: number): string {
  if (tenants === 0) return ', unused';
  return `, ${tenants} ${tenants === 1 ? 'process' : 'processes'}`;
}

/** Widths by that of the screen. */
function widths(width: number): { readonly name: number; readonly bar: number; readonly method: number } {
  if (width < 60) return { name: 6, bar: 6, method: 0 };
  if (width < 80) return { name: 7, bar: 10, method: 0 };
  return { name: 7, bar: width < 100 ? 10 : 16, method: width < 100 ? 18 : 30 };
}

const POWER = 10;
const BAND = 6;
const BUSY = 4;

function line(part: Part, { reading, history }: FrameInput, look: FrameLook): string {
  const { style, unicode, width } = look;
  const print = printOptions(look);
  const room = widths(width);
  const most = Math.max(history.highest(WALL), reading.wall.watts);
  const name = unicode ? part.name : part.name.replace('×', 'x');
  const drawn = bar(most > 0 ? (part.watts ?? 0) / most : 0, room.bar, unicode);
  const power = part.watts === null ? missing(print) : printPower(part.power, print);
  const fixed = room.name + 1 + room.bar + 1 + POWER + 1 + BAND + 1 + 1 + 1 + BUSY;
  const method = room.method === 0 ? 0 : room.method + 1;
  const spark = Math.max(0, width - fixed - 1 - method);
  const isWall = part.name === WALL;
  const strong = isWall ? style.bold : (text: string): string => text;
  const cells = [
    strong(padText(fitText(name, room.name, ''), room.name)),
    isWall ? style.cyan(drawn) : style.green(drawn),
    strong(padText(fitText(power, POWER, unicode ? '…' : '..'), POWER, 'right')),
    style.dim(padText(printPercent(part.power, print), BAND, 'right')),
    part.grade === 'A' || part.grade === '' ? part.grade.padEnd(1) : style.yellow(part.grade),
    part.busy.padStart(BUSY),
  ];
  if (spark >= 4)
    cells.push(style.cyan(padText(sparkline(history.of(part.name, spark), spark, unicode), spark, 'right')));
  if (method > 0) cells.push(style.dim(fitText(part.method, room.method, unicode ? '…' : '..')));
  return cells.join(' ');
}
