import { api } from './base.ts';

/** What went wrong, in the words of the command line. */
export interface Trouble {
  readonly code: string;
  readonly what: string;
  readonly why: string | null;
  readonly fix: string | null;
}

/** What the server answered: data, and what is to be said beside it. */
export interface Answer<T> {
  readonly data: T;
  readonly warnings: readonly Trouble[];
  /** When it came, ms since 1970 by this browser's clock. */
  readonly atMs: number;
}

/** A question that was not answered. */
export class Unanswered extends Error {
  readonly trouble: Trouble;
  readonly status: number;

  constructor(trouble: Trouble, status: number) {
    super(trouble.what);
    this.trouble = trouble;
    this.status = status;
  }
}

/** Why there is no answer: what the server says, or that the page is wrong. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Unanswered) return error.trouble;
  return { code: 'E_PAGE', what: 'the page made a mistake', why: String(error), fix: 'Reload the page.' };
}

const GONE: Trouble = {
  code: 'E_SERVER_GONE',
  what: 'the dashboard’s server does not answer',
  why: 'It was ended, or the connection to its machine is gone.',
  fix: 'Start it again with `joulebook ui` in the same folder; what is shown stays until then.',
};

/** Asks the server. Throws {@link Unanswered} where there is no answer, and passes on an abort. */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  return await ((takeAhead(path, init) as Promise<Answer<T>> | undefined) ?? fetched<T>(path, init));
}

interface Ahead {
  readonly path: string;
  readonly answer: Promise<Answer<unknown>>;
  readonly abort: AbortController;
  readonly atMs: number;
}

let ahead: Ahead | undefined;
/** An answer that nobody took so soon is of no use: the book may be another. */
const AHEAD_MS = 5000;

/**
 * Asks for what the next drawing will {@link ask} for, in the event that brings it about: the server answers while the page draws what it has. A question
 * that nobody has taken is given up for the next one.
 */
export function askAhead(path: string): void {
  if (ahead?.path === path) return;
  ahead?.abort.abort();
  const abort = new AbortController();
  const answer = fetched<unknown>(path, { signal: abort.signal });
  answer.catch(() => undefined); // told to the one that takes it
  ahead = { path, answer, abort, atMs: performance.now() };
}

/** The answer that is on its way; it is given up with the one that takes it. */
function takeAhead(path: string, { method, signal }: RequestInit): Promise<Answer<unknown>> | undefined {
  if (ahead?.path !== path || method !== undefined) return undefined;
  const { answer, abort, atMs } = ahead;
  ahead = undefined;
  if (performance.now() - atMs > AHEAD_MS) {
    abort.abort();
    return undefined;
  }
  signal?.addEventListener('abort', () => abort.abort(), { once: true });
  return answer;
}

async function fetched<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(api(path), init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new Unanswered(GONE, 0);
  }
  const text = await response.text();
  const envelope = parsed(text);
  if (envelope?.ok === true)
    return { data: envelope.data as T, warnings: envelope.warnings, atMs: Date.now() };
  if (envelope?.ok === false) throw new Unanswered(envelope.error, response.status);
  throw new Unanswered(
    {
      code: `HTTP ${response.status}`,
      what: 'the server’s answer cannot be read',
      why: text.slice(0, 200) || 'It is empty.',
      fix: 'Reload the page; if it stays, `joulebook doctor` tells what is wrong.',
    },
    response.status,
  );
}

type Envelope =
  | { readonly ok: true; readonly data: unknown; readonly warnings: readonly Trouble[] }
  | { readonly ok: false; readonly error: Trouble };

function parsed(text: string): Envelope | undefined {
  try {
    return JSON.parse(text) as Envelope;
  } catch {
    return undefined;
  }
}
