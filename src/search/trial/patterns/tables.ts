import { numberIn, type Said } from '../said.ts';
import type { LineReader } from './line-reader.ts';

/** Tables that begin with the epoch: fastai's (`epoch  train_loss  valid_loss  accuracy  time`, epochs from 0), CSV and their like, also drawn with lines. */
export function epochTables(): LineReader {
  let titles: readonly string[] | undefined;
  let separator: RegExp = SPACES;
  let base: number | undefined;
  return {
    read: ({ text, isWhole }) => {
      if (!isWhole) return undefined;
      const line = text
        .trim()
        .replaceAll(/[│┃]/g, '|')
        .replaceAll(/^\||\|$/g, '');
      for (const one of [COMMA, PIPE, SPACES]) {
        const cells = line.split(one).map((cell) => cell.trim());
        if (cells.length < 2 || !/^(?:epoch|step|iteration|iter)$/i.test(cells[0] ?? '')) continue;
        if (
          cells.slice(1).some((cell) => numberIn(cell) !== undefined || !/^[\p{L}_][\w/.@ -]*$/u.test(cell))
        )
          continue;
        titles = cells.map((cell) =>
          cell.toLowerCase() === cells[0]?.toLowerCase() ? cell.toLowerCase() : cell,
        );
        separator = one;
        base = undefined;
        return [];
      }
      if (titles === undefined) return undefined;
      const cells = line.split(separator).map((cell) => cell.trim());
      const place = numberIn(cells[0] ?? '');
      if (cells.length !== titles.length || place === undefined) return undefined;
      base ??= place === 0 ? 1 : 0;
      return [rowOf(titles, cells, place + base)];
    },
  };
}

const COMMA = /,/;
const PIPE = /\|/;
const SPACES = /\s+/;

function rowOf([first = '', ...titles]: readonly string[], cells: readonly string[], place: number): Said {
  const said: Record<string, number> = { [first]: place };
  for (const [i, title] of titles.entries()) {
    const number = numberIn(cells[i + 1] ?? '');
    if (number !== undefined) said[title] = number;
  }
  return said;
}
