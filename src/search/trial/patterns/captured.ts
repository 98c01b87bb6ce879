import { numberIn } from '../said.ts';
import type { MakeLineReader } from './line-reader.ts';

/** A reader by the user's own expressions, whose named groups name what they find; what several find in one line is one report. */
export function capturedBy(expressions: readonly RegExp[]): MakeLineReader {
  return () => ({
    read: ({ text }) => {
      const said: Record<string, number> = {};
      for (const expression of expressions) {
        for (const [name, found] of Object.entries(expression.exec(text)?.groups ?? {})) {
          const number = numberIn(found ?? '');
          if (number !== undefined) said[name] = number;
        }
      }
      return Object.keys(said).length === 0 ? undefined : [said];
    },
  });
}
