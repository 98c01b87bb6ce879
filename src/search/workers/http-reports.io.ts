import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Decision } from '../stoppers/stopper.ts';
import { objectValues } from '../trial/object-values.ts';
import { pythonLiteral } from '../trial/python-literal.ts';
import type { Said } from '../trial/said.ts';

/** A report is a line, not a file. */
const LONGEST = 65_536;

/** Who hears what a trial posts. */
export type Hear = (said: Said) => Promise<Decision>;

/**
 * Takes reports by HTTP on this machine alone: `POST $JOULEBOOK_URL/report` with `Authorization: Bearer $JOULEBOOK_TOKEN` and a JSON object, which is
 * answered by `{"decision": "continue" | "stop" | "pause"}`. A token belongs to one attempt of one trial.
 */
export class HttpReports {
  readonly #server: Server;
  readonly #trials = new Map<string, Hear>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  /** Listens on a free port of the loopback address. */
  static async open(): Promise<Result<HttpReports>> {
    const server = createServer({ maxHeaderSize: 8192, requestTimeout: 30_000 });
    const reports = new HttpReports(server);
    const failure = await new Promise<Error | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen(0, '127.0.0.1', () => resolve(undefined));
    });
    return failure === undefined ? ok(reports) : err(notListening(failure));
  }

  /** What a trial finds in its environment to report by. */
  admit(hear: Hear): { readonly variables: Readonly<Record<string, string>>; readonly token: string } {
    const token = randomBytes(24).toString('base64url');
    this.#trials.set(token, hear);
    const { port } = this.#server.address() as AddressInfo;
    const variables = { JOULEBOOK_URL: `http://127.0.0.1:${port}`, JOULEBOOK_TOKEN: token };
    return { variables, token };
  }

  /** A trial has ended: its token is worth nothing any more. */
  dismiss(token: string): void {
    this.#trials.delete(token);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (status: number, body: Readonly<Record<string, unknown>>): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(`${JSON.stringify(body)}\n`);
    };
    const path = (request.url ?? '').replace(/\?.*$/, '');
    if (path !== '/report') return say(404, { error: 'there is only POST /report' });
    if (request.method !== 'POST') return say(405, { error: 'a report is posted' });
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const hear = this.#trials.get(token);
    if (hear === undefined) return say(401, { error: 'the token is that of no trial that runs' });
    const body = await bodyOf(request);
    if (body === undefined) return say(413, { error: `a report has at most ${LONGEST} bytes` });
    const object = pythonLiteral(body);
    if (object === undefined)
      return say(400, { error: 'a report is one JSON object, e.g. {"epoch": 1, "acc": 0.9}' });
    const { action } = await hear(objectValues(object));
    say(200, { decision: action });
  }
}

/** The body of a request; undefined where it is too long or breaks off. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LONGEST) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined; // the trial has gone
  }
  return Buffer.concat(chunks).toString('utf8');
}

function notListening({ message }: Error): Problem {
  const fix = 'trials can still report by their output and by their report file';
  return problem('E_NETWORK', 'trials cannot report by HTTP', message, fix);
}
