import { type Problem, problem } from '../../errors.ts';
import type { LiveSourceId } from './live-table.ts';

/** Why a live source gives nothing that can be used. */
export function gridProblem(name: string, zone: string, why: string, fix: string): Problem {
  return problem('E_GRID', `${name} gives no carbon intensity for ${zone}`, why, fix);
}

/** What to do about a key that is missing or refused. */
export const KEY_FIXES: Readonly<Record<LiveSourceId, string>> = {
  'electricity-maps': 'set ELECTRICITYMAPS_TOKEN to a key that may ask for this zone',
  watttime: 'set WATTTIME_USER and WATTTIME_PASSWORD to an account that may ask for this region',
  gb: 'this service needs no key: check `grid-url`',
  energinet: 'this service needs no key: check `grid-url`',
};

/** What to do about an address that does not answer as it should. */
export const ADDRESS_FIX = 'check the network and `grid-url`, or give --intensity; try again later';

/** Text of a service as it may be shown: one line of plain characters, short, without the keys that it may repeat. */
export function shownText(text: string, secrets: readonly string[]): string {
  let shown = text;
  for (const secret of secrets) if (secret !== '') shown = shown.replaceAll(secret, '***');
  const plain = shown.replaceAll(/[^\x20-\x7e]+/gu, ' ').trim();
  return plain.length > 120 ? `${plain.slice(0, 117)}...` : plain;
}
