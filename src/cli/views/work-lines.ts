import type { RunRecord } from '../../book/run-record.ts';
import { UNITS_AT_ONCE, WORK_UNITS } from '../../book/work-unit.ts';
import { scale } from '../../units/arithmetic.ts';
import { fromWritten } from '../../units/estimate.ts';
import { energyOnCard, energyWithBand } from '../../units/format.ts';
import { type Look, printOptions } from './look.ts';

/** What a run has told of having done, and the energy that it took for each thousand: a line for each unit. */
export function workLines(
  { done = {}, energy }: RunRecord,
  scope: 'attributed' | 'machine',
  look: Look,
): readonly string[] {
  return WORK_UNITS.flatMap((unit) => {
    const count = done[unit];
    if (count === undefined) return [];
    if (count === 0) return [`0 ${unit}`];
    const each = scale(fromWritten(energy.wall[scope]), UNITS_AT_ONCE / count);
    const said = `${grouped(count)} ${count === 1 ? unit.slice(0, -1) : unit}`;
    return [`${said}   ${energyOnCard(each, printOptions(look))} per ${grouped(UNITS_AT_ONCE)} ${unit}`];
  });
}

/** Of a pipeline: what came from its cache. */
export function cacheLines({ cache }: RunRecord, look: Look): readonly string[] {
  if (cache === undefined) return [];
  if (cache.hits === 0) return ['nothing came from the cache'];
  const saved = energyWithBand(cache.saved, printOptions(look));
  return [
    `${cache.hits === 1 ? '1 result' : `${cache.hits} results`} from the cache   ${saved} not spent again`,
  ];
}

/** A count with its thousands apart; fractions as they are. */
function grouped(count: number): string {
  const [whole = '', part] = String(count).split('.');
  const groups = whole.includes('e') ? whole : whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? groups : `${groups}.${part}`;
}
