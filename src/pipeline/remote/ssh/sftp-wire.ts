/** The numbers of the SSH File Transfer Protocol, version 3 (draft-ietf-secsh-filexfer-02), as far as they are used. */
export const SFTP = {
  INIT: 1,
  VERSION: 2,
  OPEN: 3,
  CLOSE: 4,
  READ: 5,
  WRITE: 6,
  OPENDIR: 11,
  READDIR: 12,
  REMOVE: 13,
  MKDIR: 14,
  STAT: 17,
  SETSTAT: 9,
  RENAME: 18,
  STATUS: 101,
  HANDLE: 102,
  DATA: 103,
  NAME: 104,
  ATTRS: 105,
  EXTENDED: 200,
  EXTENDED_REPLY: 201,
} as const;

/** What a status says. */
export const STATUS = {
  OK: 0,
  EOF: 1,
  NO_SUCH_FILE: 2,
  PERMISSION_DENIED: 3,
  FAILURE: 4,
  UNSUPPORTED: 8,
} as const;

/** How a file is opened. */
export const OPEN = { READ: 0x01, WRITE: 0x02, CREATE: 0x08, TRUNCATE: 0x10, EXCLUSIVE: 0x20 } as const;

const HAS_SIZE = 0x01;
const HAS_OWNER = 0x02;
const HAS_MODE = 0x04;
const HAS_TIMES = 0x08;
const HAS_MORE = 0x80000000;

/** What is known of a file. */
export interface SftpAttributes {
  readonly size?: number;
  /** With the kind of file in its upper bits. */
  readonly mode?: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Puts a message together. */
export class SftpWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  u8(value: number): this {
    return this.#add(Uint8Array.of(value));
  }

  u32(value: number): this {
    const part = new Uint8Array(4);
    new DataView(part.buffer).setUint32(0, value);
    return this.#add(part);
  }

  u64(value: number): this {
    const part = new Uint8Array(8);
    new DataView(part.buffer).setBigUint64(0, BigInt(value));
    return this.#add(part);
  }

  bytes(bytes: Uint8Array): this {
    return this.u32(bytes.length).#add(bytes);
  }

  text(text: string): this {
    return this.bytes(encoder.encode(text));
  }

  /** Only the rights of a file. */
  mode(mode: number): this {
    return this.u32(HAS_MODE).u32(mode);
  }

  /** The message with its length before it. */
  framed(): Uint8Array {
    const whole = new Uint8Array(4 + this.#length);
    new DataView(whole.buffer).setUint32(0, this.#length);
    let at = 4;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  #add(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }
}

/** Takes a message apart. Throws RangeError where it is shorter than it should be. */
export class SftpReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  u8(): number {
    return this.#view.getUint8(this.#move(1));
  }

  u32(): number {
    return this.#view.getUint32(this.#move(4));
  }

  u64(): number {
    return Number(this.#view.getBigUint64(this.#move(8)));
  }

  bytes(): Uint8Array {
    const length = this.u32();
    const at = this.#move(length);
    if (this.#at > this.#bytes.length) throw new RangeError('a message of the server breaks off');
    return this.#bytes.subarray(at, at + length);
  }

  text(): string {
    return decoder.decode(this.bytes());
  }

  attributes(): SftpAttributes {
    const flags = this.u32();
    const size = (flags & HAS_SIZE) === 0 ? undefined : this.u64();
    if ((flags & HAS_OWNER) !== 0) this.#move(8);
    const mode = (flags & HAS_MODE) === 0 ? undefined : this.u32();
    if ((flags & HAS_TIMES) !== 0) this.#move(8);
    if ((flags & HAS_MORE) !== 0)
      for (let count = this.u32(); count > 0; count -= 1) {
        this.bytes();
        this.bytes();
      }
    return { ...(size === undefined ? {} : { size }), ...(mode === undefined ? {} : { mode }) };
  }

  #move(by: number): number {
    const at = this.#at;
    this.#at += by;
    return at;
  }
}

/** Cuts a stream into messages. */
export class SftpFrames {
  #rest: Uint8Array = new Uint8Array(0);

  /** The messages that are whole by now, without their lengths. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    let bytes = chunk;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + chunk.length);
      bytes.set(this.#rest);
      bytes.set(chunk, this.#rest.length);
    }
    const messages: Uint8Array[] = [];
    let at = 0;
    while (bytes.length - at >= 4) {
      const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0);
      if (bytes.length - at - 4 < length) break;
      messages.push(bytes.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    this.#rest = bytes.slice(at);
    return messages;
  }
}
