import { addressOf, relativePath } from '../graph/address.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import { type Change, type Changes, isChanged } from './changes.ts';

/**
 * What changed, by address, as `dvc status --json` has it. What is up to date is left out.
 *
 * @param from the folder that the user stands in.
 */
export function statusOf(changes: ReadonlyMap<Node, Changes>, from: RepoPath): ValueMap {
  return new Map(
    [...changes].flatMap(([node, changed]): [string, Value][] =>
      isChanged(changed) ? [[addressOf(node, from), itemsOf(changed, from)]] : [],
    ),
  );
}

function itemsOf({ deps, outs, isAlways, isCommand }: Changes, from: RepoPath): readonly Value[] {
  return [
    ...(deps.length === 0 ? [] : [new Map([['changed deps', paths(deps, from)]])]),
    ...(outs.length === 0 ? [] : [new Map([['changed outs', paths(outs, from)]])]),
    ...(isAlways ? ['always changed'] : []),
    ...(isCommand ? ['changed command'] : []),
  ];
}

function paths(changes: readonly Change[], from: RepoPath): ValueMap {
  return new Map(changes.map(({ item, how }): [string, Value] => [relativePath(from, item.at), how]));
}

const STATUS_WIDTH = 20;

/** The text of `dvc status`, without what stands around it. */
export function statusLines(status: ValueMap): readonly string[] {
  return lines(status, 0);
}

function lines(items: Value, depth: number): readonly string[] {
  const indent = '\t'.repeat(depth);
  if (isList(items)) return items.flatMap((item) => lines(item, depth));
  if (!isMap(items)) return [`${indent}${items as string}`];
  return [...items].flatMap(([name, value]) =>
    typeof value === 'string'
      ? [`${indent}${`${value}:`.padEnd(STATUS_WIDTH)}${name}`]
      : [`${indent}${name}:`, ...lines(value, depth + 1)],
  );
}
