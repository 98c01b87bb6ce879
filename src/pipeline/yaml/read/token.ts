/** The sorts of tokens that a YAML text is cut into. */
export type TokenKind =
  | 'directive'
  | 'document start'
  | 'document end'
  | 'end'
  | 'block list'
  | 'block map'
  | 'block end'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '-'
  | '?'
  | ':'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** How a scalar is written: plain, in quotes, as a block. */
export type ScalarStyle = 'plain' | "'" | '"' | '|' | '>';

/** A token: a stretch of the text. */
export interface Token {
  readonly kind: TokenKind;
  /** Offsets of its first character and of the one behind its last. */
  readonly start: number;
  readonly end: number;
  /** The text of a scalar, the name of an anchor or alias, the tag behind its handle, the name of a directive. */
  readonly text: string;
  readonly style: ScalarStyle;
  /** The handle of a tag: `!`, `!!`, `!name!`; undefined for a verbatim or lonely tag. Of a directive its values. */
  readonly handle?: string | undefined;
  readonly values?: readonly string[];
}

/** A token without more to it than its sort. */
export function mark(kind: TokenKind, start: number, end: number): Token {
  return { kind, start, end, text: '', style: 'plain' };
}

/** A token as an error message calls it. */
export function tokenName({ kind, text, start, end }: Token): string {
  switch (kind) {
    case 'end':
      return 'the end of the file';
    case 'block end':
      return 'less indentation';
    case 'block list':
      return 'a list';
    case 'block map':
      return 'a mapping';
    // A key that is told only by the colon behind it.
    case '?':
      return start === end ? 'a key' : '`?`';
    case 'scalar':
      return text.length > 0 && text.length <= 40 && !text.includes('\n') ? `the text \`${text}\`` : 'a text';
    case 'alias':
      return `the alias \`*${text}\``;
    case 'anchor':
      return `the anchor \`&${text}\``;
    case 'tag':
      return 'a tag';
    case 'directive':
      return 'a directive';
    case 'document start':
      return '`---`';
    case 'document end':
      return '`...`';
    default:
      return `\`${kind}\``;
  }
}
