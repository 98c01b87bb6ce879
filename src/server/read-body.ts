import type { Refusal } from './refusal.ts';

/** More than any change of the book needs; a route that takes files says how much it takes. */
const MOST_BODY_BYTES = 1 << 20;

/** What was sent, or why it is not looked at. */
export type Body =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Reads what a request brings as JSON, and no more than its bytes: what is packed is not unpacked. Only a page of one's own may send this media type
 * without being asked first. Nothing sent is undefined.
 *
 * @param most bytes that are taken.
 */
export async function readBody(request: Request, most = MOST_BODY_BYTES): Promise<Body> {
  const { headers } = request;
  const length = headers.get('content-length');
  if (Number(length ?? 0) > most) return { ok: false, refusal: 'size' };
  const isSent = headers.has('transfer-encoding') || (length !== null && length !== '0');
  if (!isSent) return { ok: true, value: undefined };
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' || headers.has('content-encoding')) return { ok: false, refusal: 'media' };
  const bytes = await bytesOf(request.body, most);
  if (bytes === undefined) return { ok: false, refusal: 'size' };
  try {
    return {
      ok: true,
      value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown,
    };
  } catch {
    return { ok: false, refusal: 'json' };
  }
}

async function bytesOf(
  body: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    length += read.value.length;
    if (length > most) {
      void reader?.cancel();
      return undefined;
    }
    chunks.push(read.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
