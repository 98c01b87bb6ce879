import { type ChildProcess, spawn } from 'node:child_process';
import type { Host } from '../../../host/host.ts';
import { errnoName } from '../../../host/file-failure.io.ts';
import { type Problem, problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { RemoteSettings } from '../../project/config.ts';
import { type AskPass, askPass } from './ask-pass.io.ts';
import { SFTP, SftpFrames, SftpReader, SftpWriter } from './sftp-wire.ts';
import { shownSsh, sshArguments, type SshPlace } from './ssh-command.ts';
import { sshFailure } from './ssh-failure.ts';

/** An answer of the server: its kind, and what stands behind the number of the request. */
export interface SftpAnswer {
  readonly type: number;
  readonly body: SftpReader;
}

const VERSION = 3;
/** Of what ssh says, so much is kept. */
const MOST_SAID = 16_384;

/** A file transfer session through the system's ssh: many requests at once over one connection. */
export class SftpSession {
  readonly shown: string;
  readonly #child: ChildProcess;
  readonly #askPass: AskPass | undefined;
  readonly #frames = new SftpFrames();
  readonly #waiting = new Map<number, (answer: SftpAnswer | undefined) => void>();
  readonly #begun: Promise<ReadonlySet<string> | undefined>;
  #hasBegun: (extensions: ReadonlySet<string> | undefined) => void = () => {};
  #drained: Promise<void> | undefined;
  #next = 1;
  #said = '';
  #isOver = false;
  #spawnFailure: string | undefined;

  /** Starts to connect; whether that succeeds shows with the first request. */
  constructor(host: Host, place: SshPlace, settings: RemoteSettings) {
    this.shown = shownSsh(place);
    this.#begun = new Promise((resolve) => {
      this.#hasBegun = resolve;
    });
    this.#askPass = askPass(settings);
    this.#child = spawn('ssh', sshArguments(place, settings), {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...host.env, ...this.#askPass?.env },
    });
    this.#listen();
    void this.#send(new SftpWriter().u8(SFTP.INIT).u32(VERSION).framed());
  }

  /** Whether the server knows an extension; a problem where there is no session. */
  async knows(extension: string): Promise<Result<boolean>> {
    const extensions = await this.#begun;
    return extensions === undefined ? err(this.#failure()) : ok(extensions.has(extension));
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param fill writes what stands behind the request's number.
   */
  async request(type: number, fill: (writer: SftpWriter) => SftpWriter): Promise<Result<SftpAnswer>> {
    if ((await this.#begun) === undefined || this.#isOver) return err(this.#failure());
    const id = this.#next;
    this.#next = (this.#next + 1) % 0xffffffff;
    const answered = new Promise<SftpAnswer | undefined>((resolve) => {
      this.#waiting.set(id, resolve);
    });
    await this.#send(fill(new SftpWriter().u8(type).u32(id)).framed());
    const answer = await answered;
    return answer === undefined ? err(this.#failure()) : ok(answer);
  }

  /** Ends the session. */
  async close(): Promise<void> {
    if (!this.#isOver) {
      const ended = new Promise((resolve) => {
        this.#child.once('close', resolve);
      });
      this.#child.stdin?.end();
      const killer = setTimeout(() => this.#child.kill(), 2000);
      await ended;
      clearTimeout(killer);
    }
    this.#askPass?.remove();
  }

  /** Why there is no session, or none any more. */
  #failure(): Problem {
    return this.#spawnFailure === undefined
      ? sshFailure(this.shown, this.#said)
      : problem('E_REMOTE', `cannot reach ${this.shown}`, this.#spawnFailure, 'install the OpenSSH client');
  }

  #listen(): void {
    const { stdin, stdout, stderr } = this.#child;
    stdout?.on('data', (chunk: Buffer) => {
      for (const message of this.#frames.push(chunk)) this.#receive(message);
    });
    stderr?.setEncoding('utf8');
    stderr?.on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-MOST_SAID);
    });
    stdin?.on('error', () => {}); // the end of the process tells
    this.#child.on('error', (error) => {
      this.#spawnFailure =
        errnoName(error) === 'ENOENT'
          ? 'there is no program `ssh` here'
          : `ssh could not be started: ${error.message}`;
      this.#end();
    });
    this.#child.on('close', () => this.#end());
  }

  #receive(message: Uint8Array): void {
    const reader = new SftpReader(message);
    const type = reader.u8();
    if (type === SFTP.VERSION) {
      reader.u32();
      const extensions = new Set<string>();
      while (!reader.isAtEnd) {
        extensions.add(reader.text());
        reader.text();
      }
      this.#hasBegun(extensions);
      return;
    }
    const id = reader.u32();
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.({ type, body: reader });
  }

  #send(bytes: Uint8Array): Promise<void> | undefined {
    const { stdin } = this.#child;
    if (stdin === null || stdin.destroyed || stdin.write(bytes)) return undefined;
    this.#drained ??= new Promise((resolve) => {
      const done = (): void => {
        stdin.off('drain', done);
        stdin.off('close', done);
        this.#drained = undefined;
        resolve();
      };
      stdin.on('drain', done);
      stdin.on('close', done);
    });
    return this.#drained;
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#hasBegun(undefined);
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
    this.#askPass?.remove();
  }
}
