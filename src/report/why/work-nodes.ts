import type { RunRecord } from '../../book/run-record.ts';
import { scale } from '../../units/arithmetic.ts';
import type { Derivation } from '../../units/derivation.ts';
import { fromWritten, written } from '../../units/estimate.ts';
import { layerNode } from './energy-nodes.ts';
import { type Evidence, seen } from './evidence.ts';
import { exactly, recorded } from './nodes.ts';
import type { StaticFigure } from './static-figure.ts';

type WorkUnit = keyof NonNullable<RunRecord['done']>;

const TELL = 'Tell it while it runs: run.done(samples=64), or joulebook mark --done samples=64.';
const PER = 1000;

/** Energy for each thousand units of the work that a run has told of. */
export const WORK_FIGURES: readonly StaticFigure[] = (
  [
    ['samples', 'per1kSamples'],
    ['tokens', 'per1kTokens'],
    ['requests', 'per1kRequests'],
    ['steps', 'per1kSteps'],
  ] as const satisfies readonly (readonly [WorkUnit, string])[]
).map(([unit, name]) => ({
  names: [name],
  meaning: `energy for each 1,000 ${unit}`,
  node: (e) => perUnit(e, name, e.record.done?.[unit], `${unit} done`, PER),
  missing: TELL,
}));

/** Energy for each epoch that has ended. */
export const EPOCH_FIGURE: StaticFigure = {
  names: ['perEpoch'],
  meaning: 'energy for each epoch',
  node: (e) => perUnit(e, 'perEpoch', e.record.energy.epochs.length, 'epochs that have ended', 1),
  missing: 'Report epochs: the callbacks do, and joulebook.epoch(n).',
};

/** What a pipeline took from its cache once cost. */
export const CACHE_FIGURE: StaticFigure = {
  names: ['cacheSaved', 'cache.saved'],
  meaning: 'saving by a cache',
  node: (e) => {
    const { cache } = e.record;
    if (cache === undefined) return undefined;
    const source = `what ${cache.hits} results took when they were computed; not spent, in no total`;
    return recorded('cache.saved', 'energy that the cache saved', cache.saved, seen(e, source));
  },
  missing: 'Only a run of joulebook repro that took something from its cache has one.',
};

function perUnit(
  e: Evidence,
  id: string,
  count: number | undefined,
  label: string,
  per: number,
): Derivation | undefined {
  if (count === undefined || !(count > 0)) return undefined;
  const energy = layerNode(e, 'wall', 'attributed');
  const each = written(scale(fromWritten(e.record.energy.wall.attributed), per / count), 'J');
  return recorded(id, per === 1 ? 'energy for each' : `energy for each ${per}`, each, {
    formula: `${energy.label} / ${label}${per === 1 ? '' : ` × ${per}`}`,
    from: [energy, exactly(`${id}.count`, label, count, '1', seen(e, 'what the run has told of'))],
  });
}
