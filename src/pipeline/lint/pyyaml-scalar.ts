import { Float, Moment, type Value } from '../model/value.ts';
import { textOf } from '../values/text-of.ts';

/** How one scalar is read in two ways. */
export interface Reading {
  readonly dvc: string;
  readonly pyYaml: string;
  readonly fix: string;
}

/** The forms in which YAML 1.1 takes a scalar for a number: a float needs a point, a digit behind a sign, and a sign in its exponent. */
const FLOAT =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/u;
const INTEGER = /^[-+]?(?:0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+)$/u;
const OCTAL = /^([-+]?)0([0-7_]+)$/u;
const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/u;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/u;

/** How PyYAML reads a plain scalar that DVC reads as `value`; undefined where both mean the same. */
export function readByPyYaml(source: string, value: Value): Reading | undefined {
  if (value instanceof Moment) return undefined;
  if (typeof value === 'string') return readText(source);
  if (value instanceof Float)
    return FLOAT.test(source) ? undefined : asText(source, value, withPoint(source));
  if (typeof value !== 'bigint') return undefined;
  if (!INTEGER.test(source)) return asText(source, value, `write ${value}, or quote it where it is a text`);
  const octal = octalOf(source);
  if (octal === undefined || octal === value) return undefined;
  return {
    dvc: `${value}`,
    pyYaml: `${octal}, an octal number`,
    fix: `write ${value}, or quote it where it is a text`,
  };
}

function readText(source: string): Reading | undefined {
  if (BOOLEAN.test(source)) {
    const isTrue = /^(?:yes|on)$/iu.test(source);
    const fix = `write ${isTrue} where it is a truth value, '${source}' where it is a text`;
    return { dvc: `the text '${source}'`, pyYaml: `${isTrue}`, fix };
  }
  if (!SEXAGESIMAL.test(source) || /^[-+]?0/u.test(source)) return undefined;
  const fix = `quote it: '${source}'`;
  return { dvc: `the text '${source}'`, pyYaml: `${sixties(source)}, a number to the base of sixty`, fix };
}

function asText(source: string, value: Value, fix: string): Reading {
  return { dvc: `the number ${textOf(value)}`, pyYaml: `the text '${source}'`, fix };
}

/** `1e5` is a number for both as `1.0e+5`, `-.5` as `-0.5`. */
function withPoint(source: string): string {
  const [, mantissa = source, power = ''] = /^([^eE]*)(?:[eE](.*))?$/u.exec(source) ?? [];
  const number = (mantissa.includes('.') ? mantissa : `${mantissa}.0`).replace(/^([-+]?)\./u, '$10.');
  const exponent = power === '' ? '' : `e${/^[-+]/u.test(power) ? '' : '+'}${power}`;
  return `write ${number}${exponent}`;
}

function octalOf(source: string): bigint | undefined {
  const [, sign, digits = ''] = OCTAL.exec(source) ?? [];
  const plain = digits.replaceAll('_', '');
  if (sign === undefined || plain === '') return undefined;
  const value = BigInt(`0o${plain}`);
  return sign === '-' ? -value : value;
}

function sixties(source: string): number {
  const sign = source.startsWith('-') ? -1 : 1;
  const parts = source.replace(/^[-+]/u, '').replaceAll('_', '').split(':');
  return sign * parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}
