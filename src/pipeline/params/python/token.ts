/** A word of a Python text. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'newline' | 'indent' | 'dedent';
  /** As written; a text with its prefix and quotes. */
  readonly text: string;
  /** Offset into the file. */
  readonly at: number;
}

/** What is not Python; thrown from the depth of the reader and caught where it begins. */
export class PythonFault extends Error {
  readonly at: number;
  constructor(at: number, why: string) {
    super(why);
    this.at = at;
  }
}
