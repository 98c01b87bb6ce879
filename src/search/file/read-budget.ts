import { DIMENSIONS } from '../../units/dimensions.ts';
import { parseDuration, parseEnergy, parseMass } from '../../units/quantity.ts';
import type { Draft } from './draft.ts';
import type { Mistakes } from './mistakes.ts';
import { readKeys } from './read-keys.ts';
import { numberOf, readMap, readNumber, readQuantity, readText, shown } from './read-scalars.ts';
import { parseBudget } from './parse-budget.ts';
import type { SourceNode } from './yaml-tree.ts';

/** Reads `budget`: a mapping, or one quantity whose unit says of what. */
export function readBudget(node: SourceNode, { budget }: Draft, mistakes: Mistakes): void {
  if (node.kind !== 'map') {
    const given = new Set<string>();
    for (const item of node.kind === 'list' ? node.items : [node]) {
      const text = readText(item, 'budget', mistakes);
      const parsed = text === undefined ? undefined : parseBudget(text, 'budget');
      if (parsed?.ok === false)
        mistakes.add(item, parsed.error.what, parsed.error.why ?? '', parsed.error.fix ?? '');
      if (parsed?.ok !== true) continue;
      if (Object.keys(parsed.value).some((kind) => given.has(kind)))
        mistakes.add(
          item,
          `budget ${text}: two budgets of one kind`,
          'Each kind has one limit.',
          'Leave one of them out.',
        );
      for (const kind of Object.keys(parsed.value)) given.add(kind);
      Object.assign(budget, parsed.value);
    }
    return;
  }
  if (node.entries.length === 0)
    mistakes.add(node, 'budget: nothing is limited', 'It is empty.', 'Write such as `energy: 2 kWh`.');
  readKeys(
    node,
    'budget',
    {
      energy: (value) => {
        const joules = readQuantity(value, 'budget.energy', parseEnergy, mistakes);
        if (joules !== undefined) budget.energyJ = joules;
      },
      carbon: (value) => {
        const grams = readQuantity(value, 'budget.carbon', parseMass, mistakes);
        if (grams !== undefined) budget.carbonG = grams;
      },
      cost: (value) => {
        const cost = readNumber(value, 'budget.cost', mistakes, { above: 0 });
        if (cost !== undefined) budget.cost = cost;
      },
      time: (value) => {
        const seconds = readQuantity(value, 'budget.time', parseDuration, mistakes);
        if (seconds !== undefined) budget.timeS = seconds;
      },
      trials: (value) => {
        const trials = readNumber(value, 'budget.trials', mistakes, { isWhole: true, least: 1 });
        if (trials !== undefined) budget.trials = trials;
      },
    },
    mistakes,
  );
}

/** Reads `worth`: what a kilowatt-hour must improve the objective by. */
export function readWorth(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  const take = (value: SourceNode, per: number): void => {
    const number = readNumber(value, 'worth', mistakes, { above: 0 });
    if (number !== undefined) draft.worthPerKwh = number * per;
  };
  if (node.kind === 'scalar' && numberOf(node) !== undefined) {
    mistakes.add(
      node,
      `worth: ${shown(node)} of what`,
      'It is an improvement per energy.',
      `Write \`worth: {per_kWh: ${node.source}}\`.`,
    );
    return;
  }
  const map = readMap(node, 'worth', mistakes);
  if (map === undefined) return;
  const { kWh, Wh, MWh, MJ } = DIMENSIONS.energy.units;
  readKeys(
    map,
    'worth',
    {
      per_kWh: (value) => take(value, 1),
      per_Wh: (value) => take(value, kWh / Wh),
      per_MWh: (value) => take(value, kWh / MWh),
      per_MJ: (value) => take(value, kWh / MJ),
    },
    mistakes,
  );
}
