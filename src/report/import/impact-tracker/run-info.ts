import type { MachineInfo } from '../../../hardware/machine-info.ts';
import { isObjectOf, UnreadablePickle, unpickled } from './pickle.ts';

/** What `info.pkl` says of a run. */
export interface RunInfo {
  /** s since 1970. */
  readonly startS?: number;
  readonly endS?: number;
  readonly machine: Partial<MachineInfo>;
  readonly environment: Readonly<Record<string, string>>;
  /** Why nothing, or not all, is known. */
  readonly missing?: string;
}

/** Reads `info.pkl` of experiment-impact-tracker: times, names of the processors, the tracker's version. Objects of its own classes (the region) stay closed. */
export function runInfo(bytes: Uint8Array | undefined): RunInfo {
  if (bytes === undefined)
    return {
      machine: {},
      environment: {},
      missing: 'there is no info.pkl beside it: its times are those of the samples',
    };
  let value: unknown;
  try {
    value = unpickled(bytes);
  } catch (error) {
    if (!(error instanceof UnreadablePickle)) throw error;
    return { machine: {}, environment: {}, missing: `its info.pkl is not read: ${error.message}` };
  }
  if (!(value instanceof Map)) return { machine: {}, environment: {}, missing: 'its info.pkl is no map' };
  const [startS, endS] = [secondsOf(value.get('experiment_start')), secondsOf(value.get('experiment_end'))];
  const cpu = at(value.get('cpu_info'), 'brand') ?? at(value.get('cpu_info'), 'brand_raw');
  const gpus = (Array.isArray(value.get('gpu_info')) ? (value.get('gpu_info') as unknown[]) : []).flatMap(
    (gpu) => {
      const name = at(gpu, 'name');
      return typeof name === 'string' ? [name] : [];
    },
  );
  const version = value.get('experiment_impact_tracker_version');
  return {
    ...(startS === undefined ? {} : { startS }),
    ...(endS === undefined ? {} : { endS }),
    machine: { ...(typeof cpu === 'string' ? { cpu } : {}), ...(gpus.length === 0 ? {} : { gpus }) },
    environment: typeof version === 'string' ? { 'import.version': version } : {},
    ...(endS === undefined
      ? { missing: 'it has no end in its info.pkl: it is taken to end with its last sample' }
      : {}),
  };
}

function at(value: unknown, key: string): unknown {
  return value instanceof Map ? (value as ReadonlyMap<unknown, unknown>).get(key) : undefined;
}

/** A pickled `datetime` (ten bytes: year, month, day, hour, minute, second, microseconds; local time, as the tracker takes it), or a number. */
function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (!isObjectOf(value, 'datetime.datetime') || !Array.isArray(value.args)) return undefined;
  const [first] = value.args as unknown[];
  // Protocol 2 has no bytes: Python writes them as a text to encode.
  const given =
    isObjectOf(first, 'codecs.encode') && Array.isArray(first.args) ? (first.args as unknown[])[0] : first;
  const bytes = typeof given === 'string' ? Uint8Array.from(given, (char) => char.charCodeAt(0)) : given;
  if (!(bytes instanceof Uint8Array) || bytes.length !== 10) return undefined;
  const [y1 = 0, y2 = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, u1 = 0, u2 = 0, u3 = 0] =
    bytes;
  const date = new Date(y1 * 256 + y2, (month & 0x7f) - 1, day, hour, minute, second);
  return date.getTime() / 1000 + ((u1 << 16) | (u2 << 8) | u3) / 1e6;
}
