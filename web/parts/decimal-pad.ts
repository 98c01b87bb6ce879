/** A number as it is printed, with its decimals. */
const PRINTED = /^[^\d]*\d+(?:\.(\d+))?$/;
/** The width of a point, in those of a digit. */
const POINT = 0.5;
/** Decimals beyond these are let stand out, so that one tiny number does not widen a column. */
const MOST = 6;

/**
 * Room behind each number of a column, so that their points stand below each other though each is printed with the
 * digits that it has: no zeros are added that nobody measured.
 *
 * @param texts the numbers as they are printed; what is none gets no room
 * @returns styles of the cells, in the order of the texts; the room is in `ch`, beside the cell's own padding
 * @example
 * decimalPads(['0.9234', '0.895']) // [undefined, { paddingRight: 'calc(0.6rem + 1ch)' }]
 */
export function decimalPads(
  texts: readonly string[],
): readonly ({ readonly paddingRight: string } | undefined)[] {
  const taken = texts.map((text) => {
    const found = PRINTED.exec(text);
    if (found === null) return undefined;
    const decimals = found[1]?.length ?? 0;
    return decimals === 0 ? 0 : decimals + POINT;
  });
  const most = Math.max(0, ...taken.map((one) => (one === undefined || one > MOST + POINT ? 0 : one)));
  return taken.map((one) =>
    one === undefined || one >= most ? undefined : { paddingRight: `calc(0.6rem + ${most - one}ch)` },
  );
}
