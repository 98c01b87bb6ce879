import type { EnergyRecord, EpochRecord, RunRecord, WindowRecord } from '../../book/run-record.ts';
import { addPart } from './add-written.ts';

/** Adds stages by name. The nodes of a job are in a stage at the same time: it lasts as long as where it lasts longest. */
export function addStages(runs: readonly RunRecord[]): EnergyRecord['stages'] {
  const names = new Set(runs.flatMap(({ energy }) => Object.keys(energy.stages)));
  return Object.fromEntries([...names].map((name) => [name, stageOf(runs, name)]));
}

function stageOf(runs: readonly RunRecord[], name: string): WindowRecord {
  const all = runs.flatMap(({ energy: { stages } }) => {
    const stage = stages[name];
    return stage === undefined ? [] : [stage];
  });
  const parent = all.find((stage) => stage.parent !== undefined)?.parent;
  return {
    attributed: addPart(all, 'attributed'),
    active: addPart(all, 'active'),
    self: addPart(all, 'self'),
    durationS: Math.max(...all.map(({ durationS }) => durationS)),
    count: Math.max(...all.map(({ count }) => count)),
    ...(parent === undefined ? {} : { parent }),
  };
}

/** Adds epochs by number, for those that all runs with epochs have; metrics are those of the first run that reports them. */
export function addEpochs(runs: readonly RunRecord[]): readonly EpochRecord[] {
  const [first, ...others] = runs.map(({ energy }) => energy.epochs).filter((epochs) => epochs.length > 0);
  if (first === undefined) return [];
  const maps = others.map((epochs) => new Map(epochs.map((epoch) => [epoch.n, epoch])));
  return first.flatMap((epoch): readonly EpochRecord[] => {
    const rest = maps.map((map) => map.get(epoch.n));
    const all = [epoch, ...rest.filter((one) => one !== undefined)];
    if (all.length <= rest.length) return [];
    return [
      {
        n: epoch.n,
        attributed: addPart(all, 'attributed'),
        active: addPart(all, 'active'),
        durationS: Math.max(...all.map(({ durationS }) => durationS)),
        metrics: Object.assign({}, ...all.map(({ metrics }) => metrics).reverse()) as EpochRecord['metrics'],
      },
    ];
  });
}
