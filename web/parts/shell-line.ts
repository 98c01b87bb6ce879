/** A word as a shell takes it. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command as it is typed. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
