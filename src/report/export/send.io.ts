import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/** A request to a server that the user has named. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How long a server may take, ms. One that has just been started may make its tables first. */
const PATIENCE_MS = 60_000;
/** How much of a refusal is told. */
const MOST_TOLD = 400;

/** Reads an address that something is to be sent to. A user name and a password in it become a header (RFC 7617) and are not shown. */
export function sendTarget(
  text: string,
): Result<{ readonly url: URL; readonly headers: Readonly<Record<string, string>> }> {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return err(noAddress('It is no address.'));
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return err(noAddress(`${url.protocol} is not spoken.`));
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return ok({ url, headers: {} });
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
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
    'Write e.g. http://localhost:9091.',
  );
}

/** Sends a request. E_NETWORK where nobody answers, or the server refuses; the text of the answer otherwise. */
export async function send({ method, url, headers, body }: Request): Promise<Result<string>> {
  try {
    const response = await fetch(url, {
      method,
      redirect: 'error', // what is sent goes where it was said to go
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (response.ok) return ok(text);
    const told = text.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_TOLD);
    return err(
      problem(
        'E_NETWORK',
        `${shownAddress(url)} answered ${response.status} ${response.statusText}`.trim(),
        told === '' ? undefined : told,
        'Look at the address, and at what the server asks for.',
      ),
    );
  } catch (error) {
    return err(
      problem(
        'E_NETWORK',
        `${shownAddress(url)} does not answer`,
        reasonOf(error),
        'Look at the address, and whether the server is up.',
      ),
    );
  }
}

/** `fetch` says only that it failed; the reason is its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  if (error.name === 'TimeoutError') return `There was no answer within ${PATIENCE_MS / 1000} s.`;
  const { cause } = error;
  if (cause instanceof AggregateError) return cause.errors.map((each) => (each as Error).message).join('; ');
  return cause instanceof Error ? cause.message : error.message;
}
