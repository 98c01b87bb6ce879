import { LAYOUT, processStride, UNWRITTEN } from './layout.ts';
import type { NvmlCall, NvmlLibrary } from './library.io.ts';
import { NVML } from './return-code.ts';

/** Entries for which there is room at first. */
const ROOM = 32;
/** The driver's word for a memory that it does not tell. */
const NOT_AVAILABLE = 0xffffffff;

/** The processes that hold a context on a GPU, or on slices of one: compute, graphics, and clients of MPS. */
export class ProcessList {
  readonly #calls: readonly NvmlCall[];
  readonly #strides: (16 | 24 | 32 | undefined)[] = [];
  readonly #count = new Uint32Array(1);
  #table = Buffer.alloc(ROOM * LAYOUT.processInfoMax);
  /** Pids, each once. */
  readonly pids: number[] = [];
  /** Memory of them all, bytes; NaN where one is not told. */
  memoryBytes = 0;
  /** False: none of the lists could be read. */
  isRead = false;

  constructor(library: NvmlLibrary) {
    this.#calls = [library.computeProcesses, library.graphicsProcesses, library.mpsProcesses];
  }

  clear(): void {
    this.pids.length = 0;
    this.memoryBytes = 0;
    this.isRead = false;
  }

  /** Adds those of one device; its return code. */
  add(handle: number): number {
    let first: number = NVML.success;
    for (let kind = 0; kind < this.#calls.length; kind += 1) {
      const code = this.#list(kind, handle);
      if (kind === 0) first = code;
      if (code === NVML.success && kind < 2) this.isRead = true;
    }
    return first;
  }

  #list(kind: number, handle: number): number {
    const call = this.#calls[kind] as NvmlCall;
    for (let attempt = 0; ; attempt += 1) {
      const room = this.#table.length / LAYOUT.processInfoMax;
      this.#count[0] = room;
      this.#table.fill(UNWRITTEN);
      const code = call(handle, this.#count, this.#table);
      const count = this.#count[0];
      if (code !== NVML.insufficientSize || attempt === 2) {
        if (code === NVML.success && count > 0) this.#take(kind, Math.min(count, room));
        return code;
      }
      this.#table = Buffer.alloc(Math.max(count, room) * 2 * LAYOUT.processInfoMax);
    }
  }

  #take(kind: number, count: number): void {
    this.#strides[kind] ??= processStride(this.#table, count);
    const stride = this.#strides[kind] as number;
    for (let i = 0; i < count; i += 1) {
      const pid = this.#table.readUInt32LE(i * stride);
      if (this.pids.includes(pid)) continue; // it computes and draws: its memory is told in both lists
      this.pids.push(pid);
      const high = this.#table.readUInt32LE(i * stride + 12);
      const bytes = high * 2 ** 32 + this.#table.readUInt32LE(i * stride + 8);
      this.memoryBytes += high === NOT_AVAILABLE ? Number.NaN : bytes;
    }
  }
}
