import type { OptionSpec } from './spec.ts';

/** What turns energy into carbon, water and money, for every command that measures. */
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
  {
    key: 'marketIntensity',
    long: '--market-intensity',
    placeholder: 'G/KWH',
    kind: 'intensity',
    config: 'market-intensity',
    description: 'Intensity of your contract: market-based carbon beside the other, never instead of it',
  },
  {
    key: 'wue',
    long: '--wue',
    placeholder: 'L/KWH',
    kind: 'number',
    config: 'wue',
    min: 0,
    max: 100,
    description: 'Water usage effectiveness of the site, litres for each kWh at the wall',
  },
  {
    key: 'price',
    long: '--price',
    placeholder: 'N',
    kind: 'number',
    config: 'price',
    min: 0,
    description: 'Price of a kWh, in the currency of the settings (EUR)',
  },
] as const satisfies readonly OptionSpec[];

/** Lets a command ask the network. */
export const ONLINE_OPTION = {
  key: 'online',
  long: '--online',
  kind: 'flag',
  description:
    'Ask live sources for the carbon intensity, and the cloud where it stands (default: no network)',
} as const satisfies OptionSpec;
