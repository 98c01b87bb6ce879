/**
 * Names of a PROV document, each unique: a prefix and a local part of letters, digits, `_`, `.` and `-`, which needs no escape in any form of
 * PROV (PN_LOCAL of PROV-N).
 */
export class ProvNames {
  readonly #byKey = new Map<string, string>();
  readonly #taken = new Set<string>();

  /**
   * The name of a thing; the same for the same prefix and key.
   *
   * @param text what it is called after, where that is not the key.
   */
  of(prefix: string, text: string, key = text): string {
    const known = this.#byKey.get(`${prefix} ${key}`);
    if (known !== undefined) return known;
    const plain = localPart(text);
    let name = `${prefix}:${plain}`;
    for (let n = 2; this.#taken.has(name); n++) name = `${prefix}:${plain}-${n}`;
    this.#taken.add(name);
    this.#byKey.set(`${prefix} ${key}`, name);
    return name;
  }
}

/** A name is no place for a sentence: what it stands for is in its label. */
const LONGEST = 60;

/** Neither begins nor ends with a point or a dash. */
function localPart(key: string): string {
  const plain = key
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, LONGEST)
    .replace(/[.-]+$/, '');
  return plain === '' ? 'x' : plain;
}
