import { ok, type Result } from '../../../result.ts';
import type { OnBytes, Source } from '../remote-store.ts';
import { pool } from '../transfer/pool.ts';
import { fileBody, hashOfPart, textBody } from './body.io.ts';
import type { S3Client } from './s3-client.io.ts';
import { elementsIn, escaped, textIn } from './s3-xml.ts';

const MIB = 1 << 20;
/** A file beyond this is sent in parts, */
export const PARTS_BEYOND = 64 * MIB;
/** of at least this size, */
const PART = 16 * MIB;
/** of which there may be so many, */
const MOST_PARTS = 10_000;
/** some at once. */
const AT_ONCE = 4;

/** The size of a part of a file, bytes. */
export function partSize(size: number): number {
  return Math.max(PART, MIB * Math.ceil(size / MOST_PARTS / MIB));
}

/**
 * Sends a large file in parts. It shows only when all are there; parts that an earlier try left behind, even one that was killed, are not sent again.
 */
export async function putInParts(
  client: S3Client,
  { path, size }: Source,
  key: string,
  onBytes?: OnBytes,
): Promise<Result<true>> {
  const doing = `write s3://${client.bucket}/${key}`;
  const begun = await beginOrGoOn(client, key, doing);
  if (!begun.ok) return begun;
  const { uploadId, there } = begun.value;
  const length = partSize(size);
  const count = Math.ceil(size / length);
  const tags = new Map<number, string>();
  let failure: Result<never> | undefined;
  await pool(
    Array.from({ length: count }, (_, i) => i + 1),
    AT_ONCE,
    async (number) => {
      const start = (number - 1) * length;
      const part = { start, length: Math.min(length, size - start) };
      const md5 = hashOfPart('md5', path, part.start, part.length);
      if (there.get(number) === `"${md5}"`) {
        tags.set(number, `"${md5}"`);
        onBytes?.(part.length);
        return true;
      }
      const sent = await client.demand({
        method: 'PUT',
        key,
        query: { partNumber: `${number}`, uploadId },
        headers: () => client.settings.keyHeaders,
        body: fileBody(path, { ...part, md5 }, onBytes),
        doing,
      });
      if (sent.ok) tags.set(number, sent.value.header('etag') ?? '');
      else failure ??= sent;
      return sent.ok;
    },
  );
  // The parts are left where they are: the next try goes on from there.
  if (failure !== undefined) return failure;
  return complete(client, key, uploadId, tags, doing);
}

async function complete(
  client: S3Client,
  key: string,
  uploadId: string,
  tags: ReadonlyMap<number, string>,
  doing: string,
): Promise<Result<true>> {
  const parts = [...tags]
    .sort(([a], [b]) => a - b)
    .map(([number, tag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${escaped(tag)}</ETag></Part>`)
    .join('');
  const xml = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts}</CompleteMultipartUpload>`;
  const done = await client.demand({ method: 'POST', key, query: { uploadId }, body: textBody(xml), doing });
  if (!done.ok) return done;
  // A server that fails late says so in an answer that began as a success.
  if (textIn(done.value.text, 'Code') !== undefined)
    return { ok: false, error: client.refused({ ...done.value, status: 500 }, doing) };
  return ok(true);
}

interface Begun {
  readonly uploadId: string;
  /** Tags of parts that are there, by number. */
  readonly there: ReadonlyMap<number, string>;
}

async function beginOrGoOn(client: S3Client, key: string, doing: string): Promise<Result<Begun>> {
  const left = await leftBehind(client, key, doing);
  if (left !== undefined) return ok(left);
  const begun = await client.demand({
    method: 'POST',
    key,
    query: { uploads: '' },
    headers: () => client.settings.putHeaders,
    doing,
  });
  if (!begun.ok) return begun;
  return ok({ uploadId: textIn(begun.value.text, 'UploadId') ?? '', there: new Map() });
}

/** What an earlier try left; undefined also where one may not look. */
async function leftBehind(client: S3Client, key: string, doing: string): Promise<Begun | undefined> {
  const uploads = await client.ask({ method: 'GET', query: { uploads: '', prefix: key }, doing });
  if (!uploads.ok || uploads.value.status !== 200) return undefined;
  const [latest] = elementsIn(uploads.value.text, 'Upload')
    .filter((upload) => textIn(upload, 'Key') === key)
    .sort((a, b) => ((textIn(a, 'Initiated') ?? '') < (textIn(b, 'Initiated') ?? '') ? 1 : -1));
  const uploadId = latest === undefined ? undefined : textIn(latest, 'UploadId');
  if (uploadId === undefined) return undefined;
  const there = new Map<number, string>();
  for (let marker = '0'; ; ) {
    const query = { uploadId, 'part-number-marker': marker };
    const parts = await client.ask({ method: 'GET', key, query, doing });
    if (!parts.ok || parts.value.status !== 200) return undefined;
    for (const part of elementsIn(parts.value.text, 'Part'))
      there.set(Number(textIn(part, 'PartNumber')), textIn(part, 'ETag') ?? '');
    const next = textIn(parts.value.text, 'NextPartNumberMarker');
    if (textIn(parts.value.text, 'IsTruncated') !== 'true' || next === undefined) return { uploadId, there };
    marker = next;
  }
}
