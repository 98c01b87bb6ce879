/** A whole number in groups of three: `10 000 000`. */
export function thousands(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `sample` or `samples`. */
export function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
