/**
 * A measured amount as the journal has it: 4 significant digits. Decisions rest on such numbers only, so that a replay decides as the
 * search did.
 */
export function fourDigits(amount: number): number {
  return Number(amount.toPrecision(4));
}
