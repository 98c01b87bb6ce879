import { type StopperChoice, type StopperName, STOPPERS, type StopperSettings } from './engine-choice.ts';
import { sweepBands } from '../stoppers/sweep-bands.ts';
import type { Mistakes } from './mistakes.ts';
import { entryOf, readKeys } from './read-keys.ts';
import { type NumberRules, readFlag, readNumber, readWord } from './read-scalars.ts';
import {
  type ChangingSettings,
  type NumberSetting,
  SETTINGS_OF,
  STOPPER_SETTINGS,
} from './stopper-settings.ts';
import type { MapNode, SourceNode } from './yaml-tree.ts';

/** Names that other tools have for the same. */
const ALIASES: Readonly<Record<string, StopperName>> = {
  sha: 'asha',
  successive_halving: 'asha',
  'successive-halving': 'asha',
  asha_promotion: 'asha-promotion',
};

/** Reads `stopper`: a name, or a mapping of `type` and settings. */
export function readStopper(node: SourceNode, mistakes: Mistakes): StopperChoice | undefined {
  const typeEntry = node.kind === 'map' ? entryOf(node, 'type') : undefined;
  if (node.kind === 'map' && typeEntry === undefined) {
    mistakes.add(
      node,
      'stopper: type is missing',
      'Settings belong to one rule.',
      `Add \`type: median\`; rules are ${STOPPERS.join(', ')}.`,
    );
    return undefined;
  }
  const nameNode = typeEntry?.node ?? node;
  const alias = nameNode.kind === 'scalar' ? ALIASES[nameNode.source] : undefined;
  const name = alias ?? readWord(nameNode, 'stopper', STOPPERS, mistakes);
  if (name === undefined) return undefined;
  const settings = node.kind === 'map' ? readSettings(node, name, mistakes) : {};
  tellMissing(node, name, settings, mistakes);
  return { name, settings };
}

function readSettings(map: MapNode, name: StopperName, mistakes: Mistakes): StopperSettings {
  const settings: ChangingSettings = {};
  const readers: Record<string, (node: SourceNode) => void> = { type: () => undefined };
  for (const key of SETTINGS_OF[name])
    readers[key] = (node) => STOPPER_SETTINGS[key](node, settings, mistakes);
  if (name === 'patience')
    readers['wraps'] = (node) => {
      const wraps = readStopper(node, mistakes);
      if (wraps !== undefined) settings.wraps = wraps;
    };
  readKeys(map, `stopper ${name}`, readers, mistakes);
  return settings;
}

/**
 * Rules that mean nothing without a number of the user's.
 *
 * @returns what is missing, why it is needed and what to write.
 */
export function missingSetting({
  name,
  settings,
}: StopperChoice): readonly [string, string, string] | undefined {
  const { patience, lower, upper } = settings;
  if (name === 'patience' && patience === undefined)
    return [
      'stopper patience: patience is missing',
      'It is how long a trial may go on without getting better.',
      'Write `stopper: {type: patience, patience: 10}`.',
    ];
  if (name === 'threshold' && lower === undefined && upper === undefined)
    return [
      'stopper threshold: lower and upper are missing',
      'One of them is the bound.',
      'Write `stopper: {type: threshold, upper: 10}`.',
    ];
  if (name === 'sweep-hyperband' && bandsOf(settings).length === 0)
    return [
      'stopper sweep-hyperband: it has no rung',
      'Neither min_resource alone nor max_resource with brackets and eta says where trials are compared.',
      'Write `stopper: {type: sweep-hyperband, min_resource: 3}`.',
    ];
  return undefined;
}

function bandsOf({ minResource, maxResource, brackets, reduction }: StopperSettings): readonly number[] {
  return sweepBands({
    ...(minResource === undefined ? {} : { minIter: minResource }),
    ...(maxResource === undefined ? {} : { maxIter: maxResource }),
    ...(brackets === undefined ? {} : { s: brackets }),
    ...(reduction === undefined ? {} : { eta: reduction }),
  });
}

