/** One field of a message: a number (varint, fixed) as 64 bits, or bytes. */
export interface Field {
  readonly number: number;
  readonly value: bigint | Uint8Array;
  /** Wire type: 0 varint, 1 eight bytes, 2 bytes, 5 four bytes. */
  readonly wire: number;
}

/** A message that ends in the middle of a field, or is none. */
export class BrokenMessage extends Error {
  override readonly name = 'BrokenMessage';
}

/** The fields of a message in Protocol Buffers' wire format (protobuf.dev/programming-guides/encoding). Throws {@link BrokenMessage}. */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const need = (count: number): void => {
    if (count < 0 || at + count > bytes.length) throw new BrokenMessage('it ends in the middle of a field');
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      need(1);
      const byte = bytes[at++] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new BrokenMessage('a number has too many bytes');
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (wire === 0) yield { number, wire, value: varint() };
    else if (wire === 1) {
      need(8);
      yield { number, wire, value: view.getBigUint64(at, true) };
      at += 8;
    } else if (wire === 2) {
      const length = Number(varint());
      need(length);
      yield { number, wire, value: bytes.subarray(at, at + length) };
      at += length;
    } else if (wire === 5) {
      need(4);
      yield { number, wire, value: BigInt(view.getUint32(at, true)) };
      at += 4;
    } else throw new BrokenMessage(`it has a field of the unknown kind ${wire}`);
  }
}

const decoder = new TextDecoder();

/** The text of a field. */
export function textOf({ value }: Field): string {
  return typeof value === 'bigint' ? String(value) : decoder.decode(value);
}

/** The bytes of a field: a message inside. */
export function bytesOf({ value }: Field): Uint8Array {
  return typeof value === 'bigint' ? new Uint8Array() : value;
}

/** The integer of a field, signed. */
export function integerOf({ value }: Field): number {
  return typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0;
}

/** The floating-point number of a field of four or eight bytes. */
export function floatOf({ value, wire }: Field): number {
  if (typeof value !== 'bigint') return Number.NaN;
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value, true);
  return wire === 5 ? view.getFloat32(0, true) : wire === 1 ? view.getFloat64(0, true) : Number(value);
}

/** Seconds since 1970 of a `google.protobuf.Timestamp`. */
export function timestampOf(bytes: Uint8Array): number {
  let seconds = 0;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) seconds += integerOf(field);
    else if (field.number === 2) seconds += integerOf(field) / 1e9;
  }
  return seconds;
}
