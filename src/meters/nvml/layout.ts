/** Sizes and places in NVML's structures, bytes; the same on all 64-bit Linux machines (natural alignment). */
export const LAYOUT = {
  /** nvmlProcessInfo_t, the largest of its versions: pid at 0, memory at 8. */
  processInfoMax: 32,
  /** nvmlProcessUtilizationSample_t: pid at 0, time stamp (µs since 1970) at 8, SM use (%) at 16. */
  utilizationSample: 32,
  /** nvmlMemory_t: total, free, used. */
  memory: 24,
  /** nvmlMemory_v2_t: version, total, reserved, free, used. */
  memoryV2: 40,
  /** nvmlPciInfo_t with the bus id (32 characters) last. */
  pci: 68,
  pciBusId: 36,
  /** nvmlDeviceAttributes_t: GPU instance slices at 24, compute instance slices at 28, memory (MiB) at 32. */
  attributes: 40,
  /** nvmlFieldValue_t: field at 0, type at 24, return code at 28, value at 32. */
  fieldValue: 40,
} as const;

/** Version word of nvmlMemory_v2_t: its size, and 2 in the top byte. */
export const MEMORY_V2_VERSION = LAYOUT.memoryV2 + 2 * 2 ** 24;

/** Field ids: power averaged over a second, and of the moment, mW; energy since the driver was loaded, mJ. */
export const FIELD = { totalEnergy: 83, averagePower: 185, instantPower: 186 } as const;

/** What a process table is filled with before the driver writes into it. */
export const UNWRITTEN = 0xaa;

/**
 * Size of one entry of a process table, bytes. Drivers of the same interface version have written entries of 16, 24 and 32 bytes (R535 changed it and back), and
 * neither the version nor the symbols tell which: what was overwritten does.
 *
 * @param bytes the table, filled with {@link UNWRITTEN} beforehand.
 */
export function processStride(bytes: Uint8Array, count: number): 16 | 24 | 32 {
  let end = Math.min(bytes.length, count * LAYOUT.processInfoMax);
  while (end > 0 && bytes[end - 1] === UNWRITTEN) end -= 1;
  const each = end / count;
  return each <= 16 ? 16 : each <= 24 ? 24 : 32;
}
