/** One thing that a list of what to report asks for. */
export interface Item {
  /** `henderson.13`, `patterson.4`. */
  readonly id: string;
  readonly list: 'henderson' | 'patterson';
  /** What is asked for. */
  readonly asks: string;
  readonly state: 'there' | 'missing' | 'waived';
  /** What is said, where it is there. */
  readonly says?: string;
  /** Why it is missing or done without. */
  readonly why?: string;
  /** How to have it next time, or now. */
  readonly fix?: string;
}

/** What is found for an item: what is said, or why nothing is. */
export type Found = { readonly says: string } | { readonly why: string; readonly fix: string };

/** An item by what was found, or done without where the author says why. */
export function itemOf(
  list: Item['list'],
  n: number,
  asks: string,
  found: Found,
  waived: Readonly<Record<string, string>> = {},
): Item {
  const id = `${list}.${n}`;
  if ('says' in found) return { id, list, asks, state: 'there', says: found.says };
  const reason = waived[id];
  if (reason !== undefined) return { id, list, asks, state: 'waived', why: reason };
  return { id, list, asks, state: 'missing', why: found.why, fix: found.fix };
}
