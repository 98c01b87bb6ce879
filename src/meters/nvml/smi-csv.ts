/** The columns that nvidia-smi is asked for, in this order. */
export const SMI_COLUMNS = 'count,index,uuid,name,power.draw,power.max_limit,utilization.gpu';

/** One GPU in one line of nvidia-smi. */
export interface SmiRow {
  /** GPUs that it will print. */
  readonly count: number;
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  /** Power, W; NaN where it is not told. */
  readonly drawW: number;
  /** Largest power limit, W; NaN where it is not told. */
  readonly limitW: number;
  /** Utilisation, 0 to 1; NaN where it is not told. */
  readonly busy: number;
  /** What stands in place of the power, e.g. `Not Supported`. */
  readonly why?: string;
}

/**
 * Reads a line of `nvidia-smi --query-gpu=… --format=csv,noheader,nounits`. Undefined for anything else, such as its error messages.
 *
 * @example
 * smiRow('8, 0, GPU-1a2b, NVIDIA A100-SXM4-40GB, 61.27, 400.00, 35')?.drawW; // 61.27
 */
export function smiRow(line: string): SmiRow | undefined {
  // Fields are parted by comma and blank; in some locales a decimal comma stands within one.
  const fields = line.trim().split(/,\s+/);
  if (fields.length < 7) return undefined;
  const [count, index, uuid] = fields as [string, string, string];
  const [draw, limit, busy] = fields.slice(-3) as [string, string, string];
  if (!/^\d+$/.test(index) || !/^\S+$/.test(uuid)) return undefined;
  const drawW = numberOf(draw);
  return {
    count: numberOf(count),
    index: Number(index),
    uuid: uuid.startsWith('[') ? '' : uuid,
    name: fields.slice(3, -3).join(', '),
    drawW,
    limitW: numberOf(limit),
    busy: numberOf(busy) / 100,
    ...(Number.isNaN(drawW) ? { why: draw.replaceAll(/^\[|\]$/g, '') } : {}),
  };
}

/** A number with or without its unit; NaN for `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `ERR!`. */
function numberOf(field: string): number {
  const digits = /^(\d+(?:[.,]\d+)?)(?: (?:W|%))?$/.exec(field.trim())?.[1];
  return digits === undefined ? Number.NaN : Number(digits.replace(',', '.'));
}
