import type { AcceleratorIndex } from './accelerator-index.ts';
import type { AcceleratorRow } from './accelerator-table.ts';
import { acceleratorWords, nameParts } from './accelerator-words.ts';

/** Rows that a name may mean, the usual one first. */
export interface Reading {
  readonly rows: readonly [AcceleratorRow, ...AcceleratorRow[]];
  readonly how: 'name' | 'alias';
  /** What was left out of account in reading it. */
  readonly notes: readonly string[];
  /** The text names a machine that holds several (`DGX A100`). */
  readonly isSystem: boolean;
}

/** Reads a name of which every word must be understood. */
export function readExactly(index: AcceleratorIndex, text: string): Reading | undefined {
  return readWords(index, acceleratorWords(text));
}

/**
 * Reads a name that stands among other words (`GIGABYTE GTX 1660 OC`): one model only, and what is left over neither holds a number nor a
 * word that tells one card from another. What stands in brackets may be left out.
 */
export function readLoosely(index: AcceleratorIndex, text: string): Reading | undefined {
  const outside = text.replaceAll(/\([^)]*\)/g, ' ');
  if (outside !== text && outside.trim() !== '') {
    const reading = readExactly(index, outside);
    if (reading !== undefined) return withNote(reading, 'what stands in brackets was not read');
  }
  const words = acceleratorWords(outside);
  const found = longestModel(index, words);
  if (found === undefined) return undefined;
  const [from, to] = found;
  const left = nameParts([...words.slice(0, from), ...words.slice(to)]);
  if (left.model.some((word) => /\d/.test(word) || TELLS_APART.has(word))) return undefined;
  const kept = words.filter((word, n) => (n >= from && n < to) || !left.model.includes(word));
  const reading = readWords(index, kept);
  if (reading === undefined || left.model.length === 0) return reading;
  return withNote(reading, `not understood and left out: ${left.model.join(' ')}`);
}

/** Words that make another card, another power or another number of devices of a name. */
const TELLS_APART = new Set(
  `ti super s d x xt xtx gre xl ada max pro ultra lite plus mig vgpu slice pod podslice superpod node nodes server servers cluster board
  boards instance machine machines large xlarge metal highgpu megagpu ultragpu edgegpu standard tpu rtx gtx quadro titan xp and or`.split(
    /\s+/,
  ),
);

/** Where people run things: these say nothing of the device. */
const PLACES = new Set('colab kaggle mac mini studio macbook imac air'.split(' '));

function withNote(reading: Reading, note: string): Reading {
  return { ...reading, notes: [...reading.notes, note] };
}

/** The longest run of words that is a name of the table; undefined where there is none, or a second one beside it. */
function longestModel(
  index: AcceleratorIndex,
  words: readonly string[],
): readonly [number, number] | undefined {
  let best: readonly [number, number] | undefined;
  let bestLength = 0;
  const spans: (readonly [number, number])[] = [];
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= words.length; to += 1) {
      const name = words.slice(from, to).join('');
      if (!/\d/.test(name) || !index.byName.has(name)) continue;
      // Short names such as `a2` or `v3` mean much else among other words.
      if (name.length < 3 && words.some((word) => word !== name && !PLACES.has(word))) continue;
      spans.push([from, to]);
      if (name.length > bestLength) [best, bestLength] = [[from, to], name.length];
    }
  }
  if (best === undefined) return undefined;
  const [from, to] = best;
  return spans.every(([a, b]) => a >= from && b <= to) ? best : undefined;
}

function readWords(index: AcceleratorIndex, words: readonly string[]): Reading | undefined {
  const whole = index.byName.get(words.join(''));
  if (whole !== undefined) return reading(whole, words, []);
  const parts = nameParts(words);
  const rows = index.byName.get(parts.model.join(''));
  if (rows !== undefined) return reading(filtered(rows, parts.forms, parts.memoryGB), words, parts.forms);
  // `A100-80`, `V100 32`: memory without its unit.
  const last = parts.model.at(-1) ?? '';
  if (parts.model.length < 2 || !/^\d+$/.test(last)) return undefined;
  const family = index.byName.get(parts.model.slice(0, -1).join(''));
  if (family === undefined) return undefined;
  // `40/80GB` is either.
  const memoryGB = parts.memoryGB === undefined ? Number(last) : undefined;
  return reading(filtered(family, parts.forms, memoryGB), words, parts.forms);
}

function reading(
  rows: readonly AcceleratorRow[],
  words: readonly string[],
  forms: readonly string[],
): Reading | undefined {
  const [first, ...others] = forms.length === 0 ? usualForms(rows) : rows;
  if (first === undefined) return undefined;
  const text = words.join('');
  return {
    rows: [first, ...others],
    how: text === first.names[0] || text.startsWith(first.model) ? 'name' : 'alias',
    notes: [],
    isSystem: words.includes('dgx') || words.includes('hgx'),
  };
}

/** A laptop's chip goes by the name of the card, and is meant only where the name says so. */
function usualForms(rows: readonly AcceleratorRow[]): readonly AcceleratorRow[] {
  const cards = rows.filter((row) => row.form !== 'laptop');
  return cards.length > 0 ? cards : rows;
}

function filtered(
  rows: readonly AcceleratorRow[],
  forms: readonly string[],
  memoryGB: number | undefined,
): readonly AcceleratorRow[] {
  const withMemory = memoryGB === undefined ? rows : rows.filter((row) => hasMemory(row, memoryGB));
  const exact = withMemory.filter((row) => forms.every((form) => fits(row.form, form)));
  if (exact.length > 0) return exact;
  return withMemory.filter((row) => forms.every((form) => fits(letters(row.form), letters(form))));
}

function hasMemory({ accelerator }: AcceleratorRow, memoryGB: number): boolean {
  return accelerator.memoryGB === undefined || accelerator.memoryGB === memoryGB;
}

/** `sxm` is any SXM; a row without a form is a card, so PCIe. Max-Q is a form of laptops and of some workstation cards. */
function fits(form: string, asked: string): boolean {
  if (form === '') return asked === 'pcie';
  return form.startsWith(asked) || asked.startsWith(form);
}

function letters(form: string): string {
  return form.replaceAll(/\d/g, '');
}
