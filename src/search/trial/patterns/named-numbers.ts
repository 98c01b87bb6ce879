import { numberIn, type Said } from '../said.ts';
import type { LineReader, MakeLineReader } from './line-reader.ts';

/** Where a line says that the training stands: `epoch 3`, `Epoch [3/20]`, `step=100`, `iter: 40`. */
const PLACE = /\b(epoch|step|iteration|iter|round)\b\s*[:=#]?\s*[[(]?\s*(\d+(?:\.\d+)?)/i;
/** What stands before a figure that is not of now. */
const NOT_NOW = /\b(?:best|highest|lowest|previous|target|baseline|threshold|patience)[\w\s-]*$/i;

/**
 * The last resort: the metric by its name, with `:` or `=` and a number behind it, anywhere in a line that somebody's own loop prints
 * (`Epoch 3/20 | train_loss=0.5 | val_acc: 0.91`). A figure that is said to be the best until then is none of now.
 */
export const namedNumbers: MakeLineReader = (metrics): LineReader => {
  const patterns = metrics.map((name) => [name, patternOf(name)] as const);
  return {
    read: ({ text, isWhole }) => {
      if (!isWhole || text.length > LONGEST) return undefined;
      const said: Record<string, number> = {};
      for (const [name, pattern] of patterns) {
        const found = pattern.exec(text);
        const number = numberIn(found?.[1]?.replace(/[.,;]+$/, '') ?? '');
        if (found === null || number === undefined || NOT_NOW.test(text.slice(0, found.index))) continue;
        said[name] = number;
      }
      if (Object.keys(said).length === 0) return undefined;
      return [{ ...said, ...placeOf(text) }];
    },
  };
};

const LONGEST = 4096;

function placeOf(text: string): Said {
  const [, name, number] = PLACE.exec(text) ?? [];
  return name === undefined ? {} : { [name.toLowerCase()]: Number(number) };
}

/** The name between what is no part of a name, its words joined as whoever prints it likes. */
function patternOf(name: string): RegExp {
  const words = name
    .split(/[\s_/.-]+/)
    .filter((word) => word !== '')
    .map(escaped);
  return new RegExp(
    String.raw`(?<![\w/.-])${words.join(String.raw`[\s_/.-]?`)}(?:\s*\(.{0,20}?\))?["']?\s*[:=]\s*([-+.\w%]+)`,
    'iu',
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
