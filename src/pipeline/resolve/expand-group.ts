import { err, ok, type Result } from '../../result.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { pythonText, textOf } from '../values/text-of.ts';
import { expressionsIn } from './expression.ts';
import { type Fault, interpolateNodes, interpolateText } from './interpolate.ts';
import { typeName } from '../model/type-name.ts';
import { type Node, nodeOf, WRITTEN } from './node.ts';
import type { Scope } from './scope.ts';

/** What the stages of a group can name beside what all stages can: by the part of the stage's name behind `@`. */
export type Members = ReadonlyMap<string, ReadonlyMap<string, Node>>;

/** Why a group cannot be expanded: an expression, or what `foreach` or an axis leads to. */
export type GroupFault =
  | Fault
  | { readonly kind: 'iterable'; readonly type: string; readonly axis?: string }
  | { readonly kind: 'many'; readonly count: number };

/** A matrix of more stages than this is a slip; DVC would never come to an end with it. */
const MOST = 100_000;

/** The stages of a `foreach`: one for each item of a list or mapping. */
export function foreachMembers(over: Value, scope: Scope): Result<Members, GroupFault> {
  const resolved = interpolateNodes(over, scope);
  if (!resolved.ok) return resolved;
  const node = resolved.value;
  if (node.members !== undefined) {
    return ok(
      new Map(
        [...node.members].map(([key, item]) => [key, new Map([['item', item], keyNode(key)])] as const),
      ),
    );
  }
  if (node.items === undefined) return err({ kind: 'iterable', type: typeName(node.value) });
  // As soon as one item is a list or mapping, all are named by their position.
  const byPosition = node.items.some(isComposite);
  return ok(
    new Map(
      node.items.map((item, i) => [byPosition ? `${i}` : nameOf(item), new Map([['item', item]])] as const),
    ),
  );
}

/** The stages of a `matrix`: every combination of its axes, the last one fastest. */
export function matrixMembers(axes: ValueMap, scope: Scope): Result<Members, GroupFault> {
  let combinations: readonly (readonly (readonly [axis: string, fragment: string, node: Node])[])[] = [[]];
  for (const [written, value] of axes) {
    const name = interpolateText(written, { scope });
    if (!name.ok) return name;
    const axis = axisValues(textOf(name.value), value, scope);
    if (!axis.ok) return axis;
    const count = combinations.length * axis.value.length;
    if (count > MOST) return err({ kind: 'many', count });
    combinations = combinations.flatMap((before) => axis.value.map((point) => [...before, point]));
  }
  return ok(
    new Map(
      combinations.map((points) => {
        const key = points.map(([, fragment]) => fragment).join('-');
        const item = nodeOf(new Map(), WRITTEN, 'item', undefined, []);
        return [
          key,
          new Map([keyNode(key), ['item', item.with(points.map(([axis, , node]) => [axis, node]))]]),
        ] as const;
      }),
    ),
  );
}

function axisValues(
  axis: string,
  value: Value,
  scope: Scope,
): Result<readonly (readonly [axis: string, fragment: string, node: Node])[], GroupFault> {
  const resolved = interpolateNodes(value, scope);
  if (!resolved.ok) return resolved;
  const node = resolved.value;
  const values = node.items ?? namesAsNodes(node) ?? letters(value);
  if (values === undefined) return err({ kind: 'iterable', type: typeName(node.value), axis });
  return ok(values.map((one, i) => [axis, isComposite(one) ? `${axis}${i}` : nameOf(one), one] as const));
}

/** A mapping as an axis stands for its names. */
function namesAsNodes({ members }: Node): readonly Node[] | undefined {
  return members === undefined ? undefined : [...members.keys()].map(literal);
}

/** DVC takes a text that is written as an axis letter by letter. */
function letters(value: Value): readonly Node[] | undefined {
  return typeof value === 'string' && expressionsIn(value).length === 0
    ? Array.from(value, (letter) => literal(letter))
    : undefined;
}

function literal(text: string): Node {
  return nodeOf(text, WRITTEN, '', undefined, []);
}

function keyNode(key: string): readonly [string, Node] {
  return ['key', nodeOf(key, WRITTEN, 'key', undefined, [])];
}

function isComposite(node: Node): boolean {
  return node.items !== undefined || node.members !== undefined;
}

/** DVC names a stage `true` after what dvc.yaml writes, and `True` after what `${}` leads to. */
function nameOf(node: Node): string {
  const { value } = node;
  if (isList(value) || isMap(value)) return '';
  return node.source === WRITTEN ? textOf(value) : pythonText(value);
}
