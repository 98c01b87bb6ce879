/** What is wrong with a condition, and where in its text. */
export class ConditionFault extends Error {
  override readonly name = 'ConditionFault';
  readonly at: number;
  readonly length: number;
  readonly fix: string;

  constructor(message: string, fix: string, at: number, length: number) {
    super(message);
    this.at = at;
    this.length = length;
    this.fix = fix;
  }
}

/** A fault at a token or an operand. */
export function faultAt(
  { at, length }: { readonly at: number; readonly length: number },
  message: string,
  fix: string,
): ConditionFault {
  return new ConditionFault(message, fix, at, length);
}
