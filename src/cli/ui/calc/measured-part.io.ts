import type { Book } from '../../../book/book.io.ts';
import type { RunRecord } from '../../../book/run-record.ts';
import { matchAccelerator } from '../../../hardware/accelerators.io.ts';
import type { Host } from '../../../host/host.ts';
import { ok, type Result } from '../../../result.ts';
import type { Told } from '../envelope-of.ts';

/** So many of the newest runs are looked at. */
const MOST = 200;

/** What runs of the book drew on an accelerator of the tables. */
export interface MeasuredPart {
  readonly key: string;
  readonly name: string;
  /** Power that its maker states, W. */
  readonly tdpW: number | null;
  /** Runs that were looked at, and all that there are. */
  readonly runs: number;
  readonly total: number;
  /** Mean power of one accelerator over all these runs, W, and of the run with the least and the most; null without runs. */
  readonly meanW: number | null;
  readonly lowW: number | null;
  readonly highW: number | null;
}

/**
 * Tells what runs on the same accelerator drew, so that an estimate can be held against it. Only runs whose accelerators are all of that kind, read by a counter or a model
 * of their own, count.
 */
export function measuredPart(host: Host, book: Book, name: string): Result<Told> {
  const asked = matchAccelerator(host, name);
  const part =
    asked.kind === 'found'
      ? asked.value.accelerator
      : asked.kind === 'ambiguous'
        ? asked.candidates[0].accelerator
        : undefined;
  if (part === undefined) return ok({ data: null, warnings: [] });
  const listing = book.list({ filter: 'state:ok gpu:*' });
  if (!listing.ok) return listing;
  const keys = new Map<string, boolean>();
  const isSame = (gpu: string): boolean => {
    const known = keys.get(gpu);
    if (known !== undefined) return known;
    const match = matchAccelerator(host, gpu);
    const same = match.kind === 'found' && match.value.accelerator.key === part.key;
    keys.set(gpu, same);
    return same;
  };
  const rows = listing.value.rows.filter(
    ({ gpus, parentId }) => parentId === null && gpus.length > 0 && gpus.every(isSame),
  );
  let [joules, seconds] = [0, 0];
  const means: number[] = [];
  for (const { id } of rows.slice(0, MOST)) {
    const record = book.record(id);
    if (!record.ok) continue; // told by the page of the run
    const read = gpuJoules(record.value);
    if (read === undefined) continue;
    joules += read.joules;
    seconds += read.seconds;
    means.push(read.joules / read.seconds);
  }
  const data: MeasuredPart = {
    key: part.key,
    name: part.name,
    tdpW: part.tdpW,
    runs: means.length,
    total: rows.length,
    meanW: means.length === 0 ? null : joules / seconds,
    lowW: means.length === 0 ? null : Math.min(...means),
    highW: means.length === 0 ? null : Math.max(...means),
  };
  return ok({ data, warnings: [] });
}

/** Energy of a run's accelerators, J, and the seconds of all of them together. */
function gpuJoules({
  energy,
  durationS,
}: RunRecord): { readonly joules: number; readonly seconds: number } | undefined {
  const values = Object.entries(energy.components).flatMap(([name, { attributed }]) =>
    name.startsWith('gpu:') && attributed.value !== null ? [attributed.value] : [],
  );
  if (values.length === 0 || !(durationS > 0)) return undefined;
  return { joules: values.reduce((sum, value) => sum + value, 0), seconds: durationS * values.length };
}
