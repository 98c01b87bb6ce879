import { type Problem, problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { ask } from '../../host/http/ask.io.ts';
import type { HttpAnswer } from '../../host/http/http-answer.ts';
import { err, ok, type Result } from '../../result.ts';

/** A server that the user has named, and how it lets us in. */
export interface Target {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Certificates (PEM) that are trusted in place of Node's. */
  readonly trusted?: readonly string[];
}

/** A request to it. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly type?: string;
  readonly body?: string;
  /** Doing it twice would do it twice: it is not tried again. */
  readonly isOnce?: boolean;
}

const CONNECT_MS = 10_000;
/** How long a server may take, ms. One that has just been started may make its tables first. */
const PATIENCE_MS = 60_000;
const MOST_BYTES = 64 * 2 ** 20;
const TRIES = 4;
const BACK_OFF_S = 1;
/** How much of a refusal is told. */
const MOST_TOLD = 400;

/** Reads an address that something is to be sent to. A user name and a password in it become a header (RFC 7617) and are not shown. */
export function sendTarget(text: string): Result<Target> {
  let url: URL;
  let pair: string;
  try {
    url = new URL(text);
    pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  } catch {
    return err(noAddress('It is no address.'));
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return err(noAddress(`${url.protocol} is not spoken.`));
  url.username = '';
  url.password = '';
  if (pair === ':') return ok({ url, headers: {} });
  return ok({ url, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } });
}

/** An address as it may stand in a log: what follows a `?` may be a key. */
export function shownAddress(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function noAddress(why: string): Problem {
  return problem(
    'E_USAGE',
    '--to: the address of a server is asked for',
    why,
    'Write e.g. http://localhost:9091; a % in a password is written %25.',
  );
}

/**
 * Sends a request, again where the server asks for that. E_NETWORK where nobody answers, or the server refuses, with no header in what is
 * said; the text of the answer otherwise.
 */
export async function send(
  host: Host,
  { headers, trusted }: Target,
  { method, url, type, body, isOnce }: Request,
): Promise<Result<string>> {
  const answer = await ask(
    host,
    {
      method,
      url,
      headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body }),
      ...(trusted === undefined ? {} : { trusted }),
    },
    { connectMs: CONNECT_MS, wholeMs: PATIENCE_MS, mostBytes: MOST_BYTES },
    {
      tries: isOnce === true ? 1 : TRIES,
      backOffS: BACK_OFF_S,
      redirects: 0, // what is sent goes where it was said to go
      deadlineMs: host.clock.wallMs() + PATIENCE_MS,
    },
  );
  if (answer.isWhole && answer.status >= 200 && answer.status < 300) return ok(answer.text);
  return err(refused(url, answer, Object.values(headers)));
}

function refused(url: URL, answer: HttpAnswer, secrets: readonly string[]): Problem {
  const where = shownAddress(url);
  if (!answer.isWhole) {
    const fix = /certificate/.test(answer.why)
      ? 'Name the file of its authority: SSL_CERT_FILE=ca.pem'
      : 'Look at the address, and whether the server is up.';
    return problem('E_NETWORK', `nothing could be sent to ${where}`, `${sentence(answer.why)}.`, fix);
  }
  // A server may repeat what it was sent.
  const text = secrets.flatMap((secret) => [secret, secret.replace(/^\w+ /, '')]).reduce(hidden, answer.text);
  const told = text.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_TOLD);
  return problem(
    'E_NETWORK',
    `${where} answered ${answer.status}`,
    told === '' ? undefined : told,
    'Look at the address, and at what the server asks for.',
  );
}

function hidden(text: string, secret: string): string {
  return secret === '' ? text : text.replaceAll(secret, '…');
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
