import { closeSync, openSync, readSync } from 'node:fs';
import { hostname } from 'node:os';
import { problem } from '../../../errors.ts';
import { whyNot } from '../../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { OnBytes, RemoteStore, Sink, Source, Stored } from '../remote-store.ts';
import { pool } from '../transfer/pool.ts';
import type { SftpFiles } from './sftp-files.io.ts';
import { OPEN, STATUS } from './sftp-wire.ts';

/** The most that every server takes in one message, */
const PIECE = 32_768;
/** so many of one file on their way at once, */
const PIECES = 16;
/** and so many questions. */
const QUESTIONS = 128;
const FOLDER = 0o040000;
const KIND = 0o170000;
/** What nobody should change: an object is what its name says. */
const READ_ONLY = 0o444;

let count = 0;

/** A folder of another machine, by SSH, as a remote. An object is written beside its place and renamed. */
export class SshStore implements RemoteStore {
  readonly shown: string;
  readonly usualJobs = 8;
  readonly #files: SftpFiles;
  readonly #folder: string;
  /** Folders that are there; several may ask for one at once. */
  readonly #made = new Map<string, Promise<Result<true>>>();

  constructor(files: SftpFiles, folder: string) {
    this.#files = files;
    this.#folder = folder;
    this.shown = `${files.session.shown}${folder}`;
  }

