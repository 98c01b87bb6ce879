import { ConditionFault } from './condition-fault.ts';

/** One piece of a condition. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'sign' | 'end';
  /** As written; of a string what is between its quotes. */
  readonly text: string;
  readonly at: number;
  readonly length: number;
}

const SPACE = /\s+/y;
const NUMBER = /[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
// A hyphen belongs to a name only between its letters, as in `batch-size`.
const NAME = /[\p{L}_][\p{L}\p{N}_]*(?:[.-][\p{L}\p{N}_]+)*/uy;
const STRING = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;
const SIGN = /==|!=|<=|>=|<|>|\(|\)|\[|\]|,/y;

/** What people write who think of another language, and what it is called here. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/&&?/y, 'and'],
  [/\|\|?/y, 'or'],
  [/===/y, '=='],
  [/=/y, '=='],
  [/!/y, 'not'],
];

/** Splits a condition; throws a {@link ConditionFault}. The last token is the end. */
export function conditionTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  for (;;) {
    at += take(SPACE)?.length ?? 0;
    if (at >= text.length) break;
    const token = tokenAt(take, at);
    if (token === undefined) throw unknownSign(text, at, take);
    tokens.push(token);
    at += token.length;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length, length: 1 }];
}

function tokenAt(take: (pattern: RegExp) => string | undefined, at: number): Token | undefined {
  const number = take(NUMBER);
  if (number !== undefined) return { kind: 'number', text: number, at, length: number.length };
  const name = take(NAME);
  if (name !== undefined) return { kind: 'name', text: name, at, length: name.length };
  const string = take(STRING);
  if (string !== undefined) return { kind: 'string', text: unquoted(string), at, length: string.length };
  if (take(/===/y) !== undefined) return undefined;
  const sign = take(SIGN);
  return sign === undefined ? undefined : { kind: 'sign', text: sign, at, length: sign.length };
}

function unquoted(string: string): string {
  return string.slice(1, -1).replaceAll(/\\(.)/gs, '$1');
}

function unknownSign(
  text: string,
  at: number,
  take: (pattern: RegExp) => string | undefined,
): ConditionFault {
  const here = text.slice(at, at + 1);
  if (here === "'" || here === '"')
    return new ConditionFault('A quote is not closed.', `Close it with ${here}.`, at, text.length - at);
  for (const [pattern, ours] of ELSEWHERE) {
    const sign = take(pattern);
    if (sign !== undefined)
      return new ConditionFault(`\`${sign}\` is not known here.`, `Write \`${ours}\`.`, at, sign.length);
  }
  const many = /[^\s()]+/.exec(text.slice(at))?.[0] ?? here;
  return new ConditionFault(
    `"${many}" is no name, number or text in quotes.`,
    "A condition reads such as `opt == 'sgd' and layers > 1`.",
    at,
    many.length,
  );
}
