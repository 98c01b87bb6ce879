/** A key of an order as the address holds it: `-energy,name`. */
export interface SortedBy {
  readonly key: string;
  readonly isDescending: boolean;
}

/** What stands between two commas; those within quotes are part of a name, and so are quotes behind a backslash. */
const WORD = /(?:"(?:[^"\\]|\\.)*"|[^,])+/gs;

export function readSort(text: string | undefined): readonly SortedBy[] {
  const words = (text ?? '').match(WORD) ?? [];
  return words.map((word) => ({
    key: unquoted(word.replace(/^[-+]/, '')),
    isDescending: word.startsWith('-'),
  }));
}

export function writeSort(keys: readonly SortedBy[]): string {
  return keys.map(({ key, isDescending }) => (isDescending ? '-' : '') + quotedKey(key)).join(',');
}

/**
 * The order after a click on a column: largest first, then smallest first, then no order of it.
 *
 * @param isFurther Shift was held: the other keys stay, and this one comes behind them.
 */
export function clicked(
  keys: readonly SortedBy[],
  key: string,
  isNumber: boolean,
  isFurther: boolean,
): readonly SortedBy[] {
  const held = keys.find((one) => one.key === key);
  const next: SortedBy | undefined =
    held === undefined
      ? { key, isDescending: isNumber }
      : held.isDescending === isNumber
        ? { key, isDescending: !isNumber }
        : undefined;
  if (!isFurther) return next === undefined ? [] : [next];
  const others = keys.flatMap((one) => (one.key === key ? (next ?? []) : one));
  return held === undefined && next !== undefined ? [...others, next] : others;
}

/** A name of a metric or a parameter may hold what the grammar reads as its own. */
function quotedKey(key: string): string {
  const [, room, name] = /^(metric|param)\.(.+)$/s.exec(key) ?? [];
  if (room === undefined || name === undefined || /^[^\s",:=<>!']+$/.test(name)) return key;
  return `${room}."${name.replaceAll(/[\\"]/g, '\\$&')}"`;
}

function unquoted(key: string): string {
  return key.replace(/"((?:[^"\\]|\\.)*)"/gs, (_, inner: string) => inner.replaceAll(/\\(.)/gs, '$1'));
}
