/** A `${…}` in a text. */
export interface Expression {
  /** What stands between the braces. */
  readonly inner: string;
  /** Where it begins and ends in the text, braces included. */
  readonly start: number;
  readonly end: number;
}

/** A backslash before it takes its meaning away; it does not go over a line's end. */
const EXPRESSION = /(?<!\\)\$\{([^\n]*?)\}/gu;

/** The `${…}` of a text, in order. */
export function expressionsIn(text: string): readonly Expression[] {
  if (!text.includes('${')) return [];
  return Array.from(text.matchAll(EXPRESSION), (match) => ({
    inner: match[1] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** `a`, `a.b`, `a[0].b`: names joined by dots or in brackets. There are no operators, defaults or nested braces. */
const FORM = /^[^.[\]]+(?:\s*\.[^.[\]]+|\s*\[[^.[\]]+\s*\])*\s*$/u;

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
  return text.replaceAll('\\${', '${');
}
