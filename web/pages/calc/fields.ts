/** One field of the form: what it sets of `joulebook calc`, and how it is asked for. Its key stands in the address. */
export interface Field {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  /** What names it suggests. */
  readonly names?: 'gpu' | 'cpu' | 'region';
  readonly choices?: readonly string[];
}

/** What most people know. */
export const MAIN_FIELDS: readonly Field[] = [
  { key: 'gpu', label: 'Accelerator', hint: '8xH100, a100, 2xL4@3h', names: 'gpu' },
  { key: 'count', label: 'How many', hint: 'where the name does not say' },
  { key: 'hours', label: 'Hours', hint: '72, 90min, 3d' },
  { key: 'utilisation', label: 'Part of full power', hint: '70 %; modelled if empty' },
  { key: 'region', label: 'Where', hint: 'FR, US-CA, aws:eu-west-1', names: 'region' },
  { key: 'pue', label: 'PUE', hint: '1.2; typical if empty' },
  { key: 'start', label: 'Start', hint: '2025-03; picks that year’s figures' },
];

/** What some do. */
export const MORE_FIELDS: readonly Field[] = [
  { key: 'cpu', label: 'CPU', hint: 'xeon 8380', names: 'cpu' },
  { key: 'sockets', label: 'CPUs', hint: '2' },
  { key: 'cores', label: 'Cores used', hint: '16' },
  { key: 'ram', label: 'Memory', hint: '64 (GB)' },
  { key: 'instance', label: 'Cloud machine', hint: 'p4d.24xlarge' },
  { key: 'accelerator-hours', label: 'Accelerator-hours', hint: '1.7M, summed already' },
  { key: 'power', label: 'Power of one', hint: '300W, measured mean' },
  { key: 'total-power', label: 'Power of all', hint: '1.4kW' },
  { key: 'energy', label: 'Energy', hint: '84 kWh, where it is known' },
  { key: 'runs', label: 'Runs', hint: '12: seeds, failed runs' },
  { key: 'intensity', label: 'Intensity', hint: '56 g/kWh' },
  { key: 'market-intensity', label: 'Of your contract', hint: '12 g/kWh, beside the other' },
  { key: 'price', label: 'Price of a kWh', hint: '0.28' },
  { key: 'wue', label: 'Water', hint: 'L/kWh' },
  {
    key: 'scope',
    label: 'What is counted',
    hint: 'with the building if empty',
    choices: ['gpu', 'chips', 'wall', 'facility'],
  },
  {
    key: 'method',
    label: 'As computed by',
    hint: 'joulebook if empty',
    choices: ['joulebook', 'strubell2019', 'lacoste2019', 'lannelongue2021', 'patterson2021', 'dodge2022'],
  },
];

const KEYS = [...MAIN_FIELDS, ...MORE_FIELDS].map(({ key }) => key);

/** What the address says of the form, as the words of a question; empty for an empty form. */
export function formWords(search: URLSearchParams): string {
  const words = new URLSearchParams();
  for (const key of KEYS)
    for (const value of search.getAll(key)) if (value.trim() !== '') words.append(key, value.trim());
  return words.toString();
}

/** The same as words of a command line, without quotes. */
export function commandWords(words: string): readonly string[] {
  return [...new URLSearchParams(words)].flatMap(([key, value]) => [`--${key}`, value]);
}

/** What a form lacks before anything can be computed, as a sentence; undefined where it is enough. */
export function lackOf(words: string): string | undefined {
  const form = new URLSearchParams(words);
  const hasAny = (...keys: readonly string[]): boolean => keys.some((key) => form.has(key));
  if (hasAny('energy')) return undefined;
  if (!hasAny('gpu', 'cpu', 'cores', 'instance', 'power', 'total-power'))
    return 'Say what it ran on: an accelerator, a processor, a cloud machine or a power.';
  if (!hasAny('hours', 'accelerator-hours')) return 'Say how long it ran.';
  return undefined;
}
