/**
 * Why a text is not YAML, and where. It is thrown inside this folder only, from the depth of the reader, and becomes a problem with a
 * place in `read-yaml.ts`.
 */
export class YamlFault extends Error {
  /** Where it shows: an offset into the text. */
  readonly at: number;
  readonly fix: string | undefined;
  /** How many characters are to be underlined. */
  readonly length: number;

  constructor(at: number, why: string, fix?: string, length = 1) {
    super(why);
    this.at = at;
    this.fix = fix;
    this.length = length;
  }
}
