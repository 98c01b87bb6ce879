import type { Node } from '../../pipeline/model/stage.ts';

const LONGEST = 80;

/** What a stage does, as it says itself, or what it makes; in the words and the length of DVC. */
export function stageDescription(node: Node): string {
  const own = node.desc?.split('\n', 1)[0];
  const text = own === undefined || own === '' ? made(node) : own;
  const characters = Array.from(text);
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text;
}

function made(node: Node): string {
  const paths = (items: readonly { readonly path: string }[]): string =>
    items.map(({ path }) => path).join(', ');
  const deps = node.kind === 'stage' ? [...node.deps, ...node.params] : [];
  if (node.outs.length === 0)
    return deps.length === 0 ? 'No outputs or dependencies' : `Depends on ${paths(deps)}`;
  const outs = node.outs.filter(({ kind }) => kind === 'out');
  const reports = node.outs.filter(({ kind }) => kind !== 'out');
  return [
    ...(outs.length === 0 ? [] : [`Outputs ${paths(outs)}`]),
    ...(reports.length === 0 ? [] : [`Reports ${paths(reports)}`]),
  ].join('; ');
}
