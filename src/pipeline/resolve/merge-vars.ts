import { err, ok, type Result } from '../../result.ts';
import type { ValueMap } from '../model/value.ts';
import { type Node, nodeOf, type Source, type Unusable } from './node.ts';

/** Why values cannot be added to others, in the words that DVC uses. */
export interface MergeFault {
  readonly kind: 'merge' | 'reserved' | 'unusable';
  readonly message: string;
}

/**
 * Adds values to those that are there. Mappings are joined at any depth; anything else may be set once only.
 *
 * @param reserved - names that may not be set: `item` and `key` in a group
 * @param item - what names the file in `vars`, where it is one
 */
export function merge(
  into: Map<string, Node>,
  values: ValueMap,
  source: Source,
  reserved: ReadonlySet<string>,
  item?: string,
): Result<void, MergeFault> {
  const unusable: Unusable[] = [];
  const members = nodeOf(values, source, '', undefined, unusable).members ?? new Map<string, Node>();
  const [first] = unusable;
  if (first !== undefined) {
    const place = `${source.name ?? '<local>'}:${first.path}`;
    return err({ kind: 'unusable', message: `Unsupported value of type '${first.type}' in '${place}'` });
  }
  const taken = [...reserved].filter((key) => members.has(key));
  if (taken.length > 0) {
    const keys = `key${taken.length > 1 ? 's' : ''} ${taken.join(' and ')}`;
    const where = item === undefined ? '' : ` in '${item}'`;
    return err({ kind: 'reserved', message: `attempted to modify reserved ${keys}${where}` });
  }
  return join(into, members);
}

function join(into: Map<string, Node>, from: ReadonlyMap<string, Node>): Result<void, MergeFault> {
  for (const [key, node] of from) {
    const there = into.get(key);
    if (there === undefined) into.set(key, node);
    else if (there.members === undefined || node.members === undefined) {
      const message = `cannot redefine '${node.path}' from '${node.source.name ?? ''}' as it already exists in '${there.source.name ?? ''}'`;
      return err({ kind: 'merge', message });
    } else {
      const done = join(there.members, node.members);
      if (!done.ok) return done;
    }
  }
  return ok(undefined);
}
