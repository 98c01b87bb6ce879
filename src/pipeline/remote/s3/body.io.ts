import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import type { OnBytes } from '../remote-store.ts';

/** The body of a request. It can be sent several times. */
export interface Body {
  /** Bytes. */
  readonly length: number;
  /** MD5 in base64: the server refuses what was damaged on its way. */
  readonly md5?: string;
  readonly sendTo: (request: ClientRequest) => void;
  /** SHA-256 in hexadecimal. */
  readonly sha256: () => string;
}

const CHUNK = 1 << 20;

/** A text. */
export function textBody(text: string): Body {
  const bytes = Buffer.from(text);
  return {
    length: bytes.length,
    md5: createHash('md5').update(bytes).digest('base64'),
    sendTo: (request) => request.end(bytes),
    sha256: () => createHash('sha256').update(bytes).digest('hex'),
  };
}

/**
 * A part of a file.
 *
 * @param md5 of that part, in hexadecimal, where it is known.
 */
export function fileBody(
  path: string,
  { start, length, md5 }: { readonly start: number; readonly length: number; readonly md5?: string },
  onBytes?: OnBytes,
): Body {
  return {
    length,
    ...(md5 === undefined ? {} : { md5: Buffer.from(md5, 'hex').toString('base64') }),
    sha256: () => hashOfPart('sha256', path, start, length),
    sendTo: (request) => {
      if (length === 0) {
        request.end();
        return;
      }
      const stream = createReadStream(path, { start, end: start + length - 1, highWaterMark: CHUNK });
      stream.on('error', (error) => request.destroy(error));
      request.on('close', () => stream.destroy());
      if (onBytes !== undefined) stream.on('data', (chunk) => onBytes(chunk.length));
      stream.pipe(request);
    },
  };
}

/** The hash of a part of a file, in hexadecimal. Throws as `openSync` does. */
export function hashOfPart(algorithm: 'md5' | 'sha256', path: string, start: number, length: number): string {
  const hash = createHash(algorithm);
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, length)));
  const fd = openSync(path, 'r');
  try {
    for (let done = 0; done < length; ) {
      const read = readSync(fd, buffer, 0, Math.min(buffer.length, length - done), start + done);
      if (read === 0) break;
      hash.update(buffer.subarray(0, read));
      done += read;
    }
    return hash.digest('hex');
  } finally {
    closeSync(fd);
  }
}

/** SHA-256 of a body, in hexadecimal. */
export function bodyHash(body: Body): string {
  return body.sha256();
}
