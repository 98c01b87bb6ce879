import type { Macro, TemplatePart, TemplateWord } from './command-template.ts';
import { isList, type MacroFault, type Piece } from './macros.ts';

/** What only a shell understands, outside quotes. */
const SHELL_SIGN = /[|&;<>()$`*?[\]\n]/;

/**
 * Splits a command line into words as a shell does: at spaces, with single and double quotes and backslashes. A macro is part of the
 * word that it stands in and is never split.
 *
 * @returns undefined where a shell is needed: pipes, variables, wild cards, assignments in front.
 */
export function splitWords(
  pieces: readonly Piece[],
): { readonly words: readonly TemplateWord[] } | { readonly fault: MacroFault } | undefined {
  const words: TemplatePart[][] = [];
  let word: TemplatePart[] | undefined;
  let quote: '"' | "'" | undefined;
  let quotedAt = 0;
  const add = (part: TemplatePart): void => {
    word ??= [];
    const last = word.at(-1);
    if (typeof part === 'string' && typeof last === 'string') word[word.length - 1] = last + part;
    else word.push(part);
  };
  const end = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  for (const { part, at } of pieces) {
    if (typeof part !== 'string') {
      add(part);
      continue;
    }
    for (let k = 0; k < part.length; k++) {
      const sign = part[k] ?? '';
      const next = part[k + 1];
      if (quote === "'") {
        if (sign === "'") quote = undefined;
        else add(sign);
      } else if (quote === '"') {
        if (sign === '"') quote = undefined;
        else if (sign === '$' || sign === '`') return undefined;
        else if (sign === '\\' && next !== undefined && '"\\$`'.includes(next)) add(part[++k] ?? '');
        else add(sign);
      } else if (sign === '"' || sign === "'") {
        quote = sign;
        quotedAt = at + k;
        add('');
      } else if (sign === '\\' && next !== undefined) {
        if (next !== '\n') add(next);
        k++;
      } else if (sign === ' ' || sign === '\t') end();
      else if (SHELL_SIGN.test(sign) || (word === undefined && (sign === '~' || sign === '#')))
        return undefined;
      else add(sign);
    }
  }
  if (quote !== undefined)
    return {
      fault: {
        at: quotedAt,
        length: 1,
        what: 'a quote is not closed',
        why: `It is opened with ${quote}.`,
        fix: `Close it with ${quote}.`,
      },
    };
  end();
  const [first] = words;
  if (typeof first?.[0] === 'string' && /^[A-Za-z_]\w*=/.test(first[0])) return undefined;
  return { words: words.map((one) => (one.length > 1 ? one.filter((part) => part !== '') : one)) };
}

/** A macro for several words that shares its word with something else; undefined where there is none. */
export function sharedList(words: readonly TemplateWord[]): Macro | undefined {
  return words
    .filter((word) => word.length > 1)
    .flat()
    .find((part): part is Macro => typeof part !== 'string' && isList(part));
}
