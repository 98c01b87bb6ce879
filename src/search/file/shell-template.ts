import type { Macro, ShellPart } from './command-template.ts';
import { isList, type MacroFault, type Piece } from './macros.ts';

/** Where a place of a shell's line stands. */
type Inside =
  | 'nothing'
  | 'single'
  | 'double'
  | 'substitution'
  | 'comment'
  | 'ansi'
  | 'expansion'
  | 'backtick';

/** What macros cannot stand in, because a value could not be kept from being read as part of it. */
const UNSAFE: Readonly<Partial<Record<Inside, string>>> = {
  comment: 'a comment',
  ansi: "$'…'",
  expansion: 'a ${…} of the shell',
  backtick: 'backticks',
};

/** A backslash or a dollar sign at the end of a text that no backslash takes the meaning of. */
const OPEN_END = /(?:^|[^\\])(?:\\\\)*[\\$]$/;

/**
 * Finds inside which quotes each macro of a line for `sh` stands, so that its value can be quoted for them.
 */
export function shellTemplate(
  pieces: readonly Piece[],
): { readonly parts: readonly ShellPart[] } | { readonly fault: MacroFault } {
  const parts: ShellPart[] = [];
  const stack: Inside[] = ['nothing'];
  let hasDocument = false;
  for (const { part, at, length } of pieces) {
    if (typeof part === 'string') {
      hasDocument ||= follow(part, stack);
      parts.push(part);
      continue;
    }
    const inside = stack.at(-1) ?? 'nothing';
    const before = parts.at(-1);
    if (inside !== 'single' && typeof before === 'string' && OPEN_END.test(before))
      return {
        fault: {
          at: at - 1,
          length: length + 1,
          what: `\`${before.slice(-1)}\` stands right before a macro`,
          why: 'The shell would take it together with the value.',
          fix: 'Take it away, or put the script into a file and pass it `${args}`.',
        },
      };
    const unsafe = hasDocument ? 'or behind a here-document' : UNSAFE[inside];
    if (unsafe !== undefined)
      return {
        fault: {
          at,
          length,
          what: `a macro stands in ${unsafe}`,
          why: 'Its value could be read as part of the script.',
          fix: 'Put the script into a file and pass it `${args}`.',
        },
      };
    const quotes = inside === 'single' || inside === 'double' ? inside : 'nothing';
    if (isList(part) && quotes !== 'nothing')
      return {
        fault: {
          at,
          length,
          what: `\${${part.macro}} stands in quotes`,
          why: 'It is several words, which quotes would join.',
          fix: 'Take the quotes away.',
        },
      };
    parts.push({ filled: part, inside: quotes });
  }
  return { parts };
}

/** Follows a text; the stack holds what is open. Returns whether a here-document begins in it. */
function follow(text: string, stack: Inside[]): boolean {
  let hasDocument = false;
  for (let k = 0; k < text.length; k++) {
    const sign = text[k] ?? '';
    const next = text[k + 1];
    const inside = stack.at(-1) ?? 'nothing';
    if (inside === 'comment') {
      if (sign === '\n') stack.pop();
    } else if (inside === 'single') {
      if (sign === "'") stack.pop();
    } else if (inside === 'ansi') {
      if (sign === '\\') k++;
      else if (sign === "'") stack.pop();
    } else if (sign === '\\') k++;
    else if (sign === '`') {
      if (inside === 'backtick') stack.pop();
      else stack.push('backtick');
    } else if (sign === '$' && next === '(') {
      stack.push('substitution');
      k++;
    } else if (sign === '$' && next === '{') {
      stack.push('expansion');
      k++;
    } else if (inside === 'double') {
      if (sign === '"') stack.pop();
    } else if (sign === '$' && next === "'") {
      stack.push('ansi');
      k++;
    } else if (sign === '"') stack.push('double');
    else if (sign === "'") stack.push('single');
    else if (sign === '}' && inside === 'expansion') stack.pop();
    else if (sign === '(') stack.push('substitution');
    else if (sign === ')' && inside === 'substitution') stack.pop();
    else if (sign === '#' && (k === 0 || /[\s;&|(]/.test(text[k - 1] ?? ''))) stack.push('comment');
    else if (sign === '<' && next === '<') hasDocument = true;
  }
  return hasDocument;
}

/** Words that mean themselves to a shell. */
const HARMLESS = /^[\w.,:/=@%+-]+$/;

/** A text as a shell reads it back, for a place inside these quotes. */
export function quoted(text: string, inside: Extract<ShellPart, { filled: Macro }>['inside']): string {
  if (inside === 'double') return text.replaceAll(/["\\$`]/g, String.raw`\$&`);
  const inner = text.replaceAll("'", String.raw`'\''`);
  if (inside === 'single') return inner;
  return HARMLESS.test(text) ? text : `'${inner}'`;
}
