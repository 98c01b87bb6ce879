import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pedAnova } from '../../../src/search/importance/ped-anova.ts';
import type { Configuration } from '../../../src/search/space/configuration.ts';
import type { Parameter } from '../../../src/search/space/parameter.ts';

interface Golden {
  readonly cases: readonly {
    readonly direction: 'minimize' | 'maximize';
    readonly conditional: boolean;
    readonly trials: readonly { readonly params: Configuration; readonly value: number }[];
    readonly importances: Readonly<Record<string, number>>;
  }[];
}

const PARAMETERS: readonly Parameter[] = [
  { kind: 'float', name: 'lr', low: 1e-5, high: 1e-1, scale: 'log' },
  { kind: 'float', name: 'momentum', low: 0, high: 0.99, scale: 'linear' },
  { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.1 },
  { kind: 'integer', name: 'layers', low: 1, high: 4, scale: 'linear' },
  { kind: 'integer', name: 'units', low: 8, high: 512, scale: 'log' },
  { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd', 'lion'] },
];

const { cases } = JSON.parse(readFileSync(new URL('goldens.json', import.meta.url), 'utf8')) as Golden;

test.each(cases)(
  'parameters matter as much as Optuna 5.0 says ($direction, conditional: $conditional)',
  (one) => {
    const sign = one.direction === 'minimize' ? 1 : -1;
    const parts = pedAnova(
      PARAMETERS,
      one.trials.map(({ params, value }) => ({ configuration: params, loss: sign * value })),
    );
    expect(Object.keys(parts).sort()).toEqual(Object.keys(one.importances).sort());
    for (const [name, part] of Object.entries(one.importances))
      expect(parts[name], name).toBeCloseTo(part, 10);
  },
);

test('with too few trials, or a loss that is no number, all parameters are alike', () => {
  expect(pedAnova(PARAMETERS, [])).toMatchObject({ lr: 1 / 6, opt: 1 / 6 });
  const broken = [1, 2, 3].map(() => ({ configuration: { lr: 0.1 }, loss: Number.NaN }));
  expect(pedAnova(PARAMETERS, broken)).toMatchObject({ lr: 1 / 6 });
});
