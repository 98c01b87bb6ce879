import { err, ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import { readValuesText } from '../params/read-params.ts';
import type { ReadFault } from '../revision/read-fault.ts';

const KINDS: Readonly<Record<string, string>> = { '.json': 'JSON', '.toml': 'TOML', '.py': 'Python' };

/** Reads a file of values by the end of its name; what is wrong with it is told as DVC's JSON tells it. */
export function readValues(bytes: Uint8Array, at: RepoPath): Result<Value, ReadFault> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return err({ type: 'EncodingError', msg: `unable to read: '${at}', is not valid utf-8` });
  }
  const read = readValuesText(text, at);
  if (read.ok) return ok(read.value);
  const [, end = ''] = /(\.[^./]+)$/.exec(at) ?? [];
  const kind = KINDS[end.toLowerCase()] ?? 'YAML';
  return err({
    type: `${kind}FileCorruptedError`,
    msg: `unable to read: '${at}', ${kind} file structure is corrupted`,
  });
}
