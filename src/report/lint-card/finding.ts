/** How grave: a fault cannot be right, a warning is missing or odd, a note only says what could not be checked. */
export type Level = 'fault' | 'warning' | 'note';

/** What is wrong with a card. */
export interface Finding {
  /** Stable, e.g. `kilograms`. */
  readonly code: string;
  readonly level: Level;
  readonly what: string;
  readonly why?: string;
  readonly fix?: string;
  /** Line of the card, from 1. */
  readonly line?: number;
}
