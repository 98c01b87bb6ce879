/** How the text of a value is read. */
export type ValueKind =
  | 'flag'
  | 'string'
  | 'int'
  | 'number'
  | 'energy'
  | 'mass'
  | 'duration'
  | 'intensity'
  | 'enum'
  | 'path'
  | 'regex'
  | 'key=value';
