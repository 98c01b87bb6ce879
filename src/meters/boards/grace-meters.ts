/** What an ACPI power meter of an NVIDIA Grace measures. */
export interface GraceMeter {
  /** `cpu`, `sysio`: the two rails of the chip, which do not contain one another. `grace` contains both, and the memory; `module` contains that and a GPU. */
  readonly part: 'cpu' | 'sysio' | 'grace' | 'module';
  readonly socket: number;
}

const PARTS: Readonly<Record<string, GraceMeter['part']>> = {
  cpu: 'cpu',
  sysio: 'sysio',
  grace: 'grace',
  module: 'module',
};

/** Reads the OEM information of an ACPI power meter, e.g. `Grace Power Socket 0`; undefined for any other meter. */
export function graceMeter(oemInfo: string): GraceMeter | undefined {
  const match = /^\s*(cpu|sysio|grace|module)\s+power\s+socket\s+(\d+)\s*$/i.exec(oemInfo);
  const part = match?.[1] === undefined ? undefined : PARTS[match[1].toLowerCase()];
  return part === undefined ? undefined : { part, socket: Number(match?.[2]) };
}

/** Whether an ACPI power meter (`power1_oem_info`) measures a part of a Grace, and so not the whole machine. */
export function isGraceMeter(oemInfo: string): boolean {
  return graceMeter(oemInfo) !== undefined;
}

/**
 * The meters to count, no joule twice: of each socket the two rails of the chip; where those cannot be had the whole of Grace, which then
 * has its memory in it. The module is never counted: its GPU has a counter of its own.
 */
export function graceToCount<T extends { readonly meter: GraceMeter }>(meters: readonly T[]): readonly T[] {
  const counted: T[] = [];
  for (const socket of new Set(meters.map(({ meter }) => meter.socket))) {
    const own = meters.filter(({ meter }) => meter.socket === socket);
    const rails = own.filter(({ meter }) => meter.part === 'cpu' || meter.part === 'sysio');
    if (rails.some(({ meter }) => meter.part === 'cpu')) counted.push(...rails);
    else counted.push(...own.filter(({ meter }) => meter.part === 'grace'));
  }
  return counted;
}
