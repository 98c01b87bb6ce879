import type { ConfigKey } from '../config/config-keys.ts';
import type { ValueKind } from './value-kind.ts';

/**
 * The command table is data: parsing, help, completion and the reference in `docs/` are all made from it, so none of them
 * can say something else than the program does.
 */

/** What the shell offers for a value. */
export type CompletionKind =
  | 'run'
  | 'project'
  | 'region'
  | 'config-key'
  | 'file'
  | 'folder'
  | 'command'
  | 'target'
  | 'remote'
  | 'experiment'
  | 'study'
  | 'revision'
  | 'field'
  | 'figure';

/** `key=value` as it was written. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** One option of a command. */
export interface OptionSpec {
  /** Name of the value in the code. */
  readonly key: string;
  readonly long: `--${string}`;
  readonly short?: `-${string}`;
  readonly kind: ValueKind;
  /** Stands for the value in help: `--name NAME`. Without it the option is a flag. */
  readonly placeholder?: string;
  readonly values?: readonly string[];
  readonly repeatable?: true;
  /** What the option means where no value follows it; its value may then stand behind `=` or as the next word. */
  readonly withoutValue?: string;
  /** Of a repeatable option: it takes all words up to the next option. */
  readonly takesMany?: true;
  /** The value where none is given, in the text that the user would write. */
  readonly default?: string;
  /** The setting that stands in where the option is not given. */
  readonly config?: ConfigKey;
  readonly min?: number;
  readonly max?: number;
  readonly complete?: CompletionKind;
  readonly description: string;
  /** A flag behind which nothing is ours to read: all words after it are in `rest`. */
  readonly endsOptions?: true;
  /** Left out of help and completion. */
  readonly hidden?: true;
  /** Options by which other tools say the same, each with what to write here: for the error where one is given. */
  readonly elsewhere?: Readonly<Record<`--${string}`, string>>;
}

/** One word that a command takes. */
export interface ArgumentSpec {
  readonly key: string;
  readonly placeholder: string;
  readonly required?: true;
  readonly variadic?: true;
  readonly values?: readonly string[];
  readonly complete?: CompletionKind;
  readonly description: string;
}

/** A command line and what it does. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

/** One command. */
export interface CommandSpec {
  readonly name: string;
  /** The heading under which the command list shows it. */
  readonly group: 'Measure' | 'Search' | 'Pipeline' | 'Look' | 'Keep' | 'Set up';
  /** One line, no full stop. */
  readonly summary: string;
  readonly description?: string;
  readonly arguments?: readonly ArgumentSpec[];
  /** Not ours to read: everything from the first word on (or after `--`), or with arguments of our own what stands behind `--`. */
  readonly rest?: { readonly placeholder: string; readonly description: string; readonly required?: true };
  readonly options: readonly OptionSpec[];
  readonly examples: readonly Example[];
  /** Exit codes beyond 0, 2 and 70. */
  readonly exits?: readonly (readonly [code: string, meaning: string])[];
  /** `none`: settings are not read. `lenient`: what is wrong in them is a warning. */
  readonly settings?: 'none' | 'lenient';
  /** What `--json` prints is DVC's: no envelope around it, and errors are text on stderr. */
  readonly json?: 'dvc';
  readonly hidden?: true;
}

type TextOf<O extends OptionSpec> = O['values'] extends readonly (infer V)[] ? V : string;

type OneOf<O extends OptionSpec> = O['kind'] extends 'flag'
  ? boolean
  : O['kind'] extends 'int' | 'number' | 'energy' | 'mass' | 'duration' | 'intensity'
    ? number
    : O['kind'] extends 'regex'
      ? RegExp
      : O['kind'] extends 'key=value'
        ? KeyValue
        : TextOf<O>;

type ValueOf<O extends OptionSpec> = O extends { readonly repeatable: true }
  ? readonly OneOf<O>[]
  : O['kind'] extends 'flag'
    ? boolean
    : O extends { readonly default: string }
      ? OneOf<O>
      : OneOf<O> | undefined;

type ArgumentOf<A extends ArgumentSpec> = A extends { readonly variadic: true }
  ? readonly string[]
  : A extends { readonly required: true }
    ? string
    : string | undefined;

type ArgumentsOf<S extends CommandSpec> = S extends {
  readonly arguments: infer A extends readonly ArgumentSpec[];
}
  ? { readonly [X in A[number] as X['key']]: ArgumentOf<X> }
  : { readonly [X in never]: never };

/** Where a value came from. */
export type Origin = 'option' | 'environment' | 'user' | 'project' | 'default';

/** What a command is called with: energies in J, masses in g, durations in s, intensities in g/kWh. */
export interface InputOf<S extends CommandSpec> {
  readonly options: { readonly [O in S['options'][number] as O['key']]: ValueOf<O> };
  readonly arguments: ArgumentsOf<S>;
  /** Words that belong to somebody else, byte for byte. */
  readonly rest: readonly string[];
  /** Where each option came from. */
  readonly origins: Readonly<Record<string, Origin>>;
}

/** An input whose command is only known at run time. */
export interface AnyInput {
  readonly options: Readonly<Record<string, unknown>>;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly rest: readonly string[];
  readonly origins: Readonly<Record<string, Origin>>;
}
