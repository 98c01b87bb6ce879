import { readFileSync, readSync } from 'node:fs';

/**
 * What the launcher (`bin/joulebook`) noted before Node started, because Node destroys it: needed to give the command
 * exactly the world that the caller had.
 */
export interface LaunchState {
  /** Signals that were ignored, e.g. HUP under `nohup`. */
  readonly ignored: readonly number[];
  /** Mask of blocked signals. */
  readonly blocked: bigint;
  /** Soft limit of open descriptors; undefined: unlimited or unknown. */
  readonly softFiles: number | undefined;
  /** Open descriptors that the command inherits, 0 to 2 always among them. */
  readonly descriptors: readonly number[];
  /** The environment byte for byte, without NULs; undefined: take the process's own. */
  readonly environment: readonly Buffer[] | undefined;
}

/** Reads what the launcher left in JOULEBOOK_LAUNCH; without a launcher, what Node itself has. */
export function readLaunchState(env: Readonly<Record<string, string | undefined>>): LaunchState {
  const fields = (env['JOULEBOOK_LAUNCH'] ?? '').split(' ');
  if (fields[0] !== '1' || fields.length < 7) {
    return { ignored: [], blocked: 0n, softFiles: undefined, descriptors: [0, 1, 2], environment: undefined };
  }
  const [, ignored = '', blocked = '', limit = '', fds = '', spool = '-', environment = '-'] = fields;
  const spoolFd = spool === '-' ? undefined : Number(spool);
  return {
    ignored: signalsOf(mask(ignored)),
    blocked: mask(blocked),
    softFiles: /^\d+$/.test(limit) ? Number(limit) : undefined,
    descriptors: fds
      .split(',')
      .map(Number)
      .filter((fd) => Number.isInteger(fd) && fd !== spoolFd),
    environment: entries(environment === '-' ? spooled(spoolFd) : environment),
  };
}

/** The last `count` arguments of this process as raw bytes: argv may hold what is no UTF-8. */
export function rawArguments(args: readonly string[]): readonly Buffer[] {
  try {
    const all = split(readFileSync('/proc/self/cmdline'));
    const last = all.slice(all.length - args.length);
    if (args.length > 0 && last.every((bytes, i) => bytes.toString('utf8') === args[i])) return last;
  } catch {
    // no /proc: the decoded arguments are what there is
  }
  return args.map((text) => Buffer.from(text, 'utf8'));
}

function mask(hex: string): bigint {
  return /^[0-9a-f]+$/i.test(hex) ? BigInt(`0x${hex}`) : 0n;
}

function signalsOf(bits: bigint): readonly number[] {
  const signals: number[] = [];
  for (let n = 1; n <= 64; n++) if ((bits >> BigInt(n - 1)) & 1n) signals.push(n);
  return signals;
}

function spooled(fd: number | undefined): string | undefined {
  if (fd === undefined) return undefined;
  const chunks: Buffer[] = [];
  for (let position = 0; ; ) {
    const chunk = Buffer.alloc(65_536);
    const length = readSync(fd, chunk, 0, chunk.length, position);
    if (length === 0) return Buffer.concat(chunks).toString('latin1');
    chunks.push(chunk.subarray(0, length));
    position += length;
  }
}

function entries(base64: string | undefined): readonly Buffer[] | undefined {
  return base64 === undefined || base64 === '' ? undefined : split(Buffer.from(base64, 'base64'));
}

function split(bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0, start); end !== -1; end = bytes.indexOf(0, start)) {
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  if (start < bytes.length) parts.push(bytes.subarray(start));
  return parts;
}
