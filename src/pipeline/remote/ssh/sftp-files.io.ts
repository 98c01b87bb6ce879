import { type Problem, problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { SftpAnswer, SftpSession } from './sftp-session.io.ts';
import { SFTP, type SftpAttributes, STATUS } from './sftp-wire.ts';

/** An entry of a folder. */
export interface SftpEntry extends SftpAttributes {
  readonly name: string;
}

/** What a request came to where the server said no. */
export type SftpStatus = number;

const MEANINGS: Readonly<Record<number, string>> = {
  [STATUS.NO_SUCH_FILE]: 'there is no such file or folder',
  [STATUS.PERMISSION_DENIED]: 'permission denied',
  [STATUS.UNSUPPORTED]: 'the server cannot do that',
};
const FIXES: Readonly<Record<number, string>> = {
  [STATUS.NO_SUCH_FILE]: 'correct the folder in the url of the remote',
  [STATUS.PERMISSION_DENIED]: 'ask its owner for the right, or use a folder that is yours',
  [STATUS.FAILURE]: 'look at the disk of the server: it may be full, or read-only',
};

/** The files of a server, one question at a time each; a refusal of the server is a number. */
export class SftpFiles {
  readonly session: SftpSession;

  constructor(session: SftpSession) {
    this.session = session;
  }

  /** What a path is; a status where there is nothing or it cannot be seen. */
  async stat(path: string): Promise<Result<SftpAttributes | SftpStatus>> {
    const answer = await this.session.request(SFTP.STAT, (to) => to.text(path));
    if (!answer.ok) return answer;
    return ok(answer.value.type === SFTP.ATTRS ? answer.value.body.attributes() : statusOf(answer.value));
  }

  /** Opens a file; its handle, or a status. */
  async open(path: string, flags: number): Promise<Result<Uint8Array | SftpStatus>> {
    const answer = await this.session.request(SFTP.OPEN, (to) => to.text(path).u32(flags).u32(0));
    return answer.ok ? ok(handleOf(answer.value)) : answer;
  }

  /** Reads a piece of a file: fewer bytes than asked for, or a status; at the end {@link STATUS.EOF}. */
  async read(handle: Uint8Array, offset: number, length: number): Promise<Result<Uint8Array | SftpStatus>> {
    const answer = await this.session.request(SFTP.READ, (to) => to.bytes(handle).u64(offset).u32(length));
    if (!answer.ok) return answer;
    return ok(answer.value.type === SFTP.DATA ? answer.value.body.bytes() : statusOf(answer.value));
  }

  /** Writes a piece of a file. */
  write(handle: Uint8Array, offset: number, bytes: Uint8Array): Promise<Result<SftpStatus>> {
    return this.#plain(SFTP.WRITE, (to) => to.bytes(handle).u64(offset).bytes(bytes));
  }

  close(handle: Uint8Array): Promise<Result<SftpStatus>> {
    return this.#plain(SFTP.CLOSE, (to) => to.bytes(handle));
  }

  makeFolder(path: string): Promise<Result<SftpStatus>> {
    return this.#plain(SFTP.MKDIR, (to) => to.text(path).u32(0));
  }

  remove(path: string): Promise<Result<SftpStatus>> {
    return this.#plain(SFTP.REMOVE, (to) => to.text(path));
  }

  setMode(path: string, mode: number): Promise<Result<SftpStatus>> {
    return this.#plain(SFTP.SETSTAT, (to) => to.text(path).mode(mode));
  }

  /** Renames; what is there under the new name is replaced where the server can do that at once. */
  async rename(from: string, to: string): Promise<Result<SftpStatus>> {
    const posix = 'posix-rename@openssh.com';
    const knows = await this.session.knows(posix);
    if (!knows.ok) return knows;
    return knows.value
      ? this.#plain(SFTP.EXTENDED, (writer) => writer.text(posix).text(from).text(to))
      : this.#plain(SFTP.RENAME, (writer) => writer.text(from).text(to));
  }

  /** What a folder holds, or a status. */
  async entries(path: string): Promise<Result<readonly SftpEntry[] | SftpStatus>> {
    const opened = await this.session.request(SFTP.OPENDIR, (to) => to.text(path));
    if (!opened.ok) return opened;
    const handle = handleOf(opened.value);
    if (typeof handle === 'number') return ok(handle);
    const entries: SftpEntry[] = [];
    for (;;) {
      const answer = await this.session.request(SFTP.READDIR, (to) => to.bytes(handle));
      if (!answer.ok) return answer;
      if (answer.value.type !== SFTP.NAME) break;
      const { body } = answer.value;
      for (let count = body.u32(); count > 0; count -= 1) {
        const name = body.text();
        body.text(); // as `ls -l` would show it
        const attributes = body.attributes();
        if (name !== '.' && name !== '..') entries.push({ name, ...attributes });
      }
    }
    const closed = await this.close(handle);
    return closed.ok ? ok(entries) : closed;
  }

  /** What a status means to the user. */
  refused(status: SftpStatus, doing: string, path: string): Problem {
    const why = MEANINGS[status] ?? `the server says only that it failed (${status})`;
    const fix = FIXES[status] ?? FIXES[STATUS.FAILURE];
    return problem('E_REMOTE', `cannot ${doing} ${this.#shown(path)}`, why, fix);
  }

  #shown(path: string): string {
    return `${this.session.shown}${path.startsWith('/') ? '' : '/'}${path}`;
  }

  async #plain(type: number, fill: Parameters<SftpSession['request']>[1]): Promise<Result<SftpStatus>> {
    const answer = await this.session.request(type, fill);
    return answer.ok ? ok(statusOf(answer.value)) : err(answer.error);
  }
}

function statusOf({ type, body }: SftpAnswer): SftpStatus {
  return type === SFTP.STATUS ? body.u32() : STATUS.FAILURE;
}

function handleOf(answer: SftpAnswer): Uint8Array | SftpStatus {
  // A copy: the message that it stands in is part of a larger buffer.
  return answer.type === SFTP.HANDLE ? answer.body.bytes().slice() : statusOf(answer);
}
