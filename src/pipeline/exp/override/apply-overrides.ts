import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { keyOf } from '../../model/key.ts';
import { isList, isMap, type Value, type ValueMap } from '../../model/value.ts';
import { samePythonValue } from '../../values/same-python-value.ts';
import { textOf } from '../../values/text-of.ts';
import type { Override } from './override.ts';

/** Parameters as overrides leave them, in their old order; new ones come last. */
export function applyOverrides(params: ValueMap, overrides: readonly Override[]): Result<ValueMap> {
  let values: Value = params;
  for (const override of overrides) {
    const changed = change(values, override.key.split('.'), override);
    if (!changed.ok) return changed;
    values = changed.value;
  }
  return ok(isMap(values) ? values : new Map());
}

function change(node: Value, path: readonly string[], override: Override): Result<Value> {
  const [name = '', ...rest] = path;
  if (isList(node)) return changeItem(node, name, rest, override);
  if (!isMap(node)) return err(refused(override));
  const key = node.has(name) || !/^\d+$/.test(name) ? name : keyOf(BigInt(name));
  const known = node.get(key);
  const isLast = rest.length === 0;
  if (isLast && override.how === 'delete') {
    const isMeant = known !== undefined && override.values.every((value) => samePythonValue(value, known));
    if (!isMeant) return err(notDeleted(override, known));
    const left = new Map(node);
    left.delete(key);
    return ok(left);
  }
  const isNew = known === undefined || (known === null && !isLast);
  if (isNew && override.how !== 'add' && override.how !== 'set') return err(refused(override));
  const place = known === undefined ? (node.has(name) ? key : name) : key;
  const value = isLast ? replaced(known, override) : change(isNew ? new Map() : known, rest, override);
  return value.ok ? ok(new Map(node).set(place, value.value)) : value;
}

function changeItem(
  node: readonly Value[],
  name: string,
  rest: readonly string[],
  override: Override,
): Result<Value> {
  const at = /^\d+$/.test(name) ? Number(name) : -1;
  const known = node[at];
  if (known === undefined) return err(refused(override));
  if (rest.length === 0 && override.how === 'delete') return ok(node.filter((_, i) => i !== at));
  const value = rest.length === 0 ? replaced(known, override) : change(known, rest, override);
  return value.ok ? ok(node.map((item, i) => (i === at ? value.value : item))) : value;
}

function replaced(known: Value | undefined, override: Override): Result<Value> {
  const [value = null] = override.values;
  const isMerged = isMap(value) || isList(value);
  if (override.how === 'add' && known !== undefined && known !== null && !isMerged)
    return err(
      problem(
        'E_PIPELINE',
        `Invalid \`--set-param\` value: ${override.text}`,
        `Could not append to config. An item is already at '${override.key}'.`,
        `leave the + out to change it, or write ++ to add or change`,
      ),
    );
  if (!isMap(known) || !isMap(value)) return ok(value);
  return merged(known, value, override);
}

/** Members of a mapping are joined with those that are there. */
function merged(known: ValueMap, value: ValueMap, override: Override): Result<Value> {
  const members = new Map(known);
  for (const [key, member] of value) {
    const before = known.get(key);
    if (before === undefined && override.how === 'change') return err(refused(override));
    const joined: Result<Value> =
      isMap(before) && isMap(member) ? merged(before, member, override) : ok(member);
    if (!joined.ok) return joined;
    members.set(key, joined.value);
  }
  return ok(members);
}

function refused(override: Override): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `Invalid \`--set-param\` value: Could not override '${override.key}'.`,
    'there is no such parameter',
    override.how === 'delete'
      ? 'look at its name'
      : `To append to your config use +${override.text.replace(/^\++/, '')}`,
  );
}

function notDeleted(override: Override, known: Value | undefined): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `Invalid \`--set-param\` value: Could not delete from config. '${override.key}'`,
    known === undefined ? 'there is no such parameter' : `its value is ${textOf(known)}`,
    'look at its name and value',
  );
}
