import { numberIn, type Said } from '../said.ts';
import type { LineReader } from './line-reader.ts';

/**
 * Tables with a rule of hyphens below their titles, whose columns it shows: spaCy's (`E  #  LOSS NER  ENTS_F  SCORE`) with titles of several words,
 * and skorch's, where a cell may be empty (whether a checkpoint was written).
 */
export function ruledTables(): LineReader {
  let before = '';
  let table: Table | undefined;
  return {
    read: ({ text, isWhole }) => {
      if (!isWhole) return undefined;
      const titles = before;
      before = text;
      if (RULE.test(text)) {
        table = tableOf(titles, columnsOf(text));
        return table === undefined ? undefined : [];
      }
      const row = table === undefined ? undefined : rowOf(table, text);
      return row === undefined ? undefined : [row];
    },
  };
}

const RULE = /^\s*-+(?:\s+-+)+\s*$/;

interface Column {
  readonly from: number;
  readonly to: number;
}

interface Table {
  readonly titles: readonly string[];
  readonly columns: readonly Column[];
  /** What is added to the places: 1 where they begin with 0, which the first row shows. */
  shift?: number;
}

function columnsOf(rule: string): readonly Column[] {
  return [...rule.matchAll(/-+/g)].map(({ index, 0: { length } }) => ({ from: index, to: index + length }));
}

function tableOf(line: string, columns: readonly Column[]): Table | undefined {
  const [first = '', ...titles] = cut(line, columns);
  // spaCy evaluates by steps, several times in an epoch or once in many.
  if (first === 'E' && titles[0] === '#') return { titles: ['', 'step', ...titles.slice(1)], columns };
  return /^(?:epoch|step|iteration|iter)$/i.test(first)
    ? { titles: [first.toLowerCase(), ...titles], columns }
    : undefined;
}

function rowOf(table: Table, line: string): Said | undefined {
  const words = line.trim().split(/\s+/);
  // Wide figures push the others aside: where no cell is empty, the columns need not be asked.
  const cells = words.length === table.titles.length ? words : cut(line, table.columns);
  const at = table.titles.findIndex((title) => title !== '');
  const place = /^\d+$/.test(cells[0] ?? '') ? numberIn(cells[at] ?? '') : undefined;
  if (place === undefined) return undefined;
  table.shift ??= place === 0 ? 1 : 0;
  const said: Record<string, number> = {};
  for (const [i, title] of table.titles.entries()) {
    const number = numberIn(cells[i] ?? '');
    if (title !== '' && number !== undefined) said[title] = i === at ? number + table.shift : number;
  }
  return said;
}

/** Cells end below the end of their rule, and are aligned to it. */
function cut(line: string, columns: readonly Column[]): readonly string[] {
  return columns.map((column, i) => line.slice(columns[i - 1]?.to ?? 0, column.to).trim());
}
