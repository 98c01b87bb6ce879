/** Why a file cannot be read, in the words and types of Python, that stand in DVC's JSON. */
export interface ReadFault {
  readonly type: string;
  readonly msg: string;
}
