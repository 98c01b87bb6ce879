import type { NvmlLibrary } from './library.io.ts';
import { FIELD, LAYOUT } from './layout.ts';
import { NVML } from './return-code.ts';

/** A GPU whose handle is kept. */
export interface NvmlHandle {
  /** In NVML's order, which is that of the PCI bus. */
  readonly index: number;
  readonly uuid: string;
  /** Pointer; 0 while there is none. */
  handle: number;
  /** The session's generation in which the handle was given. */
  generation: number;
}

/** What has been opened of NVML, with one buffer for all answers; after a driver was reloaded it is opened again. */
export class NvmlSession {
  readonly library: NvmlLibrary;
  readonly #reopenS: number;
  readonly #words = new Uint32Array(2);
  readonly #field = Buffer.alloc(LAYOUT.fieldValue);
  #reopenAtS = Number.NEGATIVE_INFINITY;
  /** Return code of the last reading. */
  code: number = NVML.success;
  /** Counts the times it was opened: handles of an earlier one are void. */
  generation = 1;

  constructor(library: NvmlLibrary, options: { readonly reopenS: number }) {
    this.library = library;
    this.#reopenS = options.reopenS;
  }

  /** Opens the library; the return code. */
  open(): number {
    return this.library.init();
  }

  close(): void {
    this.library.shutdown();
  }

  /**
   * Opens it again, not more often than every `reopenS`.
   *
   * @param isAlone nobody else reads through it: then it is closed first, since only that makes it look for GPUs anew. Where other GPUs are read well it stays
   * open: a GPU that no program holds is put to sleep, and its counter may begin anew.
   */
  reopen(nowS: number, isAlone: boolean): void {
    if (nowS < this.#reopenAtS) return;
    this.#reopenAtS = nowS + this.#reopenS;
    if (isAlone) this.library.shutdown();
    if (this.library.init() === NVML.success) this.generation += 1;
  }

  /** Makes sure that a GPU has a handle of this generation; false, with `code`, where there is none. */
  hold(device: NvmlHandle): boolean {
    if (device.handle !== 0 && device.generation === this.generation) return true;
    this.code =
      device.uuid === ''
        ? this.library.byIndex(device.index, this.#words)
        : this.library.byUuid(device.uuid, this.#words);
    if (this.code !== NVML.success) return false;
    device.handle = this.#long();
    device.generation = this.generation;
    return true;
  }

  /** The energy counter of a GPU, mJ; NaN with `code`. */
  energyMJ(handle: number): number {
    this.code = this.library.energy(handle, this.#words);
    if (this.code === NVML.success) return this.#long();
    const isUnknown = this.code === NVML.notSupported || this.code === NVML.functionNotFound;
    return isUnknown ? this.#fieldOf(handle, FIELD.totalEnergy) : Number.NaN;
  }

  /** The power of a GPU, W; NaN with `code`. Over a second's mean and the moment's value energy is the same; the mean misses less between two polls. */
  powerW(handle: number): number {
    this.code = this.library.power(handle, this.#words);
    if (this.code === NVML.success) return this.#int() / 1000;
    if (this.code !== NVML.notSupported) return Number.NaN;
    const average = this.#fieldOf(handle, FIELD.averagePower);
    return (Number.isNaN(average) ? this.#fieldOf(handle, FIELD.instantPower) : average) / 1000;
  }

  /** What one of the calls with one 32-bit answer says; NaN with `code`. */
  intOf(call: (handle: number, out: Uint32Array) => number, handle: number): number {
    this.code = call(handle, this.#words);
    return this.code === NVML.success ? this.#int() : Number.NaN;
  }

  #int(): number {
    return this.#words[0] as number;
  }

  #long(): number {
    return (this.#words[1] as number) * 2 ** 32 + (this.#words[0] as number);
  }

  /** One of the field values, which newer drivers add where they have no function; keeps the code of the function where it has none. */
  #fieldOf(handle: number, field: number): number {
    this.#field.fill(0);
    this.#field.writeUInt32LE(field, 0);
    if (this.library.fieldValues(handle, 1, this.#field) !== NVML.success) return Number.NaN;
    if (this.#field.readUInt32LE(28) !== NVML.success) return Number.NaN;
    this.code = NVML.success;
    return this.#field.readUInt32LE(32) + readHigh(this.#field) * 2 ** 32;
  }
}

/** nvmlValueType_t of 64 bits; in the narrower ones the upper half is not written. */
const WIDE: ReadonlySet<number> = new Set([2, 3, 4]);

function readHigh(field: Buffer): number {
  return WIDE.has(field.readUInt32LE(24)) ? field.readUInt32LE(36) : 0;
}
