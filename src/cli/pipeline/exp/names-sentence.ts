/** Names of experiments in a sentence: `a, b and c`. */
export function namesSentence(experiments: readonly { readonly name: string }[]): string {
  const names = experiments.map(({ name }) => name);
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
