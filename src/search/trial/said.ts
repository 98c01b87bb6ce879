/** Names and numbers that a trial said at one moment, where it stands (`epoch`, `step`) among them; NaN is what it called no number. */
export type Said = Readonly<Record<string, number>>;

/** Keys that say where a training stands, the usual first. */
export const RESOURCE_KEYS = [
  'epoch',
  'step',
  'iteration',
  'iter',
  'round',
  'global_step',
  'training_iteration',
] as const;

/**
 * The value of a name, as it was written or written otherwise: `val/acc`, `val acc`, `val-acc` and `val_acc` are one name.
 *
 * @returns undefined where nothing has that name.
 * @example
 * valueOf({ 'val/acc': 0.9 }, 'val_acc') // 0.9
 */
export function valueOf(said: Said, name: string): number | undefined {
  const exact = Object.hasOwn(said, name) ? said[name] : undefined;
  if (exact !== undefined) return exact;
  const wanted = plainName(name);
  for (const [key, value] of Object.entries(said)) if (plainName(key) === wanted) return value;
  return undefined;
}

/** A name in small letters, words joined by `_`: `valid_0's l2` is `valid_0_l2`. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll("'s ", ' ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** Names with something before each of them. */
export function prefixed(prefix: string, said: Said): Said {
  return Object.fromEntries(Object.entries(said).map(([name, value]) => [prefix + name, value]));
}

/** A number as programs write it: `0.93`, `1e-5`, `93.1%`, `nan`, `-inf`; undefined for anything else. */
export function numberIn(text: string): number | undefined {
  const word = text.trim().replace(/%$/, '');
  if (word === '') return undefined;
  if (/^[+-]?(?:nan|null|none)$/i.test(word)) return Number.NaN;
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(word);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(word) ? Number(word) : undefined;
}
