import { objectValues } from '../object-values.ts';
import { pythonLiteral } from '../python-literal.ts';
import type { LineReader } from './line-reader.ts';

/** `::metric {"epoch": 3, "val_acc": 0.91}`: a report for which a training needs nothing but `print`. */
export function taggedLines(): LineReader {
  return {
    read: ({ text }) => {
      const at = text.indexOf(TAG);
      if (at < 0) return undefined;
      const object = pythonLiteral(text.slice(at + TAG.length));
      return object === undefined ? [] : [objectValues(object)];
    },
  };
}

const TAG = '::metric ';
