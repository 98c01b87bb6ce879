import { LAYOUT } from './layout.ts';
import { NVML } from './return-code.ts';
import type { NvmlSession } from './session.io.ts';

/** What does not change of a GPU. */
export interface DeviceFacts {
  readonly index: number;
  /** Pointer in this session. */
  readonly handle: number;
  /** `GPU-…`; empty where it cannot be read. */
  readonly uuid: string;
  readonly name: string;
  /** `00000000:41:00.0`; empty where it cannot be read. */
  readonly pciBusId: string;
  /** The largest power limit that can be set, W; NaN where none is told. */
  readonly limitW: number;
}

/** Reads what a GPU is; a return code where the library gives no handle for it. */
export function deviceFacts(session: NvmlSession, index: number): DeviceFacts | number {
  const { library } = session;
  const words = new Uint32Array(2);
  const code = library.byIndex(index, words);
  if (code !== NVML.success) return code;
  const handle = (words[1] as number) * 2 ** 32 + (words[0] as number);
  const pci = Buffer.alloc(LAYOUT.pci);
  const isRead = library.pci(handle, pci) === NVML.success;
  return {
    index,
    handle,
    uuid: textOf((buffer, length) => library.uuid(handle, buffer, length)),
    name: textOf((buffer, length) => library.name(handle, buffer, length)) || `NVIDIA GPU ${index}`,
    pciBusId: isRead ? untilNul(pci.subarray(LAYOUT.pciBusId)) : '',
    limitW: limitOf(session, handle),
  };
}

/** The text that a function of the library writes; empty where it fails. */
export function textOf(call: (buffer: Buffer, length: number) => number): string {
  const buffer = Buffer.alloc(96);
  return call(buffer, buffer.length) === NVML.success ? untilNul(buffer) : '';
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** The limit may be raised while we measure: the largest that the driver would accept bounds the power. */
function limitOf(session: NvmlSession, handle: number): number {
  const { library } = session;
  const largest = session.intOf((device, out) => library.limits(device, new Uint32Array(2), out), handle);
  const known = [
    largest,
    session.intOf(library.defaultLimit, handle),
    session.intOf(library.enforcedLimit, handle),
  ].filter((mW) => mW > 0);
  return known.length === 0 ? Number.NaN : Math.max(...known) / 1000;
}