  async existing(keys: readonly string[]): Promise<Result<ReadonlySet<string>>> {
    const there = new Set<string>();
    let failure: Result<never> | undefined;
    await pool(keys, QUESTIONS, async (key) => {
      const path = this.#path(key);
      const found = await this.#files.stat(path);
      if (!found.ok) failure ??= found;
      else if (typeof found.value !== 'number') there.add(key);
      else if (found.value !== STATUS.NO_SUCH_FILE)
        failure ??= err(this.#files.refused(found.value, 'look at', path));
      return failure === undefined;
    });
    return failure ?? ok(there);
  }

  async list(folder: string): Promise<Result<readonly Stored[]>> {
    const found: Stored[] = [];
    let failure: Result<never> | undefined;
    for (let level = [folder]; level.length > 0; ) {
      const below: string[] = [];
      await pool(level, QUESTIONS, async (inner) => {
        const path = this.#path(inner).replace(/\/$/, '');
        const entries = await this.#files.entries(path);
        if (!entries.ok) failure ??= entries;
        else if (typeof entries.value === 'number') {
          if (entries.value !== STATUS.NO_SUCH_FILE)
            failure ??= err(this.#files.refused(entries.value, 'list', path));
        } else
          for (const { name, mode = 0, size = 0 } of entries.value) {
            if ((mode & KIND) === FOLDER) below.push(`${inner}${name}/`);
            else if (!name.endsWith('.tmp')) found.push({ key: inner + name, size });
          }
        return failure === undefined;
      });
      if (failure !== undefined) return failure;
      level = below;
    }
    return ok(found);
  }

  async get(key: string, sink: Sink, onBytes?: OnBytes): Promise<Result<boolean>> {
    const path = this.#path(key);
    const handle = await this.#files.open(path, OPEN.READ);
    if (!handle.ok) return handle;
    if (handle.value === STATUS.NO_SUCH_FILE) return ok(false);
    if (typeof handle.value === 'number') return err(this.#files.refused(handle.value, 'read', path));
    const done = await this.#receive(handle.value, path, sink, onBytes);
    const closed = await this.#files.close(handle.value);
    if (!done.ok) return done;
    return closed.ok ? ok(true) : closed;
  }

  async put({ path: source }: Source, key: string, onBytes?: OnBytes): Promise<Result<true>> {
    const path = this.#path(key);
    const cut = path.lastIndexOf('/');
    const folder = await this.#makeFolder(path.slice(0, cut));
    if (!folder.ok) return folder;
    const mark = `${hostname()}.${process.pid}.${(count++).toString(36)}`;
    const temp = `${path.slice(0, cut + 1)}.${path.slice(cut + 1)}.${mark}.tmp`;
    const handle = await this.#files.open(temp, OPEN.WRITE | OPEN.CREATE | OPEN.TRUNCATE);
    if (!handle.ok) return handle;
    if (typeof handle.value === 'number') return err(this.#files.refused(handle.value, 'write', path));
    const sent = await this.#send(source, handle.value, path, onBytes);
    const closed = await this.#files.close(handle.value);
    const placed =
      sent.ok && closed.ok ? await this.#putInPlace(temp, path, closed.value) : sent.ok ? closed : sent;
    if (placed.ok) return ok(true);
    await this.#files.remove(temp);
    return placed;
  }

  async remove(keys: readonly string[]): Promise<Result<true>> {
    let failure: Result<never> | undefined;
    await pool(keys, QUESTIONS, async (key) => {
      const path = this.#path(key);
      const done = await this.#files.remove(path);
      if (!done.ok) failure ??= done;
      else if (done.value !== STATUS.OK && done.value !== STATUS.NO_SUCH_FILE)
        failure ??= err(this.#files.refused(done.value, 'remove', path));
      return failure === undefined;
    });
    return failure ?? ok(true);
  }

  close(): Promise<void> {
    return this.#files.session.close();
  }

  /** Several pieces are asked for ahead and taken in their order. */
  async #receive(
    handle: Uint8Array,
    path: string,
    sink: Sink,
    onBytes: OnBytes | undefined,
  ): Promise<Result<true>> {
    const ahead: ReturnType<SftpFiles['read']>[] = [];
    let asked = 0;
    let offset = 0;
    for (;;) {
      // Most files are one piece.
      while (ahead.length < (offset === 0 ? 1 : PIECES)) {
        ahead.push(this.#files.read(handle, asked, PIECE));
        asked += PIECE;
      }
      const piece = await ahead.shift();
      if (piece === undefined) continue;
      if (!piece.ok) return piece;
      if (typeof piece.value === 'number') {
        await Promise.all(ahead);
        return piece.value === STATUS.EOF ? ok(true) : err(this.#files.refused(piece.value, 'read', path));
      }
      sink.write(piece.value);
      onBytes?.(piece.value.length);
      offset += piece.value.length;
      if (piece.value.length < PIECE) {
        // A short piece: what was asked for ahead begins in the wrong place.
        await Promise.all(ahead);
        ahead.length = 0;
        asked = offset;
      }
    }
  }

  async #send(
    source: string,
    handle: Uint8Array,
    path: string,
    onBytes: OnBytes | undefined,
  ): Promise<Result<true>> {
    let failure: Result<never> | undefined;
    let fd: number;
    try {
      fd = openSync(source, 'r');
    } catch (error) {
      const { why, fix } = whyNot(error);
      return err(problem('E_CACHE', `cannot read ${source}`, why, fix));
    }
    try {
      let offset = 0;
      const worker = async (): Promise<void> => {
        while (failure === undefined) {
          const piece = Buffer.allocUnsafe(PIECE);
          const at = offset;
          const length = readSync(fd, piece, 0, PIECE, at);
          if (length === 0) return;
          offset += length;
          const written = await this.#files.write(handle, at, piece.subarray(0, length));
          if (!written.ok) failure ??= written;
          else if (written.value !== STATUS.OK)
            failure ??= err(this.#files.refused(written.value, 'write', path));
          else onBytes?.(length);
        }
      };
      await Promise.all(Array.from({ length: PIECES }, worker));
      return failure ?? ok(true);
    } finally {
      closeSync(fd);
    }
  }

  async #putInPlace(temp: string, path: string, closed: number): Promise<Result<true>> {
    if (closed !== STATUS.OK) return err(this.#files.refused(closed, 'write', path));
    const marked = await this.#files.setMode(temp, READ_ONLY);
    if (!marked.ok) return marked;
    const renamed = await this.#files.rename(temp, path);
    if (!renamed.ok) return renamed;
    return renamed.value === STATUS.OK ? ok(true) : err(this.#files.refused(renamed.value, 'write', path));
  }

  #makeFolder(path: string): Promise<Result<true>> {
    const known = this.#made.get(path);
    if (known !== undefined) return known;
    const made = this.#makeNewFolder(path);
    this.#made.set(path, made);
    return made;
  }

  async #makeNewFolder(path: string): Promise<Result<true>> {
    const first = await this.#files.makeFolder(path);
    if (!first.ok) return first;
    if (first.value === STATUS.OK) return ok(true);
    const found = await this.#files.stat(path);
    if (!found.ok) return found;
    if (typeof found.value !== 'number') return ok(true);
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (found.value !== STATUS.NO_SUCH_FILE || parent === '')
      return err(this.#files.refused(first.value, 'make', path));
    const above = await this.#makeFolder(parent);
    if (!above.ok) return above;
    const again = await this.#files.makeFolder(path);
    if (!again.ok) return again;
    if (again.value === STATUS.OK) return ok(true);
    const there = await this.#files.stat(path);
    if (!there.ok) return there;
    return typeof there.value === 'number' ? err(this.#files.refused(again.value, 'make', path)) : ok(true);
  }

  #path(key: string): string {
    return `${this.#folder === '/' ? '' : this.#folder}/${key}`;
  }
}
