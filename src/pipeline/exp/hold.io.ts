import { closeSync, existsSync, openSync } from 'node:fs';
import { tryLockOpen } from '../../host/lock.io.ts';

/** Something that is held until it is given back, or its process ends. */
export interface Held {
  readonly release: () => void;
}

/** Takes the lock of a file, which is made; undefined where another holds it. */
export function hold(path: string): Held | undefined {
  const fd = openSync(path, 'a+');
  const taken = tryLockOpen(fd, path);
  if (taken === 'busy' || !taken.ok) {
    closeSync(fd);
    return undefined;
  }
  const lock = taken.value;
  return {
    release: () => {
      lock.release();
      closeSync(fd);
    },
  };
}

/** Whether some process holds the lock of a file. */
export function isHeld(path: string): boolean {
  if (!existsSync(path)) return false;
  const held = hold(path);
  held?.release();
  return held === undefined;
}
