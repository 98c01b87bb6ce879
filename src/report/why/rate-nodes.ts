import { scale } from '../../units/arithmetic.ts';
import type { Derivation } from '../../units/derivation.ts';
import { fromWritten, written } from '../../units/estimate.ts';
import { layerNode } from './energy-nodes.ts';
import { type Evidence, seen } from './evidence.ts';
import { exactly, recorded } from './nodes.ts';

/** How long the run took. */
export function durationNode(e: Evidence): Derivation {
  return exactly('durationS', 'duration', e.record.durationS, 's', seen(e, 'the boot clock of the machine'));
}

/** Mean attributed power at the wall; undefined where the run took no time. */
export function powerNode(e: Evidence): Derivation | undefined {
  const { durationS } = e.record;
  if (!(durationS > 0)) return undefined;
  const energy = layerNode(e, 'wall', 'attributed');
  const power = written(scale(fromWritten(e.record.energy.wall.attributed), 1 / durationS), 'W');
  return recorded('power', 'mean power', power, {
    formula: `${energy.label} / duration`,
    from: [energy, durationNode(e)],
  });
}
