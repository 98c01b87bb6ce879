import { graphemes } from '../output/text-width.ts';
import type { Key } from './keys.ts';

/** What rows can be sorted by. */
export const SORTS = ['power', 'cpu', 'energy', 'name', 'start'] as const;
export type Sort = (typeof SORTS)[number];

/** Intervals that + and - step through, s. */
export const INTERVALS_S = [0.2, 0.5, 1, 2, 5, 10, 30, 60] as const;

/** What the user has chosen, and where on the screen they are. */
export interface UiState {
  readonly mode: 'table' | 'help' | 'filter' | 'sort' | 'stop';
  readonly sort: Sort;
  /** The other way round: smallest first, for names Z first. */
  readonly reversed: boolean;
  /** Only what holds this text. */
  readonly filter: string;
  /** The chosen row, by its key; undefined before the first choice. */
  readonly selected?: string;
  /** Only processes of this run. */
  readonly ofRun?: string;
  /** Only this GPU, by its number, with the runs and processes that hold it. */
  readonly gpu?: number;
  readonly paused: boolean;
  readonly intervalS: number;
}

/** What the program is to do beside drawing the next frame. */
export type Effect = 'quit' | 'suspend' | 'redraw' | 'save' | { readonly stop: string };

/** A step of the conversation. */
export interface Step {
  readonly ui: UiState;
  readonly effect?: Effect;
}

export function startState(intervalS: number): UiState {
  return { mode: 'table', sort: 'power', reversed: false, filter: '', paused: false, intervalS };
}

/** How far Page Up and Page Down go. */
const PAGE = 10;

/**
 * What a key does. Keys are those of nvtop and htop.
 *
 * @param rows keys of the rows on the screen, from the top.
 */
export function onKey(ui: UiState, key: Key, rows: readonly string[]): Step {
  if (key.key === 'interrupt' || key.key === 'f10') return { ui, effect: 'quit' };
  if (key.key === 'suspend') return { ui, effect: 'suspend' };
  if (key.key === 'redraw') return { ui, effect: 'redraw' };
  switch (ui.mode) {
    case 'filter':
      return { ui: inFilter(ui, key) };
    case 'sort':
      return { ui: inSortMenu(ui, key) };
    case 'stop':
      return inStop(ui, key);
    case 'help':
      return key.key === 'text' && key.text === 'q'
        ? { ui, effect: 'quit' }
        : { ui: { ...ui, mode: 'table' } };
    default:
      return inTable(ui, key, rows);
  }
}

function inTable(ui: UiState, key: Key, rows: readonly string[]): Step {
  switch (key.key) {
    case 'text':
      return onLetter(ui, key.text, rows);
    case 'escape':
      return leave(ui);
    case 'up':
      return { ui: move(ui, rows, -1) };
    case 'down':
      return { ui: move(ui, rows, 1) };
    case 'page-up':
      return { ui: move(ui, rows, -PAGE) };
    case 'page-down':
      return { ui: move(ui, rows, PAGE) };
    case 'home':
      return { ui: move(ui, rows, Number.NEGATIVE_INFINITY) };
    case 'end':
      return { ui: move(ui, rows, Number.POSITIVE_INFINITY) };
    case 'enter':
      return { ui: enter(ui) };
    case 'f1':
      return { ui: { ...ui, mode: 'help' } };
    case 'f6':
      return { ui: { ...ui, mode: 'sort' } };
    case 'f9':
      return { ui: askToStop(ui) };
    default:
      return { ui };
  }
}

function onLetter(ui: UiState, letter: string, rows: readonly string[]): Step {
  switch (letter) {
    case 'q':
    case 'Q':
      return { ui, effect: 'quit' };
    case 'k':
      return { ui: askToStop(ui) };
    case 'j':
      return { ui, effect: 'save' };
    case 'g':
      return { ui: move(ui, rows, Number.NEGATIVE_INFINITY) };
    case 'G':
      return { ui: move(ui, rows, Number.POSITIVE_INFINITY) };
    case ' ':
      return { ui: { ...ui, paused: !ui.paused } };
    case '/':
      return { ui: { ...ui, mode: 'filter' } };
    case 's':
      return { ui: { ...ui, mode: 'sort' } };
    case 'r':
    case 'I':
      return { ui: { ...ui, reversed: !ui.reversed } };
    case 'P':
      return { ui: { ...ui, sort: 'cpu' } };
    case 'W':
      return { ui: { ...ui, sort: 'power' } };
    case 'h':
    case '?':
      return { ui: { ...ui, mode: 'help' } };
    case '+':
    case '=':
      return { ui: { ...ui, intervalS: stepFrom(ui.intervalS, 1) } };
    case '-':
      return { ui: { ...ui, intervalS: stepFrom(ui.intervalS, -1) } };
    default:
      return { ui: /^[0-9]$/.test(letter) ? focus(ui, Number(letter)) : ui };
  }
}

