/** A slice of TPUs as Google Cloud names it, e.g. `v3-8`. */
export interface TpuSlice {
  /** The name without the number, e.g. `tpu v3`. */
  readonly name: string;
  /** Cores of the slice, or its chips where the generation has one core a chip. */
  readonly cores: number;
}

/** Reads `v3-8`, `TPU v4-128`, `v5litepod-16`, `TPU v3-256 pod`; undefined where the text names no slice. */
export function tpuSlice(text: string): TpuSlice | undefined {
  const found =
    /^\s*(?:(?:google )?(?:cloud )?tpus?[\s-]*)?(v\d[a-z]*)-(\d+)(?:\s+(?:pod|slice)s?)*\s*$/i.exec(text);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  return { name: `tpu ${found[1].toLowerCase()}`, cores: Number(found[2]) };
}

/** Whether cores rather than chips are counted: `256 TPU v3 cores`; the text without that word. */
export function countsCores(text: string): string | undefined {
  return /\btpu/i.test(text) && /\bcores?\b/i.test(text) ? text.replace(/\bcores?\b/i, ' ') : undefined;
}
