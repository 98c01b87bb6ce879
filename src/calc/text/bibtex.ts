import type { CalcResult } from '../calc-result.ts';
import type { MethodName } from '../calc-request.ts';

const OF_METHOD: Readonly<Record<MethodName, string | undefined>> = {
  joulebook: undefined,
  strubell2019: 'strubell2019energy',
  lacoste2019: 'lacoste2019quantifying',
  lannelongue2021: 'lannelongue2021green',
  patterson2021: 'patterson2021carbon',
  dodge2022: 'dodge2022measuring',
};

/** Keys of the works that a result rests on, ours first. */
export function citationsOf({ request, sourcedIntensity }: CalcResult): readonly string[] {
  const method = OF_METHOD[request.method];
  const source = sourcedIntensity?.source ?? '';
  return [
    'joulebook',
    ...(method === undefined ? [] : [method]),
    ...(request.compute === undefined ? [] : ['henderson2020towards']),
    ...(source.includes('Ember') ? ['ember'] : []),
    ...(source.includes('Electricity Maps') ? ['electricitymaps'] : []),
  ];
}

/**
 * The entries of {@link citationsOf}.
 *
 * @param references text of data/calc/references.bib
 */
export function bibtexText(result: CalcResult, references: string): string {
  const entries = references.trim().split(/\n(?=@)/);
  const wanted = citationsOf(result);
  return `${entries
    .filter((entry) => wanted.some((key) => entry.includes(`{${key},`)))
    .map((entry) => entry.trim())
    .join('\n\n')}\n`;
}
