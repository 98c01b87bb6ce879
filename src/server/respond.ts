import { saveAs } from './download-name.ts';
import { refused, type Refusal } from './refusal.ts';
import type { Reply } from './route.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Packs the text of an answer; undefined where that is not worth it. */
export type Gzip = (body: Reply['body']) => Promise<Uint8Array<ArrayBuffer> | undefined>;

/**
 * An answer as it goes out.
 *
 * @param accepted the encodings that the browser takes, as its request says.
 */
export async function respond(reply: Reply, accepted: string | undefined, gzip: Gzip): Promise<Response> {
  const { status, type, body, download } = reply;
  const headers = new Headers({ 'content-type': type ?? JSON_TYPE, vary: 'accept-encoding' });
  if (download !== undefined) headers.set('content-disposition', saveAs(download));
  const packed = takesGzip(accepted) ? await gzip(body) : undefined;
  if (packed === undefined)
    return new Response(body instanceof Uint8Array ? new Uint8Array(body) : body, { status, headers });
  headers.set('content-encoding', 'gzip');
  headers.set('content-length', `${packed.byteLength}`);
  return new Response(packed, { status, headers });
}

/** Whether a browser that says what it accepts takes what is packed with gzip. */
export function takesGzip(accepted: string | undefined): boolean {
  return /\bgzip\b/.test(accepted ?? '');
}

/** The answer to what is not answered. */
export function refuse(reason: Refusal): Response {
  const { status, text } = refused(reason);
  const headers = new Headers({ 'content-type': JSON_TYPE });
  if (reason === 'method') headers.set('allow', 'GET, HEAD, POST, DELETE');
  return new Response(text, { status, headers });
}
