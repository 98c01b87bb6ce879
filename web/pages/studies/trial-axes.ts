import type { ParameterValue } from '../../../src/search/space/configuration.ts';
import { printEnergy } from '../../../src/units/format.ts';
import { axisUnit } from '../../../src/report/chart/axis-unit.ts';
import { tickText } from '../../../src/report/chart/ticks.ts';
import type { ParallelAxis } from '../../charts/parallel/axis.ts';
import type { StudyShown } from './study-data.ts';
import { valueText } from './study-text.ts';

/** Keys that are no parameter's: a name of a parameter is behind `p.`. */
export const ENERGY = 'energy';

/** A short number on an axis. */
function numberText(value: number): string {
  return tickText(Number(value.toPrecision(3)));
}

/** The axes of a study: each parameter that varies, the energy, each objective. */
export function trialAxes({ list, space, objectives }: StudyShown): readonly ParallelAxis[] {
  const parameters = space.parameters.map((parameter): ParallelAxis => {
    const { name } = parameter;
    const given = list.map(({ configuration }) =>
      Object.hasOwn(configuration, name) ? configuration[name] : undefined,
    );
    const base = { key: `p.${name}`, label: name };
    if (
      parameter.kind !== 'categorical' &&
      given.every((value) => value === undefined || typeof value === 'number')
    )
      return {
        ...base,
        values: given.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null)),
        isLog: parameter.scale === 'log',
        text: numberText,
      };
    return { ...base, ...choicesOf(parameter.kind === 'categorical' ? parameter.choices : [], given) };
  });
  const energy: ParallelAxis = {
    key: ENERGY,
    label: 'energy',
    values: list.map(({ joules }) => (joules > 0 ? joules : null)),
    isLog: true,
    text: (joules) => printEnergy(joules),
    unit: axisUnit('energy', 3600).factor,
  };
  const sought = objectives.map(
    ({ metric }, i): ParallelAxis => ({
      key: `m.${metric}`,
      label: metric,
      values: list.map(({ values }) => values[i] ?? null),
      isLog: false,
      text: numberText,
    }),
  );
  return [...parameters, ...(energy.values.some((value) => value !== null) ? [energy] : []), ...sought];
}

/** Choices in the order of the search, then what trials have beside them. */
function choicesOf(
  choices: readonly ParameterValue[],
  given: readonly (ParameterValue | undefined)[],
): Pick<ParallelAxis, 'values' | 'choices' | 'isLog' | 'text'> {
  const names = new Map(choices.map((choice, i) => [JSON.stringify(choice), i]));
  for (const value of given) {
    const key = value === undefined ? undefined : JSON.stringify(value);
    if (key !== undefined && !names.has(key)) names.set(key, names.size);
  }
  const texts = [...names.keys()].map((key) => valueText(JSON.parse(key) as ParameterValue));
  return {
    choices: texts,
    values: given.map((value) => (value === undefined ? null : (names.get(JSON.stringify(value)) ?? null))),
    isLog: false,
    text: (index) => texts[Math.round(index)] ?? '',
  };
}
