import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What the C library offers and Node does not: flock, the boot clock, spawning with full control, perf events. */
export interface Native {
  readonly koffi: typeof import('koffi');
  readonly flock: (fd: number, operation: number) => number;
  readonly errno: () => number;
  readonly clockBootS: () => number;
  readonly func: (prototype: string) => (...args: unknown[]) => number;
}

let loaded: Native | null | undefined;

/** Loads the native bindings once (some 10 ms); null where they are missing, e.g. installed without optional parts. */
export function native(): Native | null {
  if (loaded === undefined) loaded = load();
  return loaded;
}

function load(): Native | null {
  if (process.env['JOULEBOOK_NO_NATIVE'] === '1') return null;
  const koffi = loadKoffi();
  if (koffi === null) return null;
  const library = koffi.load(null);
  const func = (prototype: string): ((...args: unknown[]) => number) => library.func(prototype) as never;
  const timespec = new BigInt64Array(2);
  const clockGettime = func('int clock_gettime(int id, void *ts)');
  const bootClockId = process.platform === 'linux' ? 7 : undefined;
  return {
    koffi,
    func,
    errno: () => koffi.errno(),
    flock: func('int flock(int fd, int operation)'),
    clockBootS: () => {
      if (bootClockId === undefined) return monotonicS();
      clockGettime(bootClockId, timespec);
      return Number(timespec[0]) + Number(timespec[1]) / 1e9;
    },
  };
}

/**
 * Koffi's binary by itself takes 1 ms to load, its loader, which looks for the C library first, another 7: too much for a start-up of 50. So the
 * usual binary is tried directly and the loader only where that is none (another C library, a package manager that hides it).
 */
function loadKoffi(): typeof import('koffi') | null {
  const require = createRequire(import.meta.url);
  const direct = `@koromix/koffi-${process.platform}-${process.arch}/${process.platform}_${process.arch}/koffi.node`;
  for (const name of [direct, 'koffi']) {
    try {
      const koffi = require(name) as Partial<typeof import('koffi')>;
      if (koffi.version !== undefined) return koffi;
    } catch {
      // not installed this way: the next one
    }
  }
  return null;
}

function monotonicS(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds + nanoseconds / 1e9;
}

/** The monotonic clock stands still while suspended; its distance from boot time is read once where C is not to be had. */
let offsetS: number | undefined;
/** Where C is to be had, the distance is read anew after so long, s: a call into C costs as much as all the rest of asking for the time. */
const DISTANCE_FOR_S = 0.1;
let distanceS = 0;
let distanceAtS = Number.NEGATIVE_INFINITY;

/** Seconds since boot, suspension included. A suspension shows within a tenth of a second of waking. */
export function bootClock(): number {
  if (loaded) {
    const nowS = monotonicS();
    if (nowS - distanceAtS < DISTANCE_FOR_S) return nowS + distanceS;
    const bootS = loaded.clockBootS();
    distanceS = bootS - nowS;
    distanceAtS = nowS;
    return bootS;
  }
  if (offsetS === undefined) offsetS = uptimeOffsetS();
  return monotonicS() + offsetS;
}

function uptimeOffsetS(): number {
  try {
    const offset = Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) - monotonicS();
    return Math.abs(offset) < 0.05 ? 0 : offset; // /proc/uptime counts in 10 ms
  } catch {
    return 0;
  }
}
