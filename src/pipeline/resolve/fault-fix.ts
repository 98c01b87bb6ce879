import { closest } from '../../book/closest.ts';
import type { Fault } from './interpolate.ts';

/** What to do where values cannot be put together. */
export const VARS_FIX = {
  merge: 'give one of the two another name, or load only the keys that are needed: `- file.yaml:key1,key2`',
  reserved: 'give it another name: item and key are what the group itself sets',
  unusable: 'quote it: ${} can name no dates and times, and DVC refuses a file with one here',
  loaded: 'name the file once, with all keys that are needed',
  path: 'mend the path: it begins at the folder of dvc.yaml, in a stage at its wdir',
  key: 'mend the key, or add it to the file',
  form: 'write names with values',
} as const;

/** More names than this are not listed. */
const LISTED = 12;

/** What to do where a `${…}` cannot be replaced. */
export function fixOfFault({
  kind,
  inner,
  name = inner,
  before = [],
  known = [],
}: Fault): string | undefined {
  if (kind === 'vars') return 'write the value itself: vars are what ${} takes its values from';
  if (kind === 'form') {
    return 'between the braces stands one name: ${a}, ${a.b} or ${a[0]}; write \\${…} for what the shell is to replace';
  }
  if (kind === 'type') return inner === '' ? undefined : 'name one value in it, as in ${a.b} or ${a[0]}';
  const escaped = `write \\\${${inner}} where the shell is to replace it`;
  if (!/^[\w\s.[\]-]+$/u.test(inner)) return `${escaped}; there are no defaults or operators here`;
  const near = closest(name, known);
  if (near !== undefined) return `did you mean \${${[...before, near].join('.')}}?`;
  const beside = known.length > 0 && known.length <= LISTED ? `; there are: ${known.join(', ')}` : '';
  return `add ${[...before, name].join('.')} to params.yaml beside this file or to vars, or ${escaped}${beside}`;
}
