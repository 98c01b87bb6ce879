import type { Draft } from './draft.ts';
import { type SamplerName, SAMPLERS, type SamplerSettings } from './engine-choice.ts';
import type { Mistakes } from './mistakes.ts';
import { entryOf, readKeys } from './read-keys.ts';
import { readFlag, readNumber, readWord } from './read-scalars.ts';
import type { SourceNode } from './yaml-tree.ts';

type Changing = { -readonly [K in keyof SamplerSettings]: SamplerSettings[K] };
type ReadSetting = (node: SourceNode, settings: Changing, mistakes: Mistakes) => void;

/** How each setting of a sampler is written in a file, and what it may be. */
const SETTINGS = {
  candidates: (node, settings, mistakes) => {
    const count = readNumber(node, 'sampler.candidates', mistakes, { isWhole: true, least: 1, most: 10_000 });
    if (count !== undefined) settings.candidates = count;
  },
  good: (node, settings, mistakes) => {
    const part = readNumber(node, 'sampler.good', mistakes, { above: 0, most: 1 });
    if (part !== undefined) settings.good = part;
  },
  multivariate: (node, settings, mistakes) => {
    const flag = readFlag(node, 'sampler.multivariate', mistakes);
    if (flag !== undefined) settings.multivariate = flag;
  },
  constant_liar: (node, settings, mistakes) => {
    const flag = readFlag(node, 'sampler.constant_liar', mistakes);
    if (flag !== undefined) settings.constantLiar = flag;
  },
  population: (node, settings, mistakes) => {
    const count = readNumber(node, 'sampler.population', mistakes, { isWhole: true, least: 2 });
    if (count !== undefined) settings.population = count;
  },
  levels: (node, settings, mistakes) => {
    const count = readNumber(node, 'sampler.levels', mistakes, { isWhole: true, least: 1, most: 10_000 });
    if (count !== undefined) settings.levels = count;
  },
} as const satisfies Readonly<Record<string, ReadSetting>>;

const PARZEN = ['candidates', 'good', 'multivariate', 'constant_liar'] as const;

/** The settings that each sampler has. */
const TAKES: Readonly<Partial<Record<SamplerName, readonly (keyof typeof SETTINGS)[]>>> = {
  tpe: PARZEN,
  motpe: PARZEN,
  nsga2: ['population'],
  grid: ['levels'],
};

/** Reads `sampler`: a name, or a mapping of `type` and settings. */
export function readSampler(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  const typeNode = node.kind === 'map' ? entryOf(node, 'type')?.node : node;
  if (typeNode === undefined) {
    mistakes.add(
      node,
      'sampler: type is missing',
      'Settings belong to one sampler.',
      `Add \`type: tpe\`; samplers are ${SAMPLERS.join(', ')}.`,
    );
    return;
  }
  const name = readWord(typeNode, 'search.sampler', SAMPLERS, mistakes);
  if (name === undefined) return;
  draft.sampler = name;
  if (node.kind !== 'map') return;
  const settings: Changing = {};
  const readers: Record<string, (value: SourceNode) => void> = { type: () => undefined };
  for (const key of TAKES[name] ?? []) readers[key] = (value) => SETTINGS[key](value, settings, mistakes);
  readKeys(node, `sampler ${name}`, readers, mistakes);
  if (Object.keys(settings).length > 0) draft.samplerSettings = settings;
}
