import type { Channel, Finding, Found } from '../source.ts';
import { nvmlConstants } from './constants.io.ts';
import type { NvmlConstants } from './constants.ts';
import type { SmiRow } from './smi-csv.ts';
import type { SmiFeed } from './smi-feed.ts';
import { SmiSource } from './smi-source.ts';
import { SmiTenancy } from './smi-tenancy.ts';

/**
 * NVIDIA's GPUs by the lines of nvidia-smi; for where {@link findNvml} finds the library unusable. To be called when `feed.ready` has settled.
 *
 * @param context.hostId names the error of a GPU that has no UUID.
 */
export function findSmi(feed: SmiFeed, context: { readonly hostId: string }): Found {
  const constants = nvmlConstants();
  const rows = feed.rows();
  if (rows.length === 0) {
    feed.close();
    const why = feed.ended() ?? `it has printed nothing in ${constants.smiReadyS} s`;
    const fix = '`nvidia-smi` by hand shows whether the driver answers';
    const what = feed.program;
    return {
      sources: [],
      findings: [{ meter: 'nvidia-smi', state: 'unusable', what, why, fix, targets: [] }],
    };
  }
  const told = rows.filter(({ drawW }) => !Number.isNaN(drawW));
  const channels = told.map((row) => channelOf(row, context.hostId, constants));
  const findings = rows.map((row) => findingOf(row, feed.program));
  if (told.length === 0) {
    feed.close();
    return { sources: [], findings };
  }
  return {
    sources: [new SmiSource(feed, told, channels, constants)],
    findings,
    tenancies: told.map(({ index }) => new SmiTenancy(feed, index)),
  };
}

function channelOf(row: SmiRow, hostId: string, constants: NvmlConstants): Channel {
  const source = row.uuid === '' ? `nvml:${hostId}:gpu${row.index}` : `nvml:${row.uuid}`;
  return {
    target: `gpu:${row.index}`,
    method: 'nvidia-smi:power',
    label: row.name,
    grade: 'A',
    errors: { [source]: constants.smiError },
    ...(row.uuid === '' ? {} : { uuid: row.uuid }),
    maxW: row.limitW > 0 ? row.limitW : constants.maxW,
  };
}

function findingOf(row: SmiRow, program: string): Finding {
  const what = `${row.name} (${row.uuid})`;
  const shared = { meter: 'nvidia-smi', targets: [`gpu:${row.index}`], looked: [program] } as const;
  return Number.isNaN(row.drawW)
    ? { ...shared, state: 'unusable', what, why: `nvidia-smi tells no power: ${row.why ?? '?'}` }
    : { ...shared, state: 'found', what: `${what}: power as nvidia-smi prints it` };
}