function tellMissing(
  node: SourceNode,
  name: StopperName,
  settings: StopperSettings,
  mistakes: Mistakes,
): void {
  const { lower, upper, minResource, maxResource } = settings;
  const missing = missingSetting({ name, settings });
  if (missing !== undefined) mistakes.add(node, ...missing);
  if (lower !== undefined && upper !== undefined && lower >= upper)
    mistakes.add(
      node,
      'stopper threshold: lower is not below upper',
      `${lower} is not below ${upper}.`,
      'Exchange them.',
    );
  if (minResource !== undefined && maxResource !== undefined && minResource > maxResource)
    mistakes.add(
      node,
      `stopper ${name}: min_resource is above max_resource`,
      `${minResource} is above ${maxResource}.`,
      'Exchange them.',
    );
}

/** Reads W&B's `early_terminate`: rungs from `min_iter` up by `eta`, or from `max_iter` down `s` times. */
export function readEarlyTerminate(node: SourceNode, mistakes: Mistakes): StopperChoice | undefined {
  if (node.kind === 'scalar' && node.value === null) return undefined;
  if (node.kind !== 'map') {
    mistakes.add(
      node,
      'early_terminate: a mapping is asked for',
      'It has a type and its settings.',
      'Write `early_terminate: {type: hyperband, min_iter: 3}`.',
    );
    return undefined;
  }
  const settings: ChangingSettings = {
    reduction: 3,
    strict: true,
  };
  const count =
    (key: string, setting: NumberSetting, rules: NumberRules) =>
    (value: SourceNode): void => {
      const read = readNumber(value, `early_terminate.${key}`, mistakes, rules);
      if (read !== undefined) settings[setting] = read;
    };
  const found = readKeys(
    node,
    'early_terminate',
    {
      type: (value) => void readWord(value, 'early_terminate.type', ['hyperband'], mistakes),
      min_iter: count('min_iter', 'minResource', { isWhole: true, least: 1 }),
      max_iter: count('max_iter', 'maxResource', { isWhole: true, least: 1 }),
      // With min_iter alone it counts nothing, and may be 0.
      s: count('s', 'brackets', { isWhole: true, least: entryOf(node, 'max_iter') === undefined ? 0 : 1 }),
      eta: count('eta', 'reduction', { above: 1 }),
      strict: (value) => {
        const strict = readFlag(value, 'early_terminate.strict', mistakes);
        if (strict !== undefined) settings.strict = strict;
      },
    },
    mistakes,
  );
  if (!found.has('type'))
    mistakes.add(
      node,
      'early_terminate: type is missing',
      'W&B knows one: hyperband.',
      'Add `type: hyperband`.',
    );
  const goesDown = found.has('max_iter') && found.has('s');
  if (!goesDown && !found.has('min_iter'))
    mistakes.add(
      node,
      'early_terminate: neither min_iter nor max_iter with s',
      'One of them says where trials are compared.',
      'Add `min_iter: 3`.',
    );
  if (found.has('max_iter') && !found.has('s') && found.has('min_iter')) {
    delete settings.maxResource;
    mistakes.warn(
      found.get('max_iter') ?? node,
      'early_terminate: max_iter without s is not used',
      'Only with s it says where trials are compared, so min_iter does.',
      'Add `s: 2` to count down from max_iter, or leave it out.',
    );
  }
  const { maxResource, brackets, reduction } = settings;
  if (goesDown && maxResource !== undefined && brackets !== undefined && reduction !== undefined)
    if (maxResource / reduction < 1)
      mistakes.add(
        found.get('max_iter') ?? node,
        'early_terminate: trials are never compared',
        `The last comparison would be at ${maxResource} / ${reduction}, which is before the first iteration.`,
        'Write a larger max_iter or a smaller eta.',
      );
  return { name: 'sweep-hyperband', settings };
}
