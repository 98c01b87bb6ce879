import { numberIn, type Said } from '../said.ts';
import type { LineReader, MakeLineReader } from './line-reader.ts';

/** Where a line says that the training stands: `epoch 3`, `Epoch [3/20]`, `Epoch(val) [3]`, `step=100`, `iter: 40`. */
const PLACE =
  /\b(epoch|step|iteration|iter|round)\b(?:(?<=epoch)\(\w+\))?\s*[:=#]?\s*[[(]?\s*(\d+(?:\.\d+)?)/i;
/** What stands before a figure that is not of now. */
const NOT_NOW = /\b(?:best|highest|lowest|previous|target|baseline|threshold|patience)[\w\s-]*$/i;

/**
 * The last resort: the metric by its name, with `:` or `=` and a number behind it, anywhere in a line that somebody's own loop prints
 * (`Epoch 3/20 | train_loss=0.5 | val_acc: 0.91`), or with nothing between where the number has a decimal point (`step 250: train loss 1.97, val
 * loss 2.07`). A figure that is said to be the best until then is none of now; so many of so many (`Accuracy: 9832/10000`) are a part.
 */
export const namedNumbers: MakeLineReader = (metrics): LineReader => {
  const patterns = metrics.map((name) => [name, patternsOf(name)] as const);
  return {
    read: ({ text, isWhole }) => {
      if (!isWhole || text.length > LONGEST) return undefined;
      const said: Record<string, number> = {};
      for (const [name, [marked, bare]] of patterns) {
        const found = marked.exec(text) ?? bare.exec(text);
        if (found === null || NOT_NOW.test(text.slice(0, found.index))) continue;
        const number = figureOf(found[1] ?? '', found[2]);
        if (number !== undefined) said[name] = number;
      }
      if (Object.keys(said).length === 0) return undefined;
      return [{ ...said, ...placeOf(text) }];
    },
  };
};

const LONGEST = 4096;

/** @param of the whole that a count is of. */
function figureOf(text: string, of: string | undefined): number | undefined {
  const number = text.includes(',') ? withComma(text) : numberIn(text.replace(/[.,;]+$/, ''));
  const isCount = of !== undefined && /^\d+$/.test(text) && Number(of) >= Number(text) && Number(of) > 0;
  return number === undefined || !isCount ? number : number / Number(of);
}

/**
 * `0,35` of a program that speaks German, `1,234.5` of one that parts thousands. `1,234` may be either: no figure is better than one a thousand
 * times too small.
 */
function withComma(text: string): number | undefined {
  if (/^[-+]?\d{1,3}(?:,\d{3})+\.\d+$/.test(text)) return numberIn(text.replaceAll(',', ''));
  return /^[-+]?[1-9]\d{0,2}(?:,\d{3})+$/.test(text) ? undefined : numberIn(text.replace(',', '.'));
}

/** @returns where a line says that the training stands, under the name that it has there. */
export function placeOf(text: string): Said {
  const [, name, number] = PLACE.exec(text) ?? [];
  return name === undefined ? {} : { [name.toLowerCase()]: Number(number) };
}

/** The name between what is no part of a name, its words joined as whoever prints it likes; with a mark before its figure, and without. */
function patternsOf(name: string): readonly [marked: RegExp, bare: RegExp] {
  const words = name
    .split(/[\s_/.-]+/)
    .filter((word) => word !== '')
    .map(escaped);
  const known = String.raw`(?<![\w/.-])${words.join(String.raw`[\s_/.-]?`)}(?:\s*\(.{0,20}?\))?`;
  return [
    new RegExp(
      String.raw`${known}["']?\s*[:=]\s*([-+]?\d+(?:,\d+)+(?:\.\d+)?|[-+.\w%]+)(?:\s*\/\s*(\d+)(?![\w.]))?`,
      'iu',
    ),
    new RegExp(String.raw`${known}\s+([-+]?\d*\.\d+(?:e[-+]?\d+)?|[-+]?(?:nan|inf))(?![\w.])`, 'iu'),
  ];
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
