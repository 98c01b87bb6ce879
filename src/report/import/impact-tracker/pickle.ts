/** An object that only Python can build: its class and what it would be built from. */
export interface PickledObject {
  readonly name: string;
  readonly args: unknown;
  state?: unknown;
}

/** What is in a pickle that this reader does not take in. */
export class UnreadablePickle extends Error {
  override readonly name = 'UnreadablePickle';
}

const MARK = Symbol('mark');
const LONGEST = 1 << 24;

/**
 * Reads a pickle of protocols 0 to 5 (docs.python.org/3/library/pickletools.html) as data: texts, numbers, lists and maps as such, whatever has a class as a
 * {@link PickledObject}. Nothing is called, so a pickle from anywhere is harmless. Throws {@link UnreadablePickle}.
 */
export function unpickled(bytes: Uint8Array): unknown {
  if (bytes.length > LONGEST) throw new UnreadablePickle('it is too long');
  return new Unpickler(bytes).run();
}

/** Whether a value is an object of a class whose name ends so. */
export function isObjectOf(value: unknown, ending: string): value is PickledObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'args' in value &&
    String(value.name).endsWith(ending)
  );
}

class Unpickler {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #stack: unknown[] = [];
  readonly #memo = new Map<number, unknown>();
  readonly #utf8 = new TextDecoder();
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): unknown {
    for (;;) {
      const op = String.fromCharCode(this.#byte());
      if (op === '.') return this.#pop();
      this.#step(op);
    }
  }

  #step(op: string): void {
    const stack = this.#stack;
    switch (op) {
      case '\x80': // PROTO
        this.#byte();
        return;
      case '\x95': // FRAME
        this.#take(8);
        return;
      case '(':
        stack.push(MARK);
        return;
      case '0':
        this.#pop();
        return;
      case '1':
        this.#toMark();
        return;
      case '2':
        stack.push(stack.at(-1));
        return;
      case 'N':
        stack.push(null);
        return;
      case '\x88':
      case '\x89':
        stack.push(op === '\x88');
        return;
      case 'K':
        stack.push(this.#byte());
        return;
      case 'M':
        stack.push(this.#view.getUint16(this.#skip(2), true));
        return;
      case 'J':
        stack.push(this.#view.getInt32(this.#skip(4), true));
        return;
      case 'G':
        stack.push(this.#view.getFloat64(this.#skip(8), false));
        return;
      case '\x8a':
        stack.push(this.#long(this.#byte()));
        return;
      case '\x8b':
        stack.push(this.#long(this.#view.getInt32(this.#skip(4), true)));
        return;
      case 'I':
      case 'L':
      case 'F': {
        const line = this.#line().replace(/L$/, '');
        stack.push(line === '00' || line === '01' ? line === '01' : Number(line));
        return;
      }
      case 'S':
        stack.push(this.#line().slice(1, -1));
        return;
      case 'V':
        stack.push(rawUnicode(this.#line()));
        return;
      case 'X':
        stack.push(this.#text(this.#view.getUint32(this.#skip(4), true)));
        return;
      case '\x8c':
        stack.push(this.#text(this.#byte()));
        return;
      case '\x8d':
        stack.push(this.#text(Number(this.#view.getBigUint64(this.#skip(8), true))));
        return;
      case 'U':
        stack.push(this.#text(this.#byte()));
        return;
      case 'T':
        stack.push(this.#text(this.#view.getInt32(this.#skip(4), true)));
        return;
      case 'C':
        stack.push(this.#take(this.#byte()));
        return;
      case 'B':
        stack.push(this.#take(this.#view.getUint32(this.#skip(4), true)));
        return;
      default:
        this.#build(op);
    }
  }

  #build(op: string): void {
    const stack = this.#stack;
    switch (op) {
      case ']':
        stack.push([]);
        return;
      case ')':
        stack.push([]);
        return;
      case '}':
        stack.push(new Map());
        return;
      case '\x8f':
        stack.push([]);
        return;
      case 'l':
      case 't':
      case '\x91':
        stack.push(this.#toMark());
        return;
      case '\x85':
      case '\x86':
      case '\x87': {
        const count = op.charCodeAt(0) - 0x84;
        stack.push(stack.splice(stack.length - count, count));
        return;
      }
      case 'd':
        stack.push(mapOf(this.#toMark()));
        return;
      case 'a': {
        const value = this.#pop();
        this.#list().push(value);
        return;
      }
      case 'e':
      case '\x90': {
        const values = this.#toMark();
        this.#list().push(...values);
        return;
      }
      case 's': {
        const [value, key] = [this.#pop(), this.#pop()];
        this.#into([key, value]);
        return;
      }
      case 'u': {
        const values = this.#toMark();
        this.#into(values);
        return;
      }
      case 'c':
        stack.push(`${this.#line()}.${this.#line()}`);
        return;
      case '\x93': {
        const [name, module] = [this.#pop(), this.#pop()];
        stack.push(`${String(module)}.${String(name)}`);
        return;
      }
      case 'R':
      case '\x81': {
        const [args, name] = [this.#pop(), this.#pop()];
        stack.push({ name: String(name), args } satisfies PickledObject);
        return;
      }
      case '\x92': {
        const [, args, name] = [this.#pop(), this.#pop(), this.#pop()];
        stack.push({ name: String(name), args } satisfies PickledObject);
        return;
      }
      case 'b': {
        const state = this.#pop();
        const object = stack.at(-1);
        if (typeof object === 'object' && object !== null && 'args' in object)
          (object as PickledObject).state = state;
        return;
      }
      case 'q':
        this.#memo.set(this.#byte(), stack.at(-1));
        return;
      case 'r':
        this.#memo.set(this.#view.getUint32(this.#skip(4), true), stack.at(-1));
        return;
      case 'p':
        this.#memo.set(Number(this.#line()), stack.at(-1));
        return;
      case '\x94':
        this.#memo.set(this.#memo.size, stack.at(-1));
        return;
      case 'h':
        stack.push(this.#memo.get(this.#byte()));
        return;
      case 'j':
        stack.push(this.#memo.get(this.#view.getUint32(this.#skip(4), true)));
        return;
      case 'g':
        stack.push(this.#memo.get(Number(this.#line())));
        return;
      default:
        throw new UnreadablePickle(`it has the opcode 0x${op.charCodeAt(0).toString(16)}`);
    }
  }

  #into(pairs: readonly unknown[]): void {
    const map = this.#stack.at(-1);
    if (map instanceof Map) for (const [key, value] of mapOf(pairs)) map.set(key, value);
  }

  /** The list on top; of an object that behaves as one what is put in is not needed. */
  #list(): unknown[] {
    const list = this.#stack.at(-1);
    return Array.isArray(list) ? list : [];
  }

  #long(length: number): number | string {
    const bytes = this.#take(length);
    let value = 0n;
    for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
    const signed = BigInt.asIntN(8 * bytes.length, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : String(signed);
  }

  #pop(): unknown {
    if (this.#stack.length === 0) throw new UnreadablePickle('it takes from an empty stack');
    return this.#stack.pop();
  }

  #toMark(): unknown[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw new UnreadablePickle('it lacks a mark');
    const values = this.#stack.splice(mark);
    return values.slice(1);
  }

  #byte(): number {
    return this.#bytes[this.#skip(1)] as number;
  }

  /** Goes on by so many bytes; where they begin. */
  #skip(count: number): number {
    const at = this.#at;
    if (count < 0 || at + count > this.#bytes.length) throw new UnreadablePickle('it is torn');
    this.#at += count;
    return at;
  }

  #take(count: number): Uint8Array {
    const at = this.#skip(count);
    return this.#bytes.subarray(at, at + count);
  }

  #text(length: number): string {
    return this.#utf8.decode(this.#take(length));
  }

  #line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw new UnreadablePickle('it is torn');
    // One byte, one character: a TextDecoder of Latin-1 is one of Windows-1252.
    const text = Array.from(this.#take(end - this.#at), (byte) => String.fromCharCode(byte)).join('');
    this.#skip(1);
    return text;
  }
}

/** Python's raw-unicode-escape: characters of one byte as they are, others as `\\uXXXX`. */
function rawUnicode(line: string): string {
  return line.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function mapOf(pairs: readonly unknown[]): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (let i = 0; i + 1 < pairs.length; i += 2) map.set(pairs[i], pairs[i + 1]);
  return map;
}
