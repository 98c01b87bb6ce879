import { closeSync, createReadStream, createWriteStream, openSync, writeSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { newSha256 } from '../../book/sha256.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';

/** Packs a journal; the hash of the packed file and the length of the journal. E_OUTPUT. */
export async function packJournal(
  from: string,
  to: string,
): Promise<Result<{ readonly sha256: string; readonly bytes: number }>> {
  let bytes = 0;
  try {
    const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
    const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        yield chunk;
      }
    };
    await pipeline(createReadStream(from), counted, gzip, createWriteStream(to, { flags: 'wx' }));
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_OUTPUT', `cannot pack ${from} as ${to}`, why, fix));
  }
  const sha256 = await hashOf(to);
  return sha256.ok ? ok({ sha256: sha256.value, bytes }) : sha256;
}

/** SHA-256 of a file, hex. E_BOOK_READ. */
export async function hashOf(path: string): Promise<Result<string>> {
  const hash = newSha256();
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
    return ok(hash.digest('hex'));
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
  }
}

/**
 * Unpacks a journal that must be so long and not a byte longer: a packed file of others may be a bomb, so it ends as soon as it goes beyond. E_VERIFY where it
 * is damaged or of another length.
 *
 * @param bytes length that the entry says.
 */
export async function unpackJournal(from: string, to: string, bytes: number): Promise<Problem | undefined> {
  const fd = openSync(to, 'wx', 0o600);
  let written = 0;
  let isTooLong = false;
  try {
    await pipeline(createReadStream(from), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        isTooLong = written + chunk.length > bytes;
        if (isTooLong) return; // which ends what comes before it
        for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at);
        written += chunk.length;
      }
    });
  } catch (error) {
    if (!isTooLong && isZlib(error)) return fault(`it is no whole gzip file: ${error.message}`);
    if (!isTooLong) {
      const { why, fix } = whyNot(error);
      return problem('E_BOOK_READ', `cannot unpack ${from}`, why, fix);
    }
  } finally {
    closeSync(fd);
  }
  if (isTooLong) return fault(`unpacked it is longer than the ${bytes} bytes it should be`);
  return written === bytes ? undefined : fault(`unpacked it has ${written} bytes, not ${bytes}`);
}

function isZlib(error: unknown): error is Error {
  return error instanceof Error && /^Z_/.test(errnoName(error) ?? '');
}

function fault(what: string): Problem {
  return problem('E_VERIFY', what);
}
