import { fitText, graphemes, printable, textWidth } from '../output/text-width.ts';
import { dot } from '../views/look.ts';
import { allot, stretch } from './allot.ts';
import { aheadLine } from './ahead-line.ts';
import { componentLines } from './component-lines.ts';
import type { Frame, FrameInput, FrameLook } from './frame-types.ts';
import { energyLine, headerLine, noticeLine } from './facts-lines.ts';
import { joinedWhileFits } from './joined.ts';
import { helpLines } from './help-lines.ts';
import { processLines } from './process-lines.ts';
import type { TopReading } from './reading.ts';
import { nameOfRun, processRows, runRows } from './rows.ts';
import { runLines } from './run-lines.ts';
import { runOf, SORTS, type UiState } from './ui-state.ts';

/** Without a screen's height this many processes are shown. */
const PROCESSES_AT_ONCE = 10;
const MANY = 10_000;

/** Draws one frame: never wider than the screen, never longer. */
export function drawFrame(input: FrameInput, look: FrameLook): Frame {
  const { reading, ui } = input;
  const isLive = look.height !== undefined;
  const runs = runRows(reading, ui);
  const processes = processRows(reading, ui);
  const rows = [...runs, ...processes].map(({ key }) => key);
  const notice = noticeLine(input, runs, look);
  if (ui.mode === 'help' && look.height !== undefined) {
    return {
      lines: fill([headerLine(input, look), ...helpLines(reading, look)], [footer(input, look)], look.height),
      rows,
    };
  }
  const components = reading.components.length;
  const [head = 0, parts = 0, energy = 0, next = 0, told = 0, owners = 0, workers = 0] = allot(
    (look.height ?? MANY) - (isLive ? 1 : 0),
    [
      { least: 1, most: 1 },
      // The wall and at least two components, or all of them.
      { least: Math.min(3, components + 1), most: components + 1 },
      { least: 1, most: 1 },
      { least: 0, most: reading.ahead === undefined ? 0 : 1 },
      { least: notice === undefined ? 0 : 1, most: notice === undefined ? 0 : 1 },
      { least: 3, most: runs.length + 2 },
      { least: isLive ? 3 : 0, most: isLive ? MANY : Math.min(processes.length, PROCESSES_AT_ONCE) + 1 },
    ],
  );
  const chosen = (list: readonly { readonly key: string }[]): number =>
    list.findIndex(({ key }) => key === ui.selected);
  const [runFrom, runTo] = stretch(runs.length + 1, Math.max(0, owners - 1), chosen(runs));
  const [from, to] = stretch(processes.length, Math.max(0, workers - 1), chosen(processes));
  const lines = [
    ...[headerLine(input, look)].slice(0, head),
    ...componentLines(input, parts, look),
    ...[energyLine(reading, look)].slice(0, energy),
    ...(reading.ahead === undefined || next === 0 ? [] : [aheadLine(reading.ahead, look)]),
    ...(owners === 0 ? [] : runLines(reading, runs, [runFrom, runTo], ui, look)),
    ...(workers === 0 || (!isLive && processes.length === 0)
      ? []
      : processLines(reading, processes.slice(from, to), ui, look)),
    ...(notice === undefined ? [] : [notice].slice(0, told)),
  ];
  if (look.height === undefined) return { lines, rows };
  // The notice stands at the bottom, above the keys.
  const bottom = notice !== undefined && told > 0 ? [lines.pop() ?? ''] : [];
  return { lines: fill(lines, [...bottom, footer(input, look)], look.height), rows };
}

/** As many lines as the screen has; what must be seen stands at its bottom. */
function fill(lines: readonly string[], bottom: readonly string[], height: number): readonly string[] {
  const end = bottom.slice(-height);
  const room = height - end.length;
  const top = lines.slice(0, room);
  return [...top, ...Array.from({ length: room - top.length }, () => ''), ...end];
}

/** What is asked before a run is stopped. */
function stopQuestion(reading: TopReading, ui: UiState): string {
  const run = reading.runs.find(({ id }) => id === runOf(ui));
  if (run === undefined) return 'k stops a run: choose one with the arrows first (any key goes on)';
  return `stop ${printable(nameOfRun(run))} (pid ${run.workPid})?  y sends SIGTERM, any other key does not`;
}

/** The keys, or what is being typed. */
function footer({ reading, ui }: FrameInput, look: FrameLook): string {
  const { width, style } = look;
  const fit = (text: string): string => fitText(text, width, look.unicode ? '…' : '..');
  if (ui.mode === 'filter') {
    // The end of it is what is being typed.
    const typed = graphemes(printable(ui.filter));
    while (textWidth(typed.join('')) + 2 > width) typed.shift();
    return style.bold(`/${typed.join('')}${look.unicode ? '▏' : '_'}`);
  }
  if (ui.mode === 'sort') {
    const names = SORTS.map((sort) => (sort === ui.sort ? `[${sort}]` : ` ${sort} `)).join('');
    return style.bold(fit(`sort by ${names}  arrows, enter; r ${ui.reversed ? 'reversed' : 'reverses'}`));
  }
  if (ui.mode === 'stop') return style.bold(style.yellow(fit(stopQuestion(reading, ui))));
  if (ui.mode === 'help') return style.dim(fit('any key goes back, q quits'));
  const order = `${ui.sort}${ui.reversed ? ' (reversed)' : ''}`;
  const keys = [
    'q quit',
    '? keys',
    `s sort: ${order}`,
    ui.filter === '' ? '/ filter' : `/ filter: ${printable(ui.filter)}`,
    `space ${ui.paused ? 'go on' : 'pause'}`,
    ui.gpu === undefined ? '0-9 gpu' : `${ui.gpu} all GPUs`,
    'k stop run',
    '+ - interval',
    'enter: its processes',
  ];
  return style.dim(joinedWhileFits(keys, dot(look), width));
}
