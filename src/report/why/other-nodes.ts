import type { Derivation } from '../../units/derivation.ts';
import type { Spread } from '../../units/estimate.ts';
import { seenFactor } from './accuracy-nodes.ts';
import { factorAt, spreadAt } from './constants.ts';
import { errorWords } from './error-words.ts';
import { energyErrors, type Evidence, machineOf, type Named, seen } from './evidence.ts';
import { meterRow } from './meter-rows.ts';
import { recorded } from './nodes.ts';
import { supplyNodes } from './supply-nodes.ts';

/** What an energy was reckoned from. */
export interface Sources {
  readonly formula: string;
  readonly from: readonly Derivation[];
}

/** `other`, what stands between the chips and the socket, where it is not modelled (docs/methodology/wall.md). */
export function otherSources(e: Evidence, named: Named): Sources {
  const { method } = named.component;
  if (method.startsWith('wall-from-chips')) {
    return {
      formula: '(chips + base power × time) / efficiency of the supply − chips',
      from: [chipsNode(e), ...(method.endsWith(':calibrated') ? calibrationOf(e, named) : supplyOf(e))],
    };
  }
  return {
    formula: 'the meter of the whole machine − its chips',
    from: [...meterOfWall(e, named), chipsNode(e)],
  };
}

/** Efficiency and base power of this machine's class. */
export function supplyOf(e: Evidence): readonly Derivation[] {
  const machine = machineOf(e);
  return machine === null ? [] : supplyNodes(e, e.model(machine).supply, machine.virtual);
}

/** GPUs beside a modelled CPU lose in the supply what the model does not hold. */
export function lossNodes(e: Evidence, { name }: Named): readonly Derivation[] {
  const hasGpus = Object.keys(e.record.energy.components).some((other) => other.startsWith('gpu:'));
  const [efficiency] = supplyOf(e);
  if (name !== 'other' || !hasGpus || efficiency === undefined) return [];
  return [{ ...efficiency, label: 'efficiency of the supply, for the GPUs' }];
}

function calibrationOf(e: Evidence, named: Named): readonly Derivation[] {
  return Object.keys(energyErrors(e, named)).flatMap((source) => {
    const spread = ofWall(e, source);
    return spread === undefined ? [] : (seenFactor(e, source, spread) ?? []);
  });
}

/** The whole-machine meter's own accuracy, and the supply where the meter stands behind it; errors of the chips stand at the chips. */
function meterOfWall(e: Evidence, named: Named): readonly Derivation[] {
  const { name, component } = named;
  const context = { component: name, method: component.method, machine: machineOf(e) };
  const chips = new Set(
    Object.entries(e.record.energy.components)
      .filter(([other]) => other !== 'other')
      .flatMap(([other, one]) => Object.keys(energyErrors(e, { name: other, component: one }))),
  );
  return Object.keys(energyErrors(e, named)).flatMap((source) => {
    const { what } = errorWords(source);
    if (source.startsWith('psu:')) return supplyOf(e).slice(0, 1);
    const row = meterRow(source, context);
    // RAPL may see chips and machine under one name: then the record has both in one, and the row alone tells.
    const isRapl = source.startsWith('rapl:') && component.method.startsWith('rapl');
    if (row === undefined || (chips.has(source) && !isRapl)) return [];
    const spread = isRapl ? spreadAt(e.tables, row) : ofWall(e, source);
    return spread === undefined ? [] : [factorAt(e.tables, row, `accuracy of ${what}`, spread)];
  });
}

/** An error of the wall as a part of the wall: as a part of `other` it is larger by as much as that is less. */
function ofWall(e: Evidence, source: string): Spread | undefined {
  return e.record.energy.wall.machine.errors[source];
}

/** Energy of all chips of the machine. */
function chipsNode(e: Evidence): Derivation {
  return recorded('energy.chips.machine', 'chips', e.record.energy.chips.machine, {
    ...seen(e, 'the sum of the components of this run but other'),
  });
}
