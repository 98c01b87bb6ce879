import { textOf } from './device-facts.io.ts';
import { LAYOUT } from './layout.ts';
import type { MigSlice } from './mig-slice.ts';
import { NVML } from './return-code.ts';
import type { NvmlSession } from './session.io.ts';
import type { MigIdentity } from './visible-devices.ts';

/** A slice with its handle, void when the slices are cut anew. */
export interface MigDevice extends MigIdentity, MigSlice {
  readonly handle: number;
}

/** Slices of a GPU that we are shown. */
export interface MigState {
  readonly isEnabled: boolean;
  /** Compute slices that the GPU can be cut into. */
  readonly whole: number;
  readonly devices: readonly MigDevice[];
}

const OFF: MigState = { isEnabled: false, whole: 0, devices: [] };

/** Reads how a GPU is cut into slices. */
export function migState(session: NvmlSession, handle: number): MigState {
  const mode = session.intOf(
    (device, out) => session.library.migMode(device, out, new Uint32Array(2)),
    handle,
  );
  if (mode !== 1) return OFF;
  const whole = session.intOf(session.library.migCount, handle) || 0;
  const devices: MigDevice[] = [];
  for (let index = 0; index < whole; index += 1) {
    const device = migDevice(session, handle, index);
    if (device !== undefined) devices.push(device);
  }
  return { isEnabled: true, whole, devices };
}

function migDevice(session: NvmlSession, parent: number, index: number): MigDevice | undefined {
  const { library } = session;
  const words = new Uint32Array(2);
  if (library.migByIndex(parent, index, words) !== NVML.success) return undefined; // none here, or not ours to see
  const handle = (words[1] as number) * 2 ** 32 + (words[0] as number);
  const attributes = Buffer.alloc(LAYOUT.attributes);
  const isTold = library.attributes(handle, attributes) === NVML.success;
  return {
    handle,
    uuid: textOf((buffer, length) => library.uuid(handle, buffer, length)),
    name: textOf((buffer, length) => library.name(handle, buffer, length)),
    gpuInstance: session.intOf(library.gpuInstance, handle),
    computeInstance: session.intOf(library.computeInstance, handle),
    gpuSlices: isTold ? attributes.readUInt32LE(24) : Number.NaN,
    computeSlices: isTold ? attributes.readUInt32LE(28) : Number.NaN,
    memoryMiB: isTold ? Number(attributes.readBigUInt64LE(32)) : Number.NaN,
  };
}
