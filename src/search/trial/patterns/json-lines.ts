import { objectValues } from '../object-values.ts';
import { pythonLiteral } from '../python-literal.ts';
import { valueOf } from '../said.ts';
import type { LineReader, MakeLineReader } from './line-reader.ts';

/** Longer objects than this are data, not reports. */
const LONGEST = 16_384;

/**
 * Lines that hold an object: JSON, or a dictionary as Python prints it, with which Hugging Face's Trainer tells of itself; behind the prefix
 * of a logger too. An object without any of the metrics says nothing: its inner names are other names.
 */
export const jsonLines: MakeLineReader = (metrics): LineReader => {
  return {
    read: ({ text, isWhole }) => {
      if (!isWhole) return undefined;
      const from = text.indexOf('{');
      const to = text.lastIndexOf('}');
      if (from < 0 || to < from || to - from > LONGEST) return undefined;
      if (text.slice(to + 1).trim() !== '') return undefined;
      const object = pythonLiteral(text.slice(from, to + 1));
      if (object === undefined) return undefined;
      const said = objectValues(object);
      return metrics.some((name) => valueOf(said, name) !== undefined) ? [said] : [];
    },
  };
};
