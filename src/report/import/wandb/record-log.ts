import { crc32 } from './crc32.ts';

/** The log is cut into blocks of this many bytes; no piece crosses their borders. */
export const BLOCK_BYTES = 32_768;
/** Checksum (4), length (2) and kind (1) of a piece. */
const PIECE_HEAD = 7;
/** `:W&B`, a magic number and a version. */
export const FILE_HEAD = 7;
/** A record of more pieces than this is not held in memory. */
const MOST_PIECES = 4096;

/** A whole record, or what was lost. */
export type LogEntry =
  | { readonly kind: 'record'; readonly bytes: Uint8Array }
  | { readonly kind: 'damage'; readonly at: number; readonly why: string };

const FULL = 1;
const FIRST = 2;
const LAST = 4;

/** Whether a file begins as W&B's log does. */
export function isRunLog(head: Uint8Array): boolean {
  const magic = [0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe];
  return magic.every((byte, i) => head[i] === byte);
}

/**
 * The records of a `run-*.wandb`: LevelDB's log format (google/leveldb, doc/log_format.md) with a plain CRC-32 of kind and data. A damaged block costs the
 * records in it.
 *
 * @param blocks the file in pieces of {@link BLOCK_BYTES}; the first begins with the file's head.
 */
export function* recordsOf(blocks: Iterable<Uint8Array>): Generator<LogEntry> {
  let pieces: Uint8Array[] = [];
  let isOpen = false;
  let start = 0;
  for (const block of blocks) {
    let at = start === 0 ? FILE_HEAD : 0;
    const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
    const isLastBlock = block.length < BLOCK_BYTES;
    while (at + PIECE_HEAD <= block.length) {
      const length = view.getUint16(at + 4, true);
      const kind = block[at + 6] as number;
      if (kind === 0 && length === 0) break; // the rest of the block is filling
      const end = at + PIECE_HEAD + length;
      const isWhole = end <= block.length && crc32(block.subarray(at + 6, end)) === view.getUint32(at, true);
      if (!isWhole || kind < FULL || kind > LAST) {
        const isTorn = end > block.length && isLastBlock;
        yield {
          kind: 'damage',
          at: start + at,
          why: isTorn ? 'it ends in the middle of a record' : 'a checksum does not hold',
        };
        isOpen = false;
        break;
      }
      const data = block.slice(at + PIECE_HEAD, end);
      at = end;
      if (kind === FULL) yield { kind: 'record', bytes: data };
      else if (kind === FIRST) {
        pieces = [data];
        isOpen = true;
      } else if (isOpen) {
        pieces.push(data);
        if (pieces.length > MOST_PIECES) isOpen = false;
        else if (kind === LAST) {
          yield { kind: 'record', bytes: joined(pieces) };
          isOpen = false;
        }
      }
    }
    start += block.length;
  }
  if (isOpen) yield { kind: 'damage', at: start, why: 'it ends in the middle of a record' };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
