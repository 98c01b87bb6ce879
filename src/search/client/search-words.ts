/** What a value of a parameter may be. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** A number from min to max. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Without it a range is of whole numbers where both bounds are. */
  readonly type?: 'float' | 'int';
  readonly log?: boolean;
  readonly step?: number;
  readonly when?: string;
}

/** One of several values. */
export interface Choices {
  readonly values: readonly JsonValue[];
  readonly probabilities?: readonly number[];
  readonly when?: string;
}

/** A parameter as a search file has it: a range, choices, a group of parameters, or one value. */
export type ParameterWords =
  | string
  | number
  | boolean
  | readonly JsonValue[]
  | NumberRange
  | Choices
  | { readonly value: JsonValue; readonly when?: string }
  | { readonly parameters: Readonly<Record<string, ParameterWords>>; readonly when?: string };

/** A metric that is sought, as a search file has it. */
export type ObjectiveWords =
  | string
  | {
      readonly metric: string;
      readonly goal?: 'minimize' | 'maximize';
      /** The search ends when it is reached. */
      readonly target?: number;
      readonly resource?: string;
      readonly max_resource?: number;
    };

/** What may be spent: `2 kWh`, `100 g`, `2h`, `50 trials`, several of these, or by kind. */
export type BudgetWords =
  | string
  | readonly string[]
  | {
      readonly energy?: string;
      readonly carbon?: string;
      readonly cost?: number;
      readonly time?: string;
      readonly trials?: number;
    };

/** A search, with the words of a search file (docs/guide/search-file.md). */
export interface SearchWords {
  readonly version?: 1;
  /** By it the study is found again, and goes on where it was left. */
  readonly name: string;
  readonly description?: string;
  readonly project?: string;
  readonly objective?: ObjectiveWords;
  readonly objectives?: readonly ObjectiveWords[];
  /** What reports count: `epoch`. */
  readonly resource?: string;
  /** A full training, e.g. 50 epochs. */
  readonly max_resource?: number;
  readonly budget?: BudgetWords;
  readonly worth?: Readonly<Record<string, number>>;
  readonly parameters: Readonly<Record<string, ParameterWords>>;
  readonly constraints?: readonly string[];
  readonly search?: {
    readonly sampler?: string | Readonly<Record<string, JsonValue>>;
    readonly stopper?: string | Readonly<Record<string, JsonValue>>;
    readonly seed?: number;
    readonly startup?: number;
    readonly warm_start?: 'auto' | 'none' | number;
    readonly deterministic?: boolean;
  };
  /** Most trials in flight. */
  readonly workers?: number | { readonly local?: number };
  readonly retry?: number | { readonly max?: number; readonly on?: readonly (string | number)[] };
}
