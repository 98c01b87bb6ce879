/** A name to choose, and what is said beside it. */
export interface NamedThing {
  readonly name: string;
  readonly about: string;
}

/** More than these nobody reads. */
const MOST = 30;

/** Names in which all words of a text occur, in any order; those that begin with it first. All names stand for no text. */
export function findNames(things: Iterable<NamedThing>, text: string): readonly NamedThing[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const whole = words.join(' ');
  const found: { readonly thing: NamedThing; readonly rank: number }[] = [];
  const seen = new Set<string>();
  for (const thing of things) {
    const name = thing.name.toLowerCase();
    if (seen.has(name) || !words.every((word) => `${name} ${thing.about.toLowerCase()}`.includes(word)))
      continue;
    seen.add(name);
    found.push({ thing, rank: name.startsWith(whole) ? 0 : name.includes(whole) ? 1 : 2 });
  }
  return found
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ thing }) => thing);
}
