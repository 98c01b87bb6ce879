import { type Packed, packed, unpacked } from './packed.ts';

/** What is needed of a run to name it. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** The short id that is shown has so many characters; more are sent where two runs share them. */
const SHORT = 6;
/** Of which so many stand in a name that nobody chose. */
const IN_NAME = 4;
/** Stands for the end of an id at the end of a name. No name that is written holds it. */
const ID_END = '\u0000';

/** The ends of the ids, as long as tells them apart, all of one length: as a reference to a run, upper or lower case. */
export function packedShort(runs: readonly Named[]): Packed {
  const length = distinctLength(runs);
  const text = runs.map(({ id }) => id.slice(-length).toLowerCase()).join('');
  return { as: 'list', values: [length, text] };
}

function distinctLength(runs: readonly Named[]): number {
  const longest = Math.max(SHORT, ...runs.map(({ id }) => id.length));
  for (let length = SHORT; length < longest; length++) {
    if (new Set(runs.map(({ id }) => id.slice(-length))).size === runs.length) return length;
  }
  return longest;
}

export function unpackedShort(column: Packed): readonly string[] {
  const [length, text] = unpacked(column) as [number, string];
  return Array.from({ length: text.length / length }, (_, row) =>
    text.slice(row * length, (row + 1) * length),
  );
}

/** The names; what a name takes from its id is left to the id. */
export function packedNames(runs: readonly Named[]): Packed {
  return packed(
    runs.map(({ id, name }) => {
      const end = id.slice(-IN_NAME).toLowerCase();
      return name.endsWith(`-${end}`) ? name.slice(0, -IN_NAME) + ID_END : name;
    }),
  );
}

export function unpackedNames(column: Packed, short: readonly string[]): readonly string[] {
  return unpacked(column).map((name, row) => {
    const text = String(name);
    return text.endsWith(ID_END) ? text.slice(0, -1) + (short[row] ?? '').slice(-IN_NAME) : text;
  });
}
