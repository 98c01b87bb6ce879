import {
  COMPARED,
  CUTOFFS,
  LEARNT_FROM,
  MATCHES,
  PATIENCES,
  SHARES,
  type StopperName,
  type StopperSettings,
} from './engine-choice.ts';
import type { Mistakes } from './mistakes.ts';
import { type NumberRules, readFlag, readNumber, readWord } from './read-scalars.ts';
import type { SourceNode } from './yaml-tree.ts';

/** Settings while they are read. */
export type ChangingSettings = { -readonly [K in keyof StopperSettings]: StopperSettings[K] };
/** Settings that are numbers. */
export type NumberSetting = {
  [K in keyof StopperSettings]-?: NonNullable<StopperSettings[K]> extends number ? K : never;
}[keyof StopperSettings];
/** Reads the value of a setting and puts it among the others. */
type ReadSetting = (node: SourceNode, settings: ChangingSettings, mistakes: Mistakes) => void;

const number =
  (key: string, setting: NumberSetting, rules: NumberRules): ReadSetting =>
  (node, settings, mistakes) => {
    const value = readNumber(node, `stopper.${key}`, mistakes, rules);
    if (value !== undefined) settings[setting] = value;
  };

const word =
  <K extends 'match' | 'when' | 'compare' | 'cutoff' | 'share' | 'learnFrom'>(
    key: string,
    setting: K,
    words: readonly NonNullable<StopperSettings[K]>[],
  ): ReadSetting =>
  (node, settings, mistakes) => {
    const value = readWord(node, `stopper.${key}`, words, mistakes);
    if (value !== undefined) settings[setting] = value;
  };

/** How each setting of a stopper is written in a file, and what it may be. */
export const STOPPER_SETTINGS = {
  min_resource: number('min_resource', 'minResource', { above: 0 }),
  max_resource: number('max_resource', 'maxResource', { above: 0 }),
  eta: number('eta', 'reduction', { above: 1 }),
  brackets: number('brackets', 'brackets', { isWhole: true, least: 1 }),
  strict: (node, settings, mistakes) => {
    const strict = readFlag(node, 'stopper.strict', mistakes);
    if (strict !== undefined) settings.strict = strict;
  },
  warmup: number('warmup', 'warmup', { least: 0 }),
  interval: number('interval', 'interval', { above: 0 }),
  startup: number('startup', 'startup', { isWhole: true, least: 0 }),
  min_trials: number('min_trials', 'minTrials', { isWhole: true, least: 1 }),
  percentile: number('percentile', 'percentile', { least: 0, most: 100 }),
  match: word('match', 'match', MATCHES),
  patience: number('patience', 'patience', { isWhole: true, least: 1 }),
  min_delta: number('min_delta', 'minDelta', { least: 0 }),
  when: word('when', 'when', PATIENCES),
  lower: number('lower', 'lower', {}),
  upper: number('upper', 'upper', {}),
  skip: number('skip', 'skip', { isWhole: true, least: 0 }),
  compare: word('compare', 'compare', COMPARED),
  cutoff: word('cutoff', 'cutoff', CUTOFFS),
  bootstrap: number('bootstrap', 'bootstrap', { isWhole: true, least: 0 }),
  share: word('share', 'share', SHARES),
  confidence: number('confidence', 'confidence', { above: 0, most: 1 }),
  learn_from: word('learn_from', 'learnFrom', LEARNT_FROM),
} as const satisfies Readonly<Record<string, ReadSetting>>;

const RUNGS = ['min_resource', 'max_resource', 'eta', 'compare'] as const;
const HALVING = [...RUNGS, 'cutoff', 'bootstrap'] as const;
const COMPARING = ['warmup', 'interval', 'startup', 'min_trials', 'match'] as const;

/** The settings that each stopper has, beside a rule that `patience` wraps. */
export const SETTINGS_OF: Readonly<Record<StopperName, readonly (keyof typeof STOPPER_SETTINGS)[]>> = {
  auto: [],
  none: [],
  median: COMPARING,
  percentile: ['percentile', ...COMPARING],
  patience: ['patience', 'min_delta', 'warmup', 'when'],
  threshold: ['lower', 'upper', 'warmup', 'interval'],
  asha: [...HALVING, 'skip'],
  'asha-promotion': [...RUNGS, 'share'],
  hyperband: [...HALVING, 'brackets'],
  pasha: [...RUNGS, 'share'],
  curve: ['confidence', 'min_resource', 'max_resource', 'learn_from'],
  'sweep-hyperband': ['min_resource', 'max_resource', 'eta', 'brackets', 'strict'],
};
