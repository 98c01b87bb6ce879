import { readValues } from '../compare/read-values.ts';
import type { Value, ValueMap } from '../model/value.ts';
import type { ReadFault } from '../revision/read-fault.ts';
import { err, ok, type Result } from '../../result.ts';
import { suffixOf } from './path-text.ts';
import { readTable } from './read-table.ts';

/** Ends of the names of pictures. */
const PICTURES: ReadonlySet<string> = new Set(['.jpg', '.jpeg', '.gif', '.png', '.svg']);
const VALUES: ReadonlySet<string> = new Set(['.json', '.yaml', '.yml', '.toml', '.py']);

/** Whether a file is shown as it is. */
export function isPicture(path: string): boolean {
  return PICTURES.has(suffixOf(path));
}

/** What a file that is drawn holds: rows of a table, or lists in a tree of values. */
export function readPlotSource(bytes: Uint8Array, path: string, props: ValueMap): Result<Value, ReadFault> {
  const suffix = suffixOf(path);
  if (suffix === '.csv' || suffix === '.tsv') {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return err({ type: 'EncodingError', msg: `unable to read: '${path}', is not valid utf8` });
    }
    return ok(readTable(text, suffix === '.tsv' ? '\t' : ',', props.get('header') !== false));
  }
  const unfit = kindFault(path);
  return unfit === undefined ? readValues(bytes, path) : err(unfit);
}

/** Why a file cannot be drawn that is known by its name alone: it is told of a file that is not there, too, as by DVC. */
export function kindFault(path: string): ReadFault | undefined {
  const suffix = suffixOf(path);
  if (suffix === '.csv' || suffix === '.tsv' || VALUES.has(suffix)) return undefined;
  return {
    type: 'PlotMetricTypeError',
    msg: `'${path}' - file type error\nOnly JSON, YAML, CSV and TSV formats are supported.`,
  };
}
