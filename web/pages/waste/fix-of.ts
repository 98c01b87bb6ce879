import type { Cause } from '../../../src/report/waste/cause.ts';
import type { ItemData } from './waste-data.ts';

/** What to do about one part that was wasted. */
export interface Fix {
  readonly text: string;
  readonly command: readonly string[];
}

const TEXTS: Readonly<Record<Cause, string>> = {
  failed: 'See why it failed',
  killed: 'See how far it came',
  duplicate: 'Set it beside the earlier one',
  superseded: 'Set it beside what replaced it',
  'past-plateau': 'See where it stopped to gain',
  idle: 'See when it waited',
};

/** A run that is as it is for a reason is taken out with the tag `not-waste`. */
export function fixOf({ cause, run, because }: Pick<ItemData, 'cause' | 'run' | 'because'>): Fix {
  const text = TEXTS[cause];
  if (because !== null) return { text, command: ['joulebook', 'compare', because, run] };
  return { text, command: ['joulebook', 'show', run] };
}
