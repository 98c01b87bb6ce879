import { closeSync, readSync } from 'node:fs';
import { getSystemErrorMap } from 'node:util';
import { errnoName } from '../../host/file-failure.io.ts';
import { native } from '../../host/native.io.ts';
import type { RawCounter } from './gauge.ts';

/** Opens a counting event of a PMU on one CPU for all processes; a negative errno where the kernel refuses. */
export type OpenPerfEvent = (pmu: number, config: number, cpu: number) => number;

/* Constants of the Linux ABI: <linux/perf_event.h>, <asm/unistd.h>. */
const PERF_FLAG_FD_CLOEXEC = 8;
const PERF_SYSCALL: Partial<Record<string, number>> = { x64: 298, arm64: 241 };
const ENOSYS = 38;

/** {@link OpenPerfEvent} of this machine's kernel. */
export const openPerfEvent: OpenPerfEvent = (pmu, config, cpu) => {
  const number = PERF_SYSCALL[process.arch];
  const c = native();
  if (number === undefined || c === null) return -ENOSYS;
  const syscall = c.func('long syscall(long number, ...)');
  const attr = Buffer.alloc(128);
  attr.writeUInt32LE(pmu, 0);
  attr.writeUInt32LE(attr.length, 4);
  attr.writeBigUInt64LE(BigInt(config), 8);
  // No flags: the power PMU counts everything or nothing, and refuses to exclude the kernel.
  const allProcesses = -1;
  const fd = Number(
    syscall(
      number,
      'void *',
      attr,
      'int',
      allProcesses,
      'int',
      cpu,
      'int',
      -1,
      'ulong',
      PERF_FLAG_FD_CLOEXEC,
    ),
  );
  return fd >= 0 ? fd : -c.errno();
};

/** The errno name of a negative result of {@link OpenPerfEvent}. */
export function refusalCode(result: number): string {
  return getSystemErrorMap().get(result)?.[0] ?? `errno ${-result}`;
}

const HIGH_WORD = 2 ** 32;
const buffer = Buffer.allocUnsafe(8);

/** The count of an open perf event. The kernel extends the hardware's 32 bits to 64 by itself, so it never wraps. */
export class PerfCounter implements RawCounter {
  readonly #fd: number;
  readonly #name: string;
  #isOpen = true;
  code = '';

  constructor(fd: number, name: string) {
    this.#fd = fd;
    this.#name = name;
  }

  get why(): string {
    if (this.code === '') return '';
    const what = this.code === 'EMPTY' ? 'the kernel has taken it off its CPU' : 'it cannot be read';
    return `${this.#name}: ${what} (${this.code})`;
  }

  read(): number {
    let length = 0;
    try {
      length = this.#isOpen ? readSync(this.#fd, buffer, 0, buffer.length, null) : 0;
    } catch (error) {
      this.code = errnoName(error) ?? 'EIO';
      return Number.NaN;
    }
    if (length < buffer.length) {
      this.code = 'EMPTY'; // an event in error state reads as the end of a file
      return Number.NaN;
    }
    this.code = '';
    return buffer.readUInt32LE(4) * HIGH_WORD + buffer.readUInt32LE(0);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      closeSync(this.#fd);
    } catch {
      // gone already
    }
  }
}
