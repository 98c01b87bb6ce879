import { type Problem, problem } from '../errors.ts';
import { type ExtraTable, extraTables } from '../host/extra-data.io.ts';
import type { Host } from '../host/host.ts';
import type { RowSource } from './hardware-rows.ts';
import { headerFault } from './table-header.ts';

/** Files of a user or a project that extend a table, and those of them whose header is not understood. */
export interface OwnTables {
  readonly tables: readonly (ExtraTable & { readonly from: RowSource })[];
  readonly problems: readonly Problem[];
}

/**
 * The files that extend a table of hardware, the strongest first. In `data/hardware/` a header that is not understood is told; beside it, in
 * `data/`, such a file is something else of the project.
 *
 * @param table path of the shipped table below `data/`, e.g. `hardware/cpus.csv`
 */
export function ownTables(host: Host, table: string, columns: ReadonlySet<string>): OwnTables {
  const year = new Date(host.clock.wallMs()).getUTCFullYear();
  const tables: (ExtraTable & { from: RowSource })[] = [];
  const problems: Problem[] = [];
  for (const { path, text, failure } of extraTables(host, table)) {
    if (failure !== undefined) {
      problems.push(
        problem('E_CONFIG', `${path} is left out`, failure, 'Make it readable, or take it away.'),
      );
      continue;
    }
    const fault = headerFault(text, columns);
    if (fault === undefined)
      tables.push({ path, text, from: { source: path, year, licence: 'of its owner' } });
    else if (path.endsWith(table)) {
      const fix = `The columns are ${[...columns].join(', ')}; name and tdp_w are needed.`;
      problems.push(problem('E_CONFIG', `${path} is left out`, fault, fix, { file: path, line: 1 }));
    }
  }
  return { tables, problems };
}
