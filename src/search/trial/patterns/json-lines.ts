import { objectValues } from '../object-values.ts';
import { pythonLiteral } from '../python-literal.ts';
import { RESOURCE_KEYS, valueOf } from '../said.ts';
import { anySought, type LineReader, type MakeLineReader } from './line-reader.ts';
import { placeOf } from './named-numbers.ts';

/** Longer objects than this are data, not reports. */
const LONGEST = 16_384;

/**
 * Lines that hold an object: JSON, or a dictionary as Python prints it, with which Hugging Face's Trainer tells of itself; behind the prefix
 * of a logger too, which may say where it stands (`epoch 3: {'accuracy': 0.7}`). An object without any of the metrics says nothing: its inner names are other names.
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
      const values = objectValues(object);
      const isPlaced = RESOURCE_KEYS.some((key) => valueOf(values, key) !== undefined);
      const said = isPlaced ? values : { ...placeOf(text.slice(0, from)), ...values };
      return anySought(metrics, said) ? [said] : [];
    },
  };
};
