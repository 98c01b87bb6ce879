import type { RunRecord } from '../../../../src/book/run-record.ts';

/** More are found by `joulebook why`. */
const MOST_OF_A_KIND = 200;

/** The figures of a run that can be explained, as `joulebook why` names them. */
export function figuresOf({ energy, carbon, cost, water }: RunRecord): readonly string[] {
  return [
    'energy',
    'co2',
    ...(cost === undefined ? [] : ['cost']),
    ...(water === undefined ? [] : ['water']),
    'embodied',
    ...(carbon.market === undefined ? [] : ['market']),
    'active',
    'machine',
    'chips',
    'facility',
    'power',
    'grade',
    'intensity',
    'pue',
    ...Object.keys(energy.components),
    ...Object.keys(energy.stages)
      .slice(0, MOST_OF_A_KIND)
      .map((name) => `stage.${name}`),
    ...energy.epochs.slice(0, MOST_OF_A_KIND).map(({ n }) => `epoch.${n}`),
  ];
}
