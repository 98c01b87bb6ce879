// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu;
/** Marks that turn the direction of the text around them, and characters that nobody sees. */
const HIDDEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
/** Half of a surrogate pair without the other. */
const ALONE = /\p{Cs}/gu;
const NO_CHARACTER = /[\ufffe\uffff]/gu;

/**
 * A text from a run as it may stand in a report: on one line, in characters that every format takes and that move nothing around them.
 *
 * @param most longest text, characters; more is cut with an ellipsis.
 * @example
 * visibleText('a\u0000b\nc') // 'a b c'
 */
export function visibleText(text: string, most = 400): string {
  const plain = text
    .replaceAll(ALONE, '\ufffd')
    .replaceAll(CONTROLS, ' ')
    .replaceAll(HIDDEN, '')
    .replaceAll(NO_CHARACTER, '\ufffd')
    .trim();
  const characters = Array.from(plain);
  return characters.length <= most ? plain : `${characters.slice(0, most - 1).join('')}…`;
}
