import type { Host } from '../host.ts';
import type { HttpAnswer, HttpBounds, HttpRequest } from './http-answer.ts';
import { isRedirect, redirectTo } from './redirect.ts';
import { backOffS, retryAfterS } from './retry-after.ts';
import { sendRequest } from './send-request.io.ts';

/** How often is asked. */
export interface Persistence {
  /** Tries in all. */
  readonly tries: number;
  /** Wait before the second, s; twice as long before each further one. */
  readonly backOffS: number;
  readonly redirects: number;
  /** No try begins after this time on the wall clock, ms. */
  readonly deadlineMs: number;
}

/**
 * Asks until there is an answer that is no plea to come back later: redirects on the same host are followed, a broken connection, 429, 502, 503 and 504
 * are tried again after what `Retry-After` says, else after a back-off, as long as the time allows.
 */
export async function ask(
  host: Host,
  request: HttpRequest,
  bounds: HttpBounds,
  persistence: Persistence,
): Promise<HttpAnswer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await follow(request, bounds, persistence.redirects);
    if (!isPlea(answer) || tries >= persistence.tries) return answer;
    const nowMs = host.clock.wallMs();
    const asked = answer.isWhole ? retryAfterS(answer.header('retry-after'), nowMs) : undefined;
    const waitMs = 1000 * (asked ?? backOffS(tries, persistence.backOffS, host.random()));
    if (nowMs + waitMs >= persistence.deadlineMs) return answer;
    await pause(waitMs, bounds.signal);
    if (bounds.signal?.aborted === true) return answer;
  }
}

function isPlea(answer: HttpAnswer): boolean {
  return answer.isWhole ? [429, 502, 503, 504].includes(answer.status) : answer.mayRetry;
}

async function follow(request: HttpRequest, bounds: HttpBounds, most: number): Promise<HttpAnswer> {
  let { url } = request;
  for (let hops = 0; ; hops += 1) {
    const answer = await sendRequest({ ...request, url }, bounds);
    if (!answer.isWhole || !isRedirect(answer.status)) return answer;
    if (most === 0) return { isWhole: false, why: 'it redirects, and is not followed', mayRetry: false };
    const to = redirectTo(url, answer.header('location'));
    if (typeof to === 'string') return { isWhole: false, why: to, mayRetry: false };
    if (hops >= most) return { isWhole: false, why: 'it redirects again and again', mayRetry: false };
    url = to;
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
