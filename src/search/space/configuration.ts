/** What a parameter can be given: any JSON value, since a choice may be a list or an object. */
export type ParameterValue =
  | number
  | string
  | boolean
  | null
  | readonly ParameterValue[]
  | { readonly [key: string]: ParameterValue };

/** The values of the parameters that are active in a trial, by name; a parameter whose condition does not hold is absent. */
export type Configuration = Readonly<Record<string, ParameterValue>>;
