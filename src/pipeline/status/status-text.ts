import { addressOf, relativePath } from '../graph/address.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import { type Change, type Changes, isChanged } from './changes.ts';

/** What changed of a node in the form of DVC's JSON. */
export type StatusItem =
  | string
  | { readonly 'changed deps': StatusItems }
  | { readonly 'changed outs': StatusItems };

/** How each path differs; of a parameter file, how each parameter does. */
export type StatusItems = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** What changed, by address, as `dvc status --json` has it. What is up to date is left out. */
export type Status = Readonly<Record<string, readonly StatusItem[]>>;

/** @param from the folder that the user stands in. */
export function statusOf(changes: ReadonlyMap<Node, Changes>, from: RepoPath): Status {
  return Object.fromEntries(
    [...changes].flatMap(([node, changed]): [string, readonly StatusItem[]][] =>
      isChanged(changed) ? [[addressOf(node, from), itemsOf(changed, from)]] : [],
    ),
  );
}

function itemsOf({ deps, outs, isAlways, isCommand }: Changes, from: RepoPath): readonly StatusItem[] {
  return [
    ...(deps.length === 0 ? [] : [{ 'changed deps': paths(deps, from) }]),
    ...(outs.length === 0 ? [] : [{ 'changed outs': paths(outs, from) }]),
    ...(isAlways ? ['always changed'] : []),
    ...(isCommand ? ['changed command'] : []),
  ];
}

function paths(changes: readonly Change[], from: RepoPath): StatusItems {
  return Object.fromEntries(
    changes.map(({ item, how }) => [
      relativePath(from, item.at),
      typeof how === 'string' ? how : Object.fromEntries(how),
    ]),
  );
}

const STATUS_WIDTH = 20;

/** The text of `dvc status`, without what stands around it. */
export function statusLines(status: Status): readonly string[] {
  return lines(status, 0);
}

function lines(items: unknown, depth: number): readonly string[] {
  const indent = '\t'.repeat(depth);
  if (typeof items === 'string') return [`${indent}${items}`];
  if (Array.isArray(items)) return items.flatMap((item) => lines(item, depth));
  return Object.entries(items as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [`${indent}${`${value}:`.padEnd(STATUS_WIDTH)}${name}`]
      : [`${indent}${name}:`, ...lines(value, depth + 1)],
  );
}
