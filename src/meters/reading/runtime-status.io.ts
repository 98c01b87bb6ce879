import { join } from 'node:path';
import { KeptFile } from './kept-file.io.ts';

const buffer = Buffer.allocUnsafe(16);
const ASLEEP = Buffer.from('susp');

/**
 * Whether the kernel has put a device to sleep (`power/runtime_status`). Reading the sensors of a sleeping GPU wakes it, which costs more
 * than it tells; so this is asked first.
 */
export class RuntimeStatus {
  readonly #file: KeptFile;

  constructor(device: string) {
    this.#file = new KeptFile(join(device, 'power/runtime_status'));
  }

  /** True for `suspended` and `suspending`; a device without that file never sleeps. */
  isAsleep(): boolean {
    const length = this.#file.read(buffer);
    return length >= ASLEEP.length && ASLEEP.compare(buffer, 0, ASLEEP.length) === 0;
  }

  close(): void {
    this.#file.close();
  }
}
