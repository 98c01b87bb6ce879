import type { Problem, Warning } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Match } from '../units/match.ts';
import type { CloudInstance } from './hardware-rows.ts';
import { readInstanceName } from './instance-name.ts';
import { readInstance } from './instance-table.ts';
import { instanceTables, ownTables } from './instance-tables.io.ts';
import { matchInstanceIn } from './match-instance.ts';
import { providerNames } from './provider-names.io.ts';

/**
 * A cloud's instance type as people and metadata write it: `p4d.24xlarge`, `aws:p4d.24xlarge`, `n1-standard-8`,
 * `Standard_NC24ads_A100_v4`, `a2-highgpu-8g`. The user's `data/cloud/instances.csv` stands before what is shipped.
 */
export function matchInstance(host: Host, text: string): Match<CloudInstance> {
  return matchInstanceIn(instanceTables(host), readInstanceName(text, providerNames()));
}

/** What is wrong with rows of the user's tables of instances. */
export function instanceWarnings(host: Host): readonly Warning[] {
  return ownTables(host).flatMap(({ path, table }) =>
    table.text.split('\n').flatMap((text, index): readonly Problem[] => {
      if (index === 0 || text.trim() === '' || text.startsWith('#')) return [];
      const row = readInstance(text, table, { file: path, line: index + 1, text });
      return row.ok ? [] : [row.error];
    }),
  );
}
