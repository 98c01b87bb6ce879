import { numberIn, type Said } from '../said.ts';
import type { LineReader } from './line-reader.ts';

/** Lightning's table at the end of `trainer.test` and `trainer.validate`, drawn by Rich or without it: a metric in each row. */
export function metricTables(): LineReader {
  let rows: Record<string, number> | undefined;
  const taken = (): readonly Said[] => {
    const said = rows === undefined || Object.keys(rows).length === 0 ? [] : [rows];
    rows = undefined;
    return said;
  };
  return {
    read: ({ text }) => {
      const line = text.replaceAll(/[│┃|]/g, '  ').trim();
      if (TITLES.test(line)) {
        rows = {};
        return [];
      }
      if (rows === undefined) return undefined;
      if (RULE.test(line)) return Object.keys(rows).length === 0 ? [] : taken();
      const [name = '', ...cells] = line.split(/\s{2,}/);
      const number = cells.map(numberIn).find((cell) => cell !== undefined);
      if (number === undefined) return undefined;
      rows[name] = number;
      return [];
    },
    flush: taken,
  };
}

const TITLES = /^(?:Test|Validate|Runningstage\.\w+) metric\s+DataLoader \d/i;
const RULE = /^[─━═┏┓┡┩┳╇└┘┴-]{3,}$/;
