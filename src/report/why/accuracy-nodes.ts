import type { Derivation } from '../../units/derivation.ts';
import type { Spread } from '../../units/estimate.ts';
import { factor, factorAt } from './constants.ts';
import { errorWords } from './error-words.ts';
import { energyErrors, type Evidence, machineOf, type Named, seen } from './evidence.ts';
import { meterRow } from './meter-rows.ts';

/** The accuracy of the meters behind a component's energy: factors around 1, each with the row that it is from. */
export function accuracyNodes(e: Evidence, named: Named): readonly Derivation[] {
  return Object.entries(energyErrors(e, named)).flatMap(([source, spread]) => {
    const node = accuracyNode(e, named, source, spread);
    return node === undefined ? [] : [node];
  });
}

/** One source as a factor; undefined where it is no meter's. */
export function accuracyNode(
  e: Evidence,
  { name, component }: Named,
  source: string,
  spread: Spread,
): Derivation | undefined {
  const row = meterRow(source, { component: name, method: component.method, machine: machineOf(e) });
  return row === undefined
    ? undefined
    : factorAt(e.tables, row, `accuracy of ${errorWords(source).what}`, spread);
}

/** What this machine or this run was seen to do, as a factor: a stored floor, a calibration, stretches that were not read. */
export function seenFactor(e: Evidence, source: string, spread: Spread): Derivation | undefined {
  const [prefix = '', ...rest] = source.split(':');
  const label = errorWords(source).what;
  if (prefix === 'floor') {
    const where = 'samples of this machine at rest, gathered by earlier runs';
    return { ...factor(`error.${source}`, label, spread), ...seen(e, where) };
  }
  if (prefix === 'calibration') {
    const where = `calibration ${rest[0] ?? ''} of this machine`;
    return { ...factor(`error.${source}`, label, spread), ...seen(e, where) };
  }
  if (prefix === 'drift') {
    return factorAt(e.tables, { file: 'meters/calibration.json', path: ['drift'] }, label, spread);
  }
  if (prefix === 'unread') {
    return { ...factor(`error.${source}`, label, spread), ...seen(e, 'the gaps of this run') };
  }
  return undefined;
}
