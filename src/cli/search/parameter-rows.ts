import type { SearchSpec } from '../../search/file/search-spec.ts';
import type { ParameterValue } from '../../search/space/configuration.ts';
import type { NumericParameter, Parameter, Prior } from '../../search/space/parameter.ts';
import { valueCount } from '../../search/space/space-size.ts';

/** Cells of the table of parameters: name, values, how they are spread, how many there are, condition. */
export function parameterRows({ space }: SearchSpec, isUnicode: boolean): readonly (readonly string[])[] {
  const infinite = isUnicode ? '∞' : 'inf';
  return [
    ...space.parameters.map((parameter) => [
      parameter.name,
      valuesText(parameter, isUnicode),
      spreadText(parameter),
      countText(valueCount(parameter), infinite),
      parameter.when?.text ?? '',
    ]),
    ...Object.entries(space.fixed).map(([name, value]) => [name, valueText(value), 'fixed', '1', '']),
  ];
}

/** A count with its thousands apart. */
export function countText(count: number, infinite: string): string {
  if (count === Infinity) return infinite;
  return count < 1e15 ? count.toLocaleString('en') : `${Number(count.toPrecision(3))}`;
}

function valuesText(parameter: Parameter, isUnicode: boolean): string {
  if (parameter.kind === 'categorical') return parameter.choices.map(valueText).join(', ');
  const { low, high, step } = parameter;
  const by = step === undefined || step === 1 ? '' : ` by ${step}`;
  return `${number(low)} ${isUnicode ? '…' : '..'} ${number(high)}${by}`;
}

function spreadText(parameter: Parameter): string {
  if (parameter.kind === 'categorical')
    return parameter.probabilities === undefined
      ? 'choice'
      : `choice ${parameter.probabilities.map((one) => number(one)).join(', ')}`;
  const whole = parameter.kind === 'integer' ? ' whole' : '';
  return `${scaleText(parameter)}${whole}`;
}

function scaleText({ scale, prior }: NumericParameter): string {
  return prior === undefined ? scale : priorText(prior);
}

function priorText(prior: Prior): string {
  const by = prior.quantum === undefined ? '' : ` by ${number(prior.quantum)}`;
  switch (prior.distribution) {
    case 'uniform':
      return `linear${by}`;
    case 'log-uniform':
      return `log${by}`;
    case 'beta':
      return `beta(${number(prior.a)}, ${number(prior.b)})${by}`;
    default:
      return `${prior.distribution}(${number(prior.mu)}, ${number(prior.sigma)})${by}`;
  }
}

function number(value: number): string {
  return `${Number(value.toPrecision(6))}`;
}

/** A value as a person reads it. */
export function valueText(value: ParameterValue): string {
  if (typeof value === 'number') return `${Number(value.toPrecision(4))}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
