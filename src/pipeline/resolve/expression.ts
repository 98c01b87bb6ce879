/** A `${…}` in a text. */
export interface Expression {
  /** What stands between the braces. */
  readonly inner: string;
  /** Where it begins and ends in the text, braces included. */
  readonly start: number;
  readonly end: number;
}

const OPEN = '${';

/** The `${…}` of a text, in order. A backslash before one takes its meaning away, and none goes over a line's end. */
export function expressionsIn(text: string): readonly Expression[] {
  const expressions: Expression[] = [];
  let close = -1;
  let lineEnd = -1;
  for (let start = text.indexOf(OPEN); start >= 0; ) {
    const inside = start + OPEN.length;
    if (close < inside) {
      close = text.indexOf('}', inside);
      if (close < 0) break;
      lineEnd = text.lastIndexOf('\n', close);
    }
    const isOne = text[start - 1] !== '\\' && lineEnd < inside;
    if (isOne) expressions.push({ inner: text.slice(inside, close), start, end: close + 1 });
    start = text.indexOf(OPEN, isOne ? close + 1 : inside);
  }
  return expressions;
}

/** `a`, `a.b`, `a[0].b`: names joined by dots or in brackets. There are no operators, defaults or nested braces. */
const FORM = /^[^.[\]]+(?:\.[^.[\]]+|\[[^.[\]]+\]\s*(?=[.[]|$))*$/u;

/** Whether what stands in the braces has the form of a name. */
export function isWellFormed(inner: string): boolean {
  return FORM.test(inner);
}

/** The names that lead to a value: `a[0].b` is `a`, `0`, `b`. */
export function namesOf(inner: string): readonly string[] {
  if (!/[.[\]\s]/u.test(inner)) return [inner];
  return dotted(inner)
    .split('.')
    .map((name) => name.trim());
}

/** An expression with dots in place of brackets. */
export function dotted(inner: string): string {
  return inner.replaceAll('[', '.').replaceAll(']', '');
}

/** Takes the backslash from `\${`. */
export function unescaped(text: string): string {
  return text.replaceAll(`\\${OPEN}`, OPEN);
}
