import type { Question } from '../../../server/route.ts';

/** Options of `joulebook calc` that the page's form may set. Those that name a file of the server's machine are not among them. */
export const CALC_KEYS = [
  'gpu',
  'count',
  'hours',
  'accelerator-hours',
  'cpu',
  'sockets',
  'cores',
  'ram',
  'instance',
  'power',
  'total-power',
  'energy',
  'utilisation',
  'cpu-utilisation',
  'pue',
  'region',
  'intensity',
  'market-intensity',
  'wue',
  'price',
  'provider',
  'start',
  'runs',
  'method',
  'scope',
] as const;

/** The words behind `joulebook calc` that a question means. */
export function calcWords({ words }: Pick<Question, 'words'>): readonly string[] {
  return CALC_KEYS.flatMap((key) =>
    words(key)
      .filter((text) => text !== '')
      .map((text) => `--${key}=${text}`),
  );
}
