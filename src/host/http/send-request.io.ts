import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { errnoName } from '../file-failure.io.ts';
import type { HttpAnswer, HttpBounds, HttpRequest } from './http-answer.ts';

const WHY: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known: no network, or a wrong address',
  EAI_AGAIN: 'its name cannot be looked up: no network',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
  ECONNRESET: 'it hung up',
  EPIPE: 'it hung up',
};

/**
 * Sends one request and waits for the whole answer. Never rejects; no key of the request is part of what it says. A body is asked for
 * unpacked, so that no small answer grows.
 */
export function sendRequest(
  request: HttpRequest,
  { connectMs, wholeMs, mostBytes, signal }: HttpBounds,
): Promise<HttpAnswer> {
  const { url, body } = request;
  return new Promise((resolve) => {
    let isDone = false;
    const finish = (answer: HttpAnswer): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(connecting);
      clearTimeout(whole);
      signal?.removeEventListener('abort', stop);
      resolve(answer);
      sent?.destroy();
    };
    const stop = (): void => finish(no('it was not waited for any longer'));
    const connecting = setTimeout(() => finish(no(`no connection within ${seconds(connectMs)}`)), connectMs);
    const whole = setTimeout(() => finish(no(`no whole answer within ${seconds(wholeMs)}`)), wholeMs);
    if (signal?.aborted === true) {
      stop();
      return;
    }
    signal?.addEventListener('abort', stop);
    const sent = begin(request);
    if (sent === undefined) {
      finish(no('it cannot be asked so: an address or a key has a character that HTTP does not take'));
      return;
    }
    sent.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(connecting));
    });
    sent.on('error', (error) => finish(failure(error)));
    sent.on('response', (response) => {
      clearTimeout(connecting);
      receive(response, mostBytes, finish);
    });
    sent.end(body);
  });
}

function begin({
  url,
  method = 'GET',
  headers = {},
  body = '',
  trusted,
}: HttpRequest): ReturnType<typeof plain> | undefined {
  const send = url.protocol === 'https:' ? secure : plain;
  const length = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  try {
    return send(url, {
      method,
      agent: false,
      ...(trusted === undefined ? {} : { ca: [...trusted] }),
      headers: { accept: 'application/json', 'accept-encoding': 'identity', ...length, ...headers },
    });
  } catch {
    return undefined; // a header that cannot be sent; the error would hold its value
  }
}

function receive(response: IncomingMessage, mostBytes: number, finish: (answer: HttpAnswer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= mostBytes) chunks.push(chunk);
    else finish(no(`its answer is longer than ${mostBytes} bytes`));
  });
  response.on('error', () => finish(no('it broke off in its answer', true)));
  response.on('close', () => {
    if (!response.complete) {
      finish(no('it broke off in its answer', true));
      return;
    }
    finish({
      isWhole: true,
      status: response.statusCode ?? 0,
      text: Buffer.concat(chunks)
        .toString('utf8')
        .replace(/^\uFEFF/u, ''),
      header: (name) => {
        const value = response.headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
    });
  });
}

function failure(error: Error): HttpAnswer {
  const code = errnoName(error) ?? '';
  if (code.startsWith('HPE_')) return no('it does not speak HTTP');
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/u.test(code)) return no(`its certificate is not trusted (${code})`);
  if (/SSL|TLS|EPROTO/u.test(code)) return no('no secure connection can be made');
  return no(
    WHY[code] ?? `it cannot be reached (${code === '' ? 'unknown error' : code})`,
    code === 'ECONNRESET',
  );
}

function no(why: string, mayRetry = false): HttpAnswer {
  return { isWhole: false, why, mayRetry };
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
