import { Agent as PlainAgent, type IncomingMessage, request as plain } from 'node:http';
import { Agent as SecureAgent, request as secure } from 'node:https';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Problem, problem } from '../../../errors.ts';
import { errnoName } from '../../../host/file-failure.io.ts';
import type { Host } from '../../../host/host.ts';
import { backOffS, retryAfterS } from '../../../host/http/retry-after.ts';
import type { Proxy } from '../../../host/http/proxy.ts';
import { TunnelAgent } from '../../../host/http/tunnel-agent.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import { type Body, bodyHash } from './body.io.ts';
import { s3Url } from './s3-address.ts';
import type { S3Credentials } from './s3-credentials.ts';
import { isPassing, refusalProblem, type S3Refusal, s3Code } from './s3-failure.ts';
import type { S3Settings } from './s3-settings.ts';
import { EMPTY_BODY, signed, UNSIGNED_BODY } from './sign.io.ts';

/** One request to a bucket. */
export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Asked for anew for each try. */
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly body?: Body;
  /** Takes the body of a success as it comes, rather than as a text. */
  readonly taker?: Taker;
  /** What is being done, for messages: `read s3://bucket/key`. */
  readonly doing: string;
}

/** Takes a body as it comes; of a try that breaks off, what came until then. */
export interface Taker {
  /** A body begins. */
  readonly begin: (answer: { readonly status: number; readonly tag: string | undefined }) => void;
  readonly take: (chunk: Uint8Array) => void;
}

/** What a server answered, of any status. */
export interface S3Answer extends S3Refusal {
  readonly header: (name: string) => string | undefined;
}

/** Tries in all, and the wait before the second, s. */
const TRIES = 6;
/** Where nothing listens, or nobody knows the name, more would not help. */
const FEW_TRIES = 2;
const BACK_OFF_S = 0.3;
const MOST_WAIT_S = 20;

/** Speaks to one bucket: signs, keeps connections, tries again what may pass, and follows the bucket to its region. */
export class S3Client {
  readonly bucket: string;
  readonly #host: Host;
  readonly #credentials: S3Credentials | undefined;
  readonly #agent: PlainAgent | SecureAgent;
  readonly #proxy: Proxy | undefined;
  #settings: S3Settings;
  /** How far the server's clock is ahead, ms. */
  #aheadMs = 0;

  /** @param proxy the server through which all is sent. */
  constructor(
    host: Host,
    bucket: string,
    settings: S3Settings,
    credentials: S3Credentials | undefined,
    proxy?: Proxy,
  ) {
    this.#host = host;
    this.bucket = bucket;
    this.#settings = settings;
    this.#credentials = credentials;
    this.#proxy = proxy;
    const { verify } = settings;
    const trust = typeof verify === 'string' ? { ca: readFileSync(verify) } : { rejectUnauthorized: verify };
    const isSecure = s3Url(settings, bucket, '').protocol === 'https:';
    const options = { keepAlive: true, ...(isSecure ? trust : {}) };
    if (!isSecure)
      this.#agent = proxy?.url.protocol === 'https:' ? new SecureAgent(options) : new PlainAgent(options);
    else this.#agent = proxy === undefined ? new SecureAgent(options) : new TunnelAgent(proxy, options);
  }

  get settings(): S3Settings {
    return this.#settings;
  }

