import { extraTables } from '../host/extra-data.io.ts';
import type { Host } from '../host/host.ts';
import { packageJson, packageText } from '../host/package-data.io.ts';
import type { CloudInstance, RowSource } from './hardware-rows.ts';
import { providerKey } from './provider-name.ts';
import { instanceColumns, type InstanceTable, readInstance, rowsOfType } from './instance-table.ts';

let shipped: InstanceTable | undefined;

/** The instance of exactly this type, as the metadata of this cloud names it; only its row is read. */
export function instanceOfType(host: Host, provider: string, type: string): CloudInstance | undefined {
  for (const table of instanceTables(host)) {
    const [row] = rowsOfType(table, type.toLowerCase(), providerKey(provider, {}));
    const instance = row === undefined ? undefined : readInstance(row, table);
    if (instance?.ok === true) return instance.value;
  }
  return undefined;
}

/** The user's tables, the strongest first, and the shipped one. */
export function instanceTables(host: Host): readonly InstanceTable[] {
  return [...ownTables(host).map(({ table }) => table), shippedTable()];
}

function shippedTable(): InstanceTable {
  if (shipped !== undefined) return shipped;
  const text = packageText('data/cloud/instances.csv');
  const sources = packageJson('data/cloud/sources.json') as Readonly<Record<string, RowSource>>;
  const columns = instanceColumns(text);
  if (columns === undefined) throw new Error('data/cloud/instances.csv has another header');
  shipped = {
    text,
    lower: text.toLowerCase(),
    columns,
    sourceOf: (id) => {
      const source = sources[id];
      if (source === undefined) throw new Error(`data/cloud/sources.json has no "${id}"`);
      return source;
    },
  };
  return shipped;
}

/** The user's tables of instances, and where they stand. */
export function ownTables(host: Host): readonly { readonly path: string; readonly table: InstanceTable }[] {
  return extraTables(host, 'cloud/instances.csv').flatMap(({ path, text }) => {
    const plain = text.replace(/^\uFEFF/, '').replaceAll('\r', '');
    const columns = instanceColumns(plain);
    if (columns === undefined) return [];
    const from = { source: `given in ${path}`, year: new Date(host.clock.wallMs()).getUTCFullYear() };
    const table: InstanceTable = {
      text: plain,
      // Letter by letter: the length must stay, whatever else stands in the file.
      lower: plain.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
      columns,
      sourceOf: (id) => ({ ...from, source: id === '' ? from.source : id, licence: 'given by the user' }),
    };
    return [{ path, table }];
  });
}
