import type { Problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { packageJson, packageText } from '../host/package-data.io.ts';
import type { Match } from '../units/match.ts';
import { type AcceleratorIndex, indexAccelerators } from './accelerator-index.ts';
import { type AcceleratorOrder, matchAcceleratorIn } from './accelerator-match.ts';
import { ACCELERATOR_COLUMNS, type AcceleratorTable, parseAccelerators } from './accelerator-table.ts';
import type { Accelerator } from './hardware-rows.ts';
import { type MeasuredPowers, withMeasured } from './measured-power.ts';
import { ownTables } from './own-tables.io.ts';

export type { AcceleratorOrder } from './accelerator-match.ts';

const TABLE = 'hardware/accelerators.csv';
const OURS = { source: 'maker', year: 2025, licence: 'facts' };

let shipped: AcceleratorTable | undefined;

/** The shipped table and what a user's or a project's files add to it, with what is wrong in these. */
function acceleratorTable(host: Host): AcceleratorTable {
  shipped ??= shippedTable();
  const own = ownTables(host, TABLE, ACCELERATOR_COLUMNS);
  const extra = own.tables.map(({ path, text, from }) => parseAccelerators(text, path, from));
  return {
    rows: [...extra.flatMap(({ rows }) => rows), ...shipped.rows],
    problems: [...own.problems, ...extra.flatMap(({ problems }) => problems)],
  };
}

function shippedTable(): AcceleratorTable {
  const table = parseAccelerators(packageText(`data/${TABLE}`), TABLE, OURS);
  const measured = packageJson('data/hardware/accelerator_measured.json') as MeasuredPowers;
  return {
    ...table,
    rows: table.rows.map((row) => ({ ...row, accelerator: withMeasured(row.accelerator, measured) })),
  };
}

const indices = new WeakMap<Host, AcceleratorIndex>();

/**
 * The accelerator, and how many, that a text means: as people (`8xH100`, `a100`, `RTX 3090`), `nvidia-smi` (`Tesla V100-SXM2-32GB`), clouds
 * (`nvidia-tesla-t4`, `v5litepod-8`) and model cards (`8 x A100-SXM4-80GB`) write it. Where forms of one name differ in power, the usual
 * one is meant and its `rangeW` covers the others; an unknown name gives the nearest.
 */
export function matchAccelerator(host: Host, text: string): Match<AcceleratorOrder> {
  let index = indices.get(host);
  if (index === undefined) {
    index = indexAccelerators(acceleratorTable(host).rows);
    indices.set(host, index);
  }
  return matchAcceleratorIn(index, text);
}

/** Every accelerator of the tables, the user's own first. */
export function allAccelerators(host: Host): readonly Accelerator[] {
  return acceleratorTable(host).rows.map(({ accelerator }) => accelerator);
}

/** What is wrong in a user's or a project's files of accelerators: rows that were left out. */
export function acceleratorProblems(host: Host): readonly Problem[] {
  return acceleratorTable(host).problems;
}
