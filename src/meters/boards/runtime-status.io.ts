import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

const buffer = Buffer.allocUnsafe(16);
const ASLEEP = Buffer.from('susp');

/**
 * Whether the kernel has put a device to sleep (`power/runtime_status`). Reading the sensors of a sleeping GPU wakes it, which costs more
 * than it tells; so this is asked first.
 */
export class RuntimeStatus {
  readonly #path: string;
  #fd: number | undefined;

  constructor(device: string) {
    this.#path = join(device, 'power/runtime_status');
  }

  /** True for `suspended`; a device without that file never sleeps. */
  isAsleep(): boolean {
    try {
      this.#fd ??= openSync(this.#path, 'r');
      const length = readSync(this.#fd, buffer, 0, buffer.length, 0);
      // `suspended` or `suspending`
      return length >= ASLEEP.length && ASLEEP.compare(buffer, 0, ASLEEP.length) === 0;
    } catch {
      this.close();
      return false;
    }
  }

  close(): void {
    if (this.#fd === undefined) return;
    try {
      closeSync(this.#fd);
    } catch {
      // the device is gone, and the descriptor with it
    }
    this.#fd = undefined;
  }
}