  /** Sends a request until there is an answer; a refusal is one. */
  async ask(request: S3Request): Promise<Result<S3Answer>> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#once(request);
      const isLast =
        tries >= (answer === WHY['ECONNREFUSED'] || answer === WHY['ENOTFOUND'] ? FEW_TRIES : TRIES);
      if (typeof answer === 'string') {
        if (isLast) return err(this.#unreachable(request, answer));
      } else if (!(answer.status >= 400 || answer.status === 301 || answer.status === 307)) return ok(answer);
      else if (isLast || !(this.#follows(answer) || isPassing(answer))) return ok(answer);
      const asked =
        typeof answer === 'string'
          ? undefined
          : retryAfterS(answer.header('retry-after'), this.#host.clock.wallMs());
      const waitS = Math.min(MOST_WAIT_S, asked ?? backOffS(tries, BACK_OFF_S, this.#host.random()));
      await pause(1000 * waitS);
    }
  }

  /** Sends a request; an answer that is no success is a problem. */
  async demand(request: S3Request): Promise<Result<S3Answer>> {
    const answer = await this.ask(request);
    if (!answer.ok || answer.value.status < 300) return answer;
    return err(this.refused(answer.value, request.doing));
  }

  /** What a refusal means. */
  refused(answer: S3Answer, doing: string): Problem {
    return refusalProblem(answer, doing, this.bucket, s3Url(this.#settings, this.bucket, '').host);
  }

  /** Ends connections. */
  close(): void {
    this.#agent.destroy();
  }

  /** Whether a refusal says how to ask instead: in another region, by another clock. */
  #follows(answer: S3Answer): boolean {
    const region =
      answer.header('x-amz-bucket-region') ?? /<Region>([\w-]+)<\/Region>/.exec(answer.text)?.[1];
    if (region !== undefined && region !== this.#settings.region) {
      this.#settings = { ...this.#settings, region };
      return true;
    }
    const date = Date.parse(answer.header('date') ?? '');
    if (s3Code(answer) !== 'RequestTimeTooSkewed' || Number.isNaN(date) || this.#aheadMs !== 0) return false;
    this.#aheadMs = date - this.#host.clock.wallMs();
    return true;
  }

  async #once(request: S3Request): Promise<S3Answer | string> {
    const { method, key = '', query, headers, body } = request;
    const url = s3Url(this.#settings, this.bucket, key, query);
    const all = { ...headers?.(), ...(body?.md5 === undefined ? {} : { 'content-md5': body.md5 }) };
    const isSecure = url.protocol === 'https:';
    const hash = body === undefined ? EMPTY_BODY : isSecure ? UNSIGNED_BODY : bodyHash(body);
    const at = new Date(this.#host.clock.wallMs() + this.#aheadMs);
    const credentials = this.#credentials;
    const sent =
      credentials === undefined
        ? { ...all, host: url.host }
        : signed({ method, url, headers: all, bodyHash: hash }, credentials, {
            region: this.#settings.region,
            at,
          });
    const length = body?.length ?? (method === 'PUT' || method === 'POST' ? 0 : undefined);
    return this.#send(url, request, {
      ...sent,
      ...(length === undefined ? {} : { 'content-length': `${length}` }),
    });
  }

  #send(url: URL, request: S3Request, headers: Record<string, string>): Promise<S3Answer | string> {
    const { method, body } = request;
    const { connectMs, idleMs } = this.#settings;
    return new Promise((resolve, reject) => {
      const way = this.#wayTo(url, headers);
      const begin = way.to.protocol === 'https:' ? secure : plain;
      const sent = begin(way.to, { ...way.options, method, agent: this.#agent });
      const connecting = setTimeout(
        () => sent.destroy(new Error(`no connection within ${connectMs / 1000} s`)),
        connectMs,
      );
      sent.on('socket', (socket) => {
        if (socket.connecting) socket.once('connect', () => clearTimeout(connecting));
        else clearTimeout(connecting);
      });
      sent.setTimeout(idleMs, () => sent.destroy(new Error(`nothing came for ${idleMs / 1000} s`)));
      sent.on('error', (error) => {
        clearTimeout(connecting);
        resolve(whyUnreachable(error));
      });
      sent.on('response', (response) => {
        receive(response, request).then(resolve, (error: unknown) => {
          sent.destroy();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      });
      if (body === undefined) sent.end();
      else body.sendTo(sent);
    });
  }

  /** Where a request goes: what is not encrypted is given to the proxy itself, with its whole address. */
  #wayTo(
    url: URL,
    headers: Readonly<Record<string, string>>,
  ): { readonly to: URL; readonly options: object } {
    const proxy = this.#proxy;
    if (proxy === undefined || url.protocol === 'https:') return { to: url, options: { headers } };
    const { authorization } = proxy;
    const own = authorization === undefined ? {} : { 'proxy-authorization': authorization };
    return { to: proxy.url, options: { path: url.href, headers: { ...headers, ...own } } };
  }

  #unreachable({ doing }: S3Request, why: string): Problem {
    const { host } = s3Url(this.#settings, this.bucket, '');
    return problem(
      'E_REMOTE',
      `cannot ${doing}`,
      `${host}${this.#proxy === undefined ? '' : `, by the proxy ${this.#proxy.url.host}`}: ${why}`,
      'look at the network, and at the url and endpointurl of the remote',
    );
  }
}

/** Reads an answer to its end. What a taker throws is thrown on: it is about this machine's disk, not about the server. */
function receive(response: IncomingMessage, { taker }: S3Request): Promise<S3Answer | string> {
  return new Promise((resolve, reject) => {
    const status = response.statusCode ?? 0;
    const isTaken = taker !== undefined && status < 300;
    const chunks: Buffer[] = [];
    const guarded = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        response.destroy();
      }
    };
    if (isTaken) guarded(() => taker.begin({ status, tag: response.headers.etag }));
    response.on('data', (chunk: Buffer) => {
      if (isTaken) guarded(() => taker.take(chunk));
      else chunks.push(chunk);
    });
    response.on('error', () => resolve('it broke off in its answer'));
    response.on('close', () => {
      if (!response.complete) resolve('it broke off in its answer');
      else {
        const header = (name: string): string | undefined => {
          const value = response.headers[name];
          return Array.isArray(value) ? value[0] : value;
        };
        resolve({ status, text: Buffer.concat(chunks).toString('utf8'), header });
      }
    });
  });
}

const WHY: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up: no network',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
  ECONNRESET: 'it hung up',
  EPIPE: 'it hung up',
};

function whyUnreachable(error: Error): string {
  const code = errnoName(error);
  if (code === undefined) return error.message;
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) return `its certificate is not trusted (${code})`;
  return WHY[code] ?? code;
}