/** The digit of a GPU shows it alone; once more, everything. */
function focus(ui: UiState, gpu: number): UiState {
  const { gpu: before, ...rest } = ui;
  return before === gpu ? rest : { ...rest, gpu };
}

/** Stopping asks first, and stops runs only: where none is chosen the question says so. */
function askToStop(ui: UiState): UiState {
  return { ...ui, mode: 'stop' };
}

function inStop(ui: UiState, key: Key): Step {
  const back: UiState = { ...ui, mode: 'table' };
  const run = runOf(ui);
  const isYes = key.key === 'text' && key.text.toLowerCase() === 'y';
  return isYes && run !== undefined ? { ui: back, effect: { stop: run } } : { ui: back };
}

/** Id of the chosen run; undefined where something else is chosen, or nothing. */
export function runOf(ui: UiState): string | undefined {
  return ui.selected?.startsWith(RUN_ROW) === true ? ui.selected.slice(RUN_ROW.length) : undefined;
}

/** Escape takes back the nearest choice; where there is none it quits. */
function leave(ui: UiState): Step {
  const { ofRun: _ofRun, selected: _selected, gpu, ...kept } = ui;
  const rest = gpu === undefined ? kept : { ...kept, gpu };
  if (ui.ofRun !== undefined)
    return { ui: { ...rest, ...(ui.selected === undefined ? {} : { selected: ui.selected }) } };
  if (gpu !== undefined) return { ui: focus(ui, gpu) };
  if (ui.filter !== '') return { ui: { ...ui, filter: '' } };
  if (ui.selected !== undefined) return { ui: rest };
  return { ui, effect: 'quit' };
}

/** Enter on a run shows its processes only; once more, all. */
function enter(ui: UiState): UiState {
  const { ofRun, ...rest } = ui;
  const id = runOf(ui);
  return id === undefined || id === ofRun ? rest : { ...ui, ofRun: id };
}

/** Keys of rows of runs begin so. */
export const RUN_ROW = 'run:';

function move(ui: UiState, rows: readonly string[], by: number): UiState {
  const last = rows.length - 1;
  if (last < 0) return ui;
  const at = ui.selected === undefined ? -1 : rows.indexOf(ui.selected);
  const to = at === -1 && Math.abs(by) < PAGE ? (by > 0 ? 0 : last) : Math.min(last, Math.max(0, at + by));
  return { ...ui, selected: rows[to] as string };
}

function inFilter(ui: UiState, key: Key): UiState {
  switch (key.key) {
    case 'text':
      return { ...ui, filter: ui.filter + key.text };
    case 'backspace':
      return { ...ui, filter: graphemes(ui.filter).slice(0, -1).join('') };
    case 'enter':
      return { ...ui, mode: 'table' };
    case 'escape':
      return { ...ui, mode: 'table', filter: '' };
    default:
      return ui;
  }
}

function inSortMenu(ui: UiState, key: Key): UiState {
  const step = (by: number): UiState => {
    const at = SORTS.indexOf(ui.sort);
    return { ...ui, sort: SORTS[(at + by + SORTS.length) % SORTS.length] as Sort };
  };
  switch (key.key) {
    case 'left':
    case 'up':
      return step(-1);
    case 'right':
    case 'down':
    case 'f6':
      return step(1);
    case 'text': {
      if (key.text === 's' || key.text === 'l' || key.text === 'j') return step(1);
      if (key.text === 'h' || key.text === 'k') return step(-1);
      if (key.text === 'r') return { ...ui, reversed: !ui.reversed };
      const named = SORTS.find((sort) => sort.startsWith(key.text));
      return { ...ui, mode: 'table', ...(named === undefined ? {} : { sort: named }) };
    }
    default:
      return { ...ui, mode: 'table' };
  }
}

/** The next longer or shorter of the usual intervals. */
function stepFrom(intervalS: number, by: 1 | -1): number {
  const next = by > 0 ? INTERVALS_S.find((s) => s > intervalS) : INTERVALS_S.findLast((s) => s < intervalS);
  return next ?? intervalS;
}
