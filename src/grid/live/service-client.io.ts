import { ask } from '../../host/http/ask.io.ts';
import type { HttpAnswer } from '../../host/http/http-answer.ts';
import { retryAfterS } from '../../host/http/retry-after.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Refusal } from './grid-source.ts';
import { ADDRESS_FIX, gridProblem, KEY_FIXES, shownText } from './grid-problem.ts';
import { objectOf, textOf } from './json-fields.ts';
import { liveTable } from './live-table.io.ts';
import type { LiveSourceId } from './live-table.ts';

/** One question to a service. */
export interface Question {
  /** Below the service's address, e.g. `/carbon-intensity/latest`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The zone, for what is said. */
  readonly zone: string;
}

/** Asks a service for JSON, and says in three parts what is wrong where it gives none. Keys are in nothing that it says. */
export class ServiceClient {
  /** Where it is asked, without user, password and query. */
  readonly address: string;
  readonly #host: Host;
  readonly #id: LiveSourceId;
  readonly #base: string;
  readonly #secrets: readonly string[];
  readonly #signal: AbortSignal | undefined;

  /** @param secrets what must not be shown, also where the service repeats it. */
  constructor(
    host: Host,
    id: LiveSourceId,
    base: string,
    secrets: readonly string[],
    signal: AbortSignal | undefined,
  ) {
    const url = new URL(base);
    this.#host = host;
    this.#id = id;
    this.#base = `${url.origin}${url.pathname.replace(/\/+$/u, '')}`;
    this.address = this.#base;
    this.#secrets = secrets;
    this.#signal = signal;
  }

  /** Name of the service. */
  get name(): string {
    return liveTable().sources[this.#id].name;
  }

  async get(question: Question): Promise<Result<unknown, Refusal>> {
    const { service } = liveTable();
    const url = new URL(`${this.#base}${question.path}`);
    for (const [key, value] of Object.entries(question.query ?? {})) url.searchParams.set(key, value);
    const answer = await ask(
      this.#host,
      { url, headers: question.headers ?? {} },
      {
        connectMs: service.connectS * 1000,
        wholeMs: service.wholeS * 1000,
        mostBytes: service.mostBytes,
        ...(this.#signal === undefined ? {} : { signal: this.#signal }),
      },
      { ...service, deadlineMs: this.#host.clock.wallMs() + service.wholeS * 1000 },
    );
    return this.#judge(question, answer);
  }

  /** An answer that cannot be used. */
  refuse(zone: string, why: string, fix = ADDRESS_FIX): Result<never, Refusal> {
    return err({ problem: gridProblem(this.name, zone, why, fix) });
  }

  #judge({ zone }: Question, answer: HttpAnswer): Result<unknown, Refusal> {
    if (!answer.isWhole) return this.refuse(zone, answer.why);
    const { status, text } = answer;
    if (status !== 200) return this.#refused(zone, answer);
    const skewS = this.#skewS(answer.header('date'), answer.header('age'));
    if (skewS !== undefined) {
      const side = skewS > 0 ? 'behind' : 'ahead of';
      const fix = 'set the clock of this machine (NTP): hours cannot be matched until then';
      return this.refuse(zone, `our clock is ${roughly(Math.abs(skewS))} ${side} its own`, fix);
    }
    try {
      return ok(JSON.parse(text) as unknown);
    } catch {
      const isPage = text.trimStart().startsWith('<');
      const why = isPage ? 'its answer is a web page, no JSON' : 'its answer is no whole JSON';
      return this.refuse(zone, why);
    }
  }

  #refused(
    zone: string,
    { status, text, header }: HttpAnswer & { readonly isWhole: true },
  ): Result<never, Refusal> {
    const said = saidIn(text);
    const quoted = said === undefined ? '' : `: "${shownText(said, this.#secrets)}"`;
    const nowMs = this.#host.clock.wallMs();
    const afterS = status === 429 || status === 503 ? retryAfterS(header('retry-after'), nowMs) : undefined;
    const [what, fix] = this.#meaning(status);
    return err({
      problem: gridProblem(this.name, zone, `${what} (HTTP ${status}${quoted})`, fix),
      status,
      ...(afterS === undefined ? {} : { againMs: nowMs + afterS * 1000 }),
    });
  }

  #meaning(status: number): readonly [what: string, fix: string] {
    if (status === 401 || status === 403) return ['it refuses the key', KEY_FIXES[this.#id]];
    if (status === 404)
      return ['it does not know the zone or the address', 'set `grid-zone`, or check `grid-url`'];
    if (status === 429)
      return ['it has been asked too often', 'ask less often, or with a key of a larger plan'];
    if (status >= 500) return ['it has trouble of its own', ADDRESS_FIX];
    return ['it does not understand the question', 'check `grid-zone` and `grid-url`'];
  }

  /** How far our clock is behind the service's, s, where that is too far. An answer from a cache on the way has its age with it. */
  #skewS(date: string | undefined, age: string | undefined): number | undefined {
    const ageMs = /^\d{1,9}$/u.test(age ?? '') ? Number(age) * 1000 : 0;
    const theirs = date === undefined ? Number.NaN : Date.parse(date) + ageMs;
    if (Number.isNaN(theirs)) return undefined;
    const skewS = (theirs - this.#host.clock.wallMs()) / 1000;
    return Math.abs(skewS) > liveTable().service.clockSkewS ? skewS : undefined;
  }
}

/** What a service says of its refusal: `{"error":"…"}`, `{"message":"…"}` or `{"error":{"message":"…"}}`. */
function saidIn(text: string): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text.slice(0, 4096));
  } catch {
    return undefined;
  }
  const object = objectOf(body);
  const nested = objectOf(object?.['error']);
  return textOf(object?.['error']) ?? textOf(object?.['message']) ?? textOf(nested?.['message']);
}

function roughly(seconds: number): string {
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
