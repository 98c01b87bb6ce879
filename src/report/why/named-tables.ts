import type { Derivation } from '../../units/derivation.ts';
import { constantAt, type Tables } from './constants.ts';
import { modelRows } from './model-rows.ts';

/** A table of ours as a formula or a note may name it. */
const TABLE = /data\/([\w/]+\.json)/;
/** A method of the power model as it may be named. */
const METHOD = /\bmodel:[a-z-]+/;

/**
 * A tree in which a figure that names a table or a method of the power model, and does not have its rows below it, has them: so the chain goes
 * on to their source, year and licence.
 */
export function withNamedTables(tree: Derivation, tables: Tables): Derivation {
  const from = (tree.from ?? []).map((part) => withNamedTables(part, tables));
  const named = rowsNamedIn(tree, tables).filter(({ id }) => !from.some((part) => part.id === id));
  const all = [...from, ...named];
  return all.length === 0 ? tree : { ...tree, from: all };
}

function rowsNamedIn({ formula = '', note = '' }: Derivation, tables: Tables): readonly Derivation[] {
  // What has no formula is a leaf, and has its source already.
  if (formula === '') return [];
  const text = `${formula} ${note}`;
  const file = TABLE.exec(text)?.[1];
  const method = METHOD.exec(text)?.[0];
  const rows = method === undefined ? undefined : modelRows(method, true);
  return [
    ...(file === undefined ? [] : [constantAt(tables, { file, path: [] }, 'constants of that table', '')]),
    ...(rows?.constants ?? []).map(([row, label, unit]) => constantAt(tables, row, label, unit)),
  ];
}
