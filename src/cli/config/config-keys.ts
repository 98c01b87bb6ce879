import type { ValueKind } from '../spec/value-kind.ts';

/** One setting of `joulebook.yaml`. */
export interface ConfigKeySpec {
  readonly kind: Exclude<ValueKind, 'regex' | 'key=value'>;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** In the text that the user would write. */
  readonly default?: string;
  /** Environment variable, where it is not `JOULEBOOK_<KEY>`. */
  readonly env?: string;
  readonly example: string;
  readonly description: string;
  /** A key or a password: never printed. */
  readonly secret?: true;
}

/** Every setting, one table for files, environment, options, `config` and the reference in docs/. */
export const CONFIG_KEYS = {
  project: { kind: 'string', example: 'bert-fr', description: 'Project of new runs' },
  interval: {
    kind: 'duration',
    default: '1s',
    min: 0.05,
    max: 3600,
    example: '1s',
    description: 'Time between two readings',
  },
  scope: {
    kind: 'enum',
    values: ['attributed', 'machine'],
    default: 'attributed',
    example: 'attributed',
    description: 'What the headline counts: the run with its share of idle, or the whole machine',
  },
  region: { kind: 'string', example: 'FR', description: 'Where the electricity comes from' },
  intensity: {
    kind: 'intensity',
    example: '56 g/kWh',
    description: 'Carbon intensity of the electricity; beats region',
  },
  pue: {
    kind: 'number',
    min: 1,
    max: 10,
    example: '1.2',
    description: 'Power usage effectiveness of the building',
  },
  wue: {
    kind: 'number',
    min: 0,
    max: 100,
    example: '0.18',
    description: 'Water usage effectiveness of the site, litres for each kWh at the wall',
  },
  'market-intensity': {
    kind: 'intensity',
    example: '30 g/kWh',
    description: 'Intensity of the electricity that you buy: market-based carbon beside the location-based',
  },
  'grid-source': {
    kind: 'enum',
    values: ['offline', 'electricity-maps', 'watttime', 'gb', 'energinet'],
    example: 'electricity-maps',
    description: 'Ask this live source for the carbon intensity of every run; offline: only with --online',
  },
  'grid-zone': {
    kind: 'string',
    example: 'DK-DK1',
    description: 'The zone that the live source is asked for, as it calls it (default: that of the region)',
  },
  'grid-url': {
    kind: 'string',
    example: 'https://api.electricitymaps.com/v3',
    description: 'Where the live source is asked, e.g. a proxy',
  },
  'grid-wait': {
    kind: 'duration',
    default: '3s',
    max: 60,
    example: '3s',
    description: 'How long the end of a run waits for a live source at most',
  },
  'electricity-maps-token': {
    kind: 'string',
    env: 'ELECTRICITYMAPS_TOKEN',
    secret: true,
    example: 'KEY',
    description: "Key of Electricity Maps; in the environment or the user's file, not in a project's",
  },
  'watttime-user': {
    kind: 'string',
    env: 'WATTTIME_USER',
    example: 'ada',
    description: 'User of WattTime, for marginal emissions',
  },
  'watttime-password': {
    kind: 'string',
    env: 'WATTTIME_PASSWORD',
    secret: true,
    example: 'PASSWORD',
    description: "Password of WattTime; in the environment or the user's file, not in a project's",
  },
  'watttime-region': {
    kind: 'string',
    example: 'CAISO_NORTH',
    description: 'Region of WattTime, or latitude and longitude: 37.77,-122.42',
  },
  'watttime-url': {
    kind: 'string',
    example: 'https://api.watttime.org',
    description: 'Where WattTime is asked, e.g. a proxy',
  },
  plug: {
    kind: 'string',
    example: 'shelly://192.168.1.20',
    description: 'A plug meter that this machine hangs on: shelly://, tasmota:// or http://',
  },
  rapl: {
    kind: 'enum',
    values: ['trusted', 'auto'],
    default: 'auto',
    example: 'trusted',
    description: 'RAPL inside a virtual machine is believed only where it is trusted',
  },
  price: { kind: 'number', min: 0, example: '0.25', description: 'Price of a kilowatt-hour' },
  currency: { kind: 'string', default: 'EUR', example: 'EUR', description: 'Currency of the price' },
  book: {
    kind: 'path',
    env: 'JOULEBOOK_DIR',
    example: '../.joulebook',
    description: 'The book to use; in a file, relative to that file',
  },
  csv: {
    kind: 'path',
    example: 'emissions.csv',
    description: "A further file for rows with CodeCarbon's columns",
  },
  card: {
    kind: 'enum',
    values: ['off', 'short', 'full'],
    default: 'full',
    example: 'short',
    description: 'The card at the end of a run',
  },
  live: {
    kind: 'flag',
    default: 'false',
    example: 'true',
    description: 'A live line even where the command shares the terminal',
  },
  quiet: { kind: 'flag', default: 'false', example: 'true', description: 'Say nothing but data and errors' },
  strict: {
    kind: 'flag',
    default: 'false',
    example: 'true',
    description: 'Tracker trouble makes `run` exit with 1',
  },
  'require-grade': {
    kind: 'enum',
    values: ['A', 'B', 'C'],
    example: 'B',
    description: '`run` exits with 6 if the measurement is worse',
  },
  'max-energy': { kind: 'energy', example: '2 kWh', description: 'Ends a run that has used this much' },
  'max-co2': { kind: 'mass', example: '100 g', description: 'Ends a run that has caused this much CO2e' },
  'max-time': { kind: 'duration', example: '8h', description: 'Ends a run after this time' },
  'budget.energy': {
    kind: 'energy',
    min: 0,
    example: '40 kWh',
    description:
      "What all runs of the book together may use in a calendar month, 0 for none; `budget.projects` for one project's",
  },
  'budget.carbon': {
    kind: 'mass',
    min: 0,
    example: '5 kg',
    description: 'As budget.energy, operational CO2e',
  },
  'budget.cost': {
    kind: 'number',
    min: 0,
    example: '20',
    description: 'As budget.energy, money in the currency of the settings',
  },
  'budget.enforce': {
    kind: 'flag',
    default: 'false',
    example: 'true',
    description: 'Refuse to start what goes beyond a budget of the month, instead of warning',
  },
  'budget.time-zone': {
    kind: 'string',
    example: 'Europe/Paris',
    description: "Where a month begins, by its IANA name (default: this machine's time zone)",
  },
  'best-metric': {
    kind: 'string',
    example: '-loss',
    description: 'The metric of @best, the highest; with a leading - the lowest',
  },
  equivalences: {
    kind: 'enum',
    values: ['all', 'internal', 'none'],
    default: 'all',
    example: 'internal',
    description:
      'What energy is set beside on the card: own runs and budgets only, or everyday things as well',
  },
  unit: {
    kind: 'enum',
    values: ['Wh', 'J'],
    default: 'Wh',
    example: 'J',
    description: 'How energy is printed: scaled watt-hours or joules',
  },
} as const satisfies Record<string, ConfigKeySpec>;

/** Name of a setting. */
export type ConfigKey = keyof typeof CONFIG_KEYS;

/** Names of all settings. */
export const CONFIG_KEY_NAMES = Object.keys(CONFIG_KEYS) as readonly ConfigKey[];

/** Whether a name is one of a setting. */
export function isConfigKey(name: string): name is ConfigKey {
  return Object.hasOwn(CONFIG_KEYS, name);
}

/** The specification of a setting. */
export function configKeySpec(key: ConfigKey): ConfigKeySpec {
  return CONFIG_KEYS[key];
}

/** The environment variable of a setting, e.g. `JOULEBOOK_MAX_ENERGY`. */
export function environmentName(key: ConfigKey): string {
  return configKeySpec(key).env ?? `JOULEBOOK_${key.toUpperCase().replaceAll(/[-.]/g, '_')}`;
}
