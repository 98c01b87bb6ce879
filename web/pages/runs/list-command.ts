/** What lists the same runs on the command line. */
export function listCommand(
  filter: string,
  sort: string | undefined,
  chosen: string | undefined,
  columns: readonly string[],
): string {
  return [
    'joulebook ls',
    ...(filter === '' ? [] : [shellWord(filter)]),
    ...(sort === undefined || sort === '' ? [] : [`--sort=${shellWord(sort)}`]),
    ...(chosen === undefined ? [] : [`--columns ${shellWord(columns.join(','))}`]),
    '--limit 0',
  ].join(' ');
}

/** A word of a POSIX shell, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
