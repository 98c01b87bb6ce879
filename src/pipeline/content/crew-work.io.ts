import type { Crewed } from './crew-job.ts';

/**
 * What a thread of the crew does. It is handed over as text, so it may use nothing from outside of itself. What does not work for it is left to
 * the main thread, which does it anew and tells what is wrong.
 */
export function crewWork(): void {
  const fs = process.getBuiltinModule('node:fs');
  const { createHash, hash } = process.getBuiltinModule('node:crypto');
  const { parentPort, threadId } = process.getBuiltinModule('node:worker_threads');
  const CHUNK = 1 << 20;
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  let count = 0;

  const { pid } = process;
  const tempIn = (folder: string): string => `${folder}/${pid}.${threadId}.${count++}.tmp`;

  const fill = (fd: number): number => {
    let length = 0;
    while (length < CHUNK) {
      const read = fs.readSync(fd, buffer, length, CHUNK - length, null);
      if (read === 0) break;
      length += read;
    }
    return length;
  };
  /** Makes a file beside its place and renames it. */
  const write = (temp: string, path: string, length: number, mode: number): void => {
    const fd = fs.openSync(temp, 'wx', mode);
    try {
      for (let done = 0; done < length; ) done += fs.writeSync(fd, buffer, done, length - done);
      fs.fchmodSync(fd, mode);
    } finally {
      fs.closeSync(fd);
    }
    try {
      fs.renameSync(temp, path);
    } catch (error) {
      fs.unlinkSync(temp);
      throw error;
    }
  };
  const md5Of = (fd: number, length: number): string => {
    if (length < CHUNK) return hash('md5', buffer.subarray(0, length));
    const md5 = createHash('md5').update(buffer);
    for (let more = fill(fd); more > 0; more = fill(fd)) md5.update(buffer.subarray(0, more));
    return md5.digest('hex');
  };
  const one = ({ job }: Crewed, from: string, to: string | undefined): string | undefined => {
    const fd = fs.openSync(from, 'r');
    try {
      const length = fill(fd);
      if (job.k === 'place') {
        if (length === CHUNK || to === undefined) return undefined;
        write(tempIn(job.tempFolder), to, length, job.mode);
        return '';
      }
      const md5 = md5Of(fd, length);
      const { keep } = job;
      if (keep !== undefined && length < CHUNK) {
        const path = `${keep.objects}/${md5.slice(0, 2)}/${md5.slice(2)}`;
        // One that is there is for the main thread to look at.
        if (!fs.existsSync(path)) write(tempIn(keep.tempFolder), path, length, keep.mode);
      }
      return md5;
    } finally {
      fs.closeSync(fd);
    }
  };
  parentPort?.on('message', (crewed: Crewed) => {
    const { next, begun, done, statuses, md5s } = crewed;
    Atomics.add(begun, 0, 1);
    for (;;) {
      const i = Atomics.add(next, 0, 1);
      const from = crewed.from[i];
      if (from === undefined) break;
      try {
        const md5 = from === '' ? undefined : one(crewed, from, crewed.to?.[i]);
        if (md5 !== undefined) {
          Buffer.from(md5s.buffer).write(md5, i * 16, 16, 'hex');
          statuses[i] = 1;
        }
      } catch {
        statuses[i] = 2; // the main thread tries again and tells
      }
    }
    Atomics.add(done, 0, 1);
    Atomics.notify(done, 0);
  });
}
