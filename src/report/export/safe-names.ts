/**
 * Names that a format takes, for names as they are: what it does not take becomes `_`; two that would become one are numbered, so that
 * no values get mixed.
 *
 * @example
 * [...safeNames(['acc@1', 'acc#1', 'loss'], /[^\w./ -]/g, 250).values()] // ['acc_1', 'acc_1_2', 'loss']
 */
export function safeNames(
  names: Iterable<string>,
  forbidden: RegExp,
  longest: number,
): ReadonlyMap<string, string> {
  const safe = new Map<string, string>();
  const used = new Set<string>();
  for (const name of names) {
    if (safe.has(name)) continue;
    const plain = name.replace(forbidden, '_').slice(0, longest - 8) || '_';
    let wanted = plain;
    for (let n = 2; used.has(wanted); n++) wanted = `${plain}_${n}`;
    used.add(wanted);
    safe.set(name, wanted);
  }
  return safe;
}

/** A name of a folder for a run: readable, unique, and nowhere else than in its parent. */
export function runFolderName({ name, id }: { readonly name: string; readonly id: string }): string {
  const plain = name
    .replaceAll(/[^\p{L}\p{N}._=-]+/gu, '_')
    .replace(/^\.+/, '_')
    .slice(0, 80);
  return `${plain}-${id.slice(-6).toLowerCase()}`;
}
