/** Who works with a path: the form in which DVC writes it. */
export interface Claimant {
  readonly pid: number;
  readonly cmd: string;
}

/** DVC's `.dvc/tmp/rwlock`: who reads and who writes which absolute path. */
export interface PathClaims {
  readonly write: Readonly<Record<string, Claimant>>;
  readonly read: Readonly<Record<string, readonly Claimant[]>>;
}

/** No claims. */
export const NO_CLAIMS: PathClaims = { write: {}, read: {} };

/** Paths that somebody wants to read or write. */
export interface Wanted {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** A path that is wanted and who stands in the way. */
export interface Blocked {
  readonly path: string;
  readonly by: readonly Claimant[];
}

/** Takes the claims of processes that have ended out. */
export function livingClaims(claims: PathClaims, isAlive: (pid: number) => boolean): PathClaims {
  const read = Object.entries(claims.read).flatMap(([path, readers]): [string, readonly Claimant[]][] => {
    const alive = readers.filter(({ pid }) => isAlive(pid));
    return alive.length === 0 ? [] : [[path, alive]];
  });
  return {
    write: Object.fromEntries(Object.entries(claims.write).filter(([, { pid }]) => isAlive(pid))),
    read: Object.fromEntries(read),
  };
}

/** What of the wanted paths others hold: a path that they write, or one that they read and we would write. Paths overlap where one lies in the other. */
export function blockedBy(claims: PathClaims, wanted: Wanted, me: Claimant): Blocked | undefined {
  const isOther = ({ pid, cmd }: Claimant): boolean => pid !== me.pid || cmd !== me.cmd;
  const held: [string, readonly Claimant[], readonly string[]][] = [
    ...Object.entries(claims.write).map(([path, by]): [string, Claimant[], string[]] => [
      path,
      [by],
      [...wanted.read, ...wanted.write],
    ]),
    ...Object.entries(claims.read).map(([path, by]): [string, readonly Claimant[], readonly string[]] => [
      path,
      by,
      wanted.write,
    ]),
  ];
  for (const [theirs, claimants, ours] of held) {
    const by = claimants.filter(isOther);
    const path = by.length === 0 ? undefined : ours.find((one) => overlaps(one, theirs));
    if (path !== undefined) return { path, by };
  }
  return undefined;
}

/** The claims with ours among them. */
export function withClaims({ write, read }: PathClaims, wanted: Wanted, me: Claimant): PathClaims {
  const reads = wanted.read.map((path): [string, readonly Claimant[]] => [
    path,
    [...(read[path] ?? []).filter((one) => !isSame(one, me)), me],
  ]);
  return {
    write: { ...write, ...Object.fromEntries(wanted.write.map((path) => [path, me])) },
    read: { ...read, ...Object.fromEntries(reads) },
  };
}

/** The claims without ours on these paths. */
export function withoutClaims({ write, read }: PathClaims, given: Wanted, me: Claimant): PathClaims {
  const written = new Set(given.write);
  const seen = new Set(given.read);
  return {
    write: Object.fromEntries(
      Object.entries(write).filter(([path, by]) => !(written.has(path) && isSame(by, me))),
    ),
    read: Object.fromEntries(
      Object.entries(read).flatMap(([path, readers]): [string, readonly Claimant[]][] => {
        const left = seen.has(path) ? readers.filter((one) => !isSame(one, me)) : readers;
        return left.length === 0 ? [] : [[path, left]];
      }),
    ),
  };
}

/** Reads the file's content; undefined where it is none of DVC's. */
export function parseClaims(text: string): PathClaims | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(data)) return undefined;
  const { write = {}, read = {}, ...others } = data;
  if (Object.keys(others).length > 0 || !isRecord(write) || !isRecord(read)) return undefined;
  const isWell =
    Object.values(write).every(isClaimant) &&
    Object.values(read).every((list) => Array.isArray(list) && list.every(isClaimant));
  return isWell ? ({ write, read } as unknown as PathClaims) : undefined;
}

function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

function isSame(a: Claimant, b: Claimant): boolean {
  return a.pid === b.pid && a.cmd === b.cmd;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isClaimant(value: unknown): boolean {
  return isRecord(value) && Number.isInteger(value['pid']) && typeof value['cmd'] === 'string';
}
