import type { DraftParameter } from '../space/build-space.ts';
import type { ParameterValue } from '../space/configuration.ts';
import type { Parameter } from '../space/parameter.ts';
import type { Mistakes, Where } from './mistakes.ts';
import type { Span } from './yaml-tree.ts';

/** Where the parameters go that are read, whichever way they are written. */
export interface ParameterSink {
  readonly drafts: DraftParameter[];
  readonly fixed: Record<string, ParameterValue>;
  /** Places of nested parameters. */
  readonly nested: Record<string, readonly string[]>;
  /** Where the text of a condition stands. */
  readonly conditionAt: Map<string, Span>;
  readonly names: Set<string>;
  readonly mistakes: Mistakes;
  /** The file is one of W&B's: `yes` and `no` are read as Python's YAML does. */
  readonly isSweep: boolean;
}

/** An empty sink. */
export function parameterSink(mistakes: Mistakes, isSweep: boolean): ParameterSink {
  return {
    drafts: [],
    fixed: {},
    nested: {},
    conditionAt: new Map(),
    names: new Set(),
    mistakes,
    isSweep,
  };
}

/** Takes a name for a parameter; false where it cannot be one or is taken, which is told. */
export function takeName(sink: ParameterSink, name: string, at: Where): boolean {
  const { mistakes, names } = sink;
  if (name === '__proto__' || !/^[^\s{}='"$`\p{C}]+$/u.test(name)) {
    mistakes.add(
      at,
      `${JSON.stringify(name)} is no name of a parameter`,
      'Names have no spaces, quotes, braces, `=` or `$`.',
      'Rename it.',
    );
    return false;
  }
  if (names.has(name)) {
    mistakes.add(
      at,
      `parameter "${name}" is there twice`,
      'It is written in two places.',
      'Take one of them away.',
    );
    return false;
  }
  names.add(name);
  return true;
}

/** Adds a parameter with its condition. */
export function addParameter(
  { drafts }: ParameterSink,
  parameter: Parameter,
  when: string | undefined,
): void {
  drafts.push(when === undefined ? { parameter } : { parameter, when });
}

/** Adds a parameter with one value: fixed, unless it counts only sometimes. */
export function addOnly(
  sink: ParameterSink,
  name: string,
  value: ParameterValue,
  when: string | undefined,
): void {
  if (when === undefined) sink.fixed[name] = value;
  else addParameter(sink, { kind: 'categorical', name, choices: [value] }, when);
}
