/** Longer texts are cut: a value of ten thousand letters is none that is read. */
const MOST_LETTERS = 400;

/** A text from a run as it is shown; of a long one the beginning, and how long it is. */
export function shortText(text: string, most = MOST_LETTERS): string {
  const letters = Array.from(text.slice(0, 4 * most));
  if (letters.length <= most && text.length <= 4 * most) return text;
  return `${letters.slice(0, most).join('')}… (${text.length} letters)`;
}
