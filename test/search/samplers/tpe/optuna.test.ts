import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Dimension, coordinateOf, dimensionsOf } from '../../../../src/search/samplers/dimension.ts';
import { TpeModel } from '../../../../src/search/samplers/tpe/tpe-model.ts';
import { trialWeight } from '../../../../src/search/samplers/tpe/trial-weights.ts';
import type { ParameterValue } from '../../../../src/search/space/configuration.ts';
import type { Parameter } from '../../../../src/search/space/parameter.ts';
import type { Trial, TrialState } from '../../../../src/search/study/trial.ts';
import { WatchedStudy } from '../watched-study.ts';

interface Golden {
  readonly name: string;
  readonly objectives: number;
  readonly multivariate: boolean;
  readonly space: readonly Parameter[];
  readonly trials: readonly {
    readonly number: number;
    readonly state: TrialState;
    readonly configuration: Readonly<Record<string, ParameterValue>>;
    readonly losses: readonly number[];
    readonly reports: readonly (readonly [number, number | null])[];
    readonly violations: readonly number[];
  }[];
  readonly below: readonly number[];
  readonly groups: readonly {
    readonly names: readonly string[];
    readonly points: Readonly<Record<string, readonly ParameterValue[]>>;
    readonly weights: readonly number[];
    readonly good: readonly number[];
    readonly other: readonly number[];
  }[];
}

const goldens = JSON.parse(
  readFileSync(new URL('../../goldens/tpe.json', import.meta.url), 'utf8'),
) as readonly Golden[];

function modelOf(golden: Golden): TpeModel {
  const parameters = golden.space.map((parameter): Parameter => {
    if (parameter.name !== 'nesterov') return parameter;
    return {
      ...parameter,
      when: { text: "opt == 'sgd'", parents: ['opt'], holds: ({ opt }) => opt === 'sgd' },
    };
  });
  const study = new WatchedStudy({ parameters, fixed: {} }, () => ({ propose: () => undefined }), {
    objectives: golden.objectives,
  });
  const model = new TpeModel(study, dimensionsOf(study.space), { multivariate: golden.multivariate });
  for (const { losses, reports, ...rest } of golden.trials) {
    const trial: Trial = {
      ...rest,
      origin: 'sampler',
      joules: 0,
      isControl: false,
      reports: reports.map(([resource, loss]) => ({ resource, losses: [loss ?? Number.NaN], joules: 0 })),
      ...(rest.state === 'complete' ? { losses } : {}),
    };
    // As it happened: it ran, then it ended; a running trial never is asked what it learnt before.
    model.learn({ ...trial, state: 'running' });
    if (trial.number % 17 === 0) model.settle();
    model.learn(trial);
  }
  model.settle();
  return model;
}

describe('TPE against Optuna 5.0.0', () => {
  for (const golden of goldens) {
    describe(golden.name, () => {
      const model = modelOf(golden);

      it('takes the same trials for good', () => {
        expect([...model.good].sort((a, b) => a - b)).toEqual(golden.below);
      });

      it('has the same densities of good and of other trials', () => {
        for (const { names, points, good, other } of golden.groups) {
          const estimators = model.estimators.find(({ group }) =>
            group.dimensions.some((d) => d.parameter.name === names[0]),
          );
          const dimensions = estimators?.group.dimensions ?? [];
          expect(dimensions.map(({ parameter }) => parameter.name)).toEqual(names);
          const places = dimensions.map((dimension) =>
            placesOf(dimension, points[dimension.parameter.name] ?? []),
          );
          const near = (ours: Float64Array | undefined, theirs: readonly number[]): void => {
            expect(ours?.length).toBe(theirs.length);
            for (const [row, log] of theirs.entries()) expect(ours?.[row]).toBeCloseTo(log, 8);
          };
          near(estimators?.good.logDensity(places, good.length), good);
          near(estimators?.other.logDensity(places, other.length), other);
        }
      });
    });
  }

  it('gives trials the same weights by age', () => {
    for (const { weights } of goldens.flatMap(({ groups }) => groups)) {
      const count = weights.length - 1;
      const ours = Array.from({ length: count }, (_, index) => trialWeight(index, count));
      const sum = ours.reduce((total, weight) => total + weight, 1);
      for (const [index, weight] of weights.slice(0, -1).entries()) {
        expect((ours[index] as number) / sum).toBeCloseTo(weight, 14);
      }
    }
  });
});

function placesOf(dimension: Dimension, values: readonly ParameterValue[]): readonly number[] {
  return values.map((value) => coordinateOf(dimension, value) ?? Number.NaN);
}
