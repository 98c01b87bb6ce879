import { type Agent, type IncomingMessage, request } from 'node:http';
import { errnoName } from '../../host/file-failure.io.ts';

/** What came of one request. */
export type Answer =
  | { readonly status: number; readonly text: string; readonly challenge: string | undefined }
  | { readonly status?: undefined; readonly why: string; readonly fix?: string };

/** One request to a plug. */
export interface PlugRequest {
  readonly agent: Agent;
  readonly hostname: string;
  readonly port: number;
  readonly path: string;
  readonly authorization?: string | undefined;
  /** The whole answer must be there by then, ms. */
  readonly timeoutMs: number;
}

/** An answer of a plug is a few hundred bytes, a whole status a few thousand. */
const MOST_BYTES = 65_536;

const FIXES: Readonly<Record<string, readonly [why: string, fix: string]>> = {
  ECONNREFUSED: ['nothing listens there', 'check that the address is the plug’s: open it in a browser'],
  ENOTFOUND: ['its name is not known', 'give the plug’s IP address, and a fixed one in the router'],
  EAI_AGAIN: ['its name cannot be looked up', 'give the plug’s IP address'],
  EHOSTUNREACH: ['there is no way to it', 'check that the plug has power and is in this network'],
  ENETUNREACH: ['there is no way to its network', 'check this machine’s network'],
  ECONNRESET: ['it hung up', 'check its Wi-Fi reception; restart it if this goes on'],
};

/**
 * Asks for one text, calls back once, and never throws. Neither its socket nor its timer keeps the process alive. Whatever is not a whole answer
 * of proper size in time is a failure.
 */
export function askPlug(options: PlugRequest, done: (answer: Answer) => void): () => void {
  let isDone = false;
  const finish = (answer: Answer): void => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    done(answer);
  };
  const { agent, hostname, port, path, authorization } = options;
  const timer = setTimeout(() => {
    finish({
      why: `it did not answer within ${options.timeoutMs / 1000} s`,
      fix: 'check that the plug has power, and its Wi-Fi reception',
    });
    sent?.destroy();
  }, options.timeoutMs);
  timer.unref();
  const sent = begin(() =>
    request({
      agent,
      host: hostname,
      port,
      path,
      headers: { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    }),
  );
  if (sent === undefined) {
    finish({ why: 'it cannot be asked', fix: 'write user and password in plain letters and digits' });
    return () => undefined;
  }
  sent.on('socket', (socket) => socket.unref());
  sent.on('error', (error) => finish(failure(error)));
  sent.on('response', (response) => receive(response, finish));
  sent.end();
  return () => {
    isDone = true;
    clearTimeout(timer);
    sent.destroy();
  };
}

/** A user name that no header can hold is refused by throwing. */
function begin<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function receive(response: IncomingMessage, finish: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MOST_BYTES) {
      chunks.push(chunk);
      return;
    }
    finish({ why: 'its answer is far too long for a plug', fix: 'check that the address is the plug’s' });
    response.destroy();
  });
  response.on('error', () => finish({ why: 'it broke off in its answer' }));
  response.on('close', () => {
    if (!response.complete) {
      finish({ why: 'it broke off in its answer' });
      return;
    }
    finish({
      status: response.statusCode ?? 0,
      text: Buffer.concat(chunks).toString('utf8'),
      challenge: response.headers['www-authenticate'],
    });
  });
}

function failure(error: Error): Answer {
  const code = errnoName(error) ?? '';
  const known = FIXES[code];
  if (known !== undefined) return { why: known[0], fix: known[1] };
  return code.startsWith('HPE_')
    ? { why: 'it does not speak HTTP', fix: 'check the address and the port' }
    : { why: `it cannot be reached (${code})` };
}
