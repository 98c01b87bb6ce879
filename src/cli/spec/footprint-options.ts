import type { OptionSpec } from './spec.ts';

/** What turns energy into carbon, for every command that measures. */
export const FOOTPRINT_OPTIONS = [
  {
    key: 'pue',
    long: '--pue',
    placeholder: 'N',
    kind: 'number',
    config: 'pue',
    min: 1,
    max: 10,
    description: 'Power usage effectiveness of the building',
  },
  {
    key: 'region',
    long: '--region',
    placeholder: 'ZONE',
    kind: 'string',
    config: 'region',
    complete: 'region',
    description: 'Where the electricity comes from, e.g. FR or FRA',
  },
  {
    key: 'intensity',
    long: '--intensity',
    placeholder: 'G/KWH',
    kind: 'intensity',
    config: 'intensity',
    description: 'Carbon intensity of the electricity, e.g. "56 g/kWh"',
  },
] as const satisfies readonly OptionSpec[];
