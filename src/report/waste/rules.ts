import type { PlateauRules } from './plateau.ts';
import type { WaitingRules } from './waiting.ts';

/** From when on energy counts as wasted (`data/waste/rules.json`). */
export interface WasteRules extends PlateauRules, WaitingRules {
  /** Shorter runs are not looked at for waiting, s. */
  readonly shortestS: number;
  /** What a short try takes, as a part of a whole run. */
  readonly tryPart: number;
  /** The least part of all energy that a recommendation is worth. */
  readonly leastShare: number;
}
