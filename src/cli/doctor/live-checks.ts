import { KEY_FIXES } from '../../grid/live/grid-problem.ts';
import type { LiveSourceId } from '../../grid/live/live-table.ts';
import type { Result } from '../../result.ts';
import { type PrintOptions, printIntensity } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { type Check, check } from './check.ts';

/** A live source that a run here would ask. */
export interface LiveFact {
  readonly id: LiveSourceId;
  readonly name: string;
  /** e.g. `average, life-cycle`. */
  readonly kind: string;
  readonly address: string;
  readonly zone: Result<string>;
  readonly key: boolean | 'not needed';
  /** The newest figure that is kept, and how long ago it was asked for, s. */
  readonly last?: { readonly gPerKwh: number; readonly ageS: number };
}

const ABOUT = ['place', 'Live'] as const;

/** Which live sources of carbon intensity are set up, whether there is a key, and how old their last answer is. */
export function liveChecks(facts: readonly LiveFact[], print: PrintOptions): readonly Check[] {
  if (facts.length > 0) return facts.map((fact) => liveCheck(fact, print));
  const what = 'off: no network unless --online is given';
  return [check('place.live', ABOUT, 'ok', what)];
}

function liveCheck(fact: LiveFact, print: PrintOptions): Check {
  const { id, name, kind, address, zone, key, last } = fact;
  const answered =
    last === undefined
      ? 'no answer yet'
      : `last answer ${printDuration(Math.max(0, last.ageS), print)} ago: ${printIntensity(last.gPerKwh, print)}`;
  const details = [`${kind}, ${address}`, answered];
  if (!zone.ok) {
    const { what, why, fix } = zone.error;
    return check(`place.live.${id}`, ABOUT, 'warn', what, { why, fix, details });
  }
  const what = `${name}, zone ${zone.value}`;
  if (key === false)
    return check(`place.live.${id}`, ABOUT, 'warn', `${what}: no key`, { fix: KEY_FIXES[id], details });
  return check(`place.live.${id}`, ABOUT, 'ok', key === true ? `${what}, key given` : what, { details });
}
