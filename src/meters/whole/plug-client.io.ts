import { Agent } from 'node:http';
import type { Host } from '../../host/host.ts';
import { type AuthChallenge, parseChallenge } from './auth-challenge.ts';
import { authorization } from './authorization.io.ts';
import { type Answer, askPlug } from './plug-request.io.ts';
import type { PlugAddress } from './plug-url.ts';

/** A plug's JSON, or why there is none. `isForeign`: the device is there and does not know the path, or answers something else. */
export type PlugAnswer =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly why: string; readonly fix?: string; readonly isForeign?: true };

/** Asks a plug over one kept connection, and answers its challenge for a password. */
export class PlugClient {
  readonly #host: Host;
  readonly #address: PlugAddress;
  readonly #timeoutMs: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });
  #challenge: AuthChallenge | undefined;
  #count = 0;
  #abort: () => void = () => undefined;

  constructor(host: Host, address: PlugAddress, timeoutMs: number) {
    this.#host = host;
    this.#address = address;
    this.#timeoutMs = timeoutMs;
  }

  /** Calls back once, unless it is closed before. */
  ask(path: string, done: (answer: PlugAnswer) => void): void {
    this.#send(path, (answer) => {
      const challenge = this.#challengeIn(answer);
      if (challenge === undefined) {
        done(this.#judge(answer));
        return;
      }
      // The first time, or the nonce is used up: older firmware wants a new one for each request.
      this.#challenge = challenge;
      this.#count = 0;
      this.#send(path, (second) => done(this.#judge(second)));
    });
  }

  close(): void {
    this.#abort();
    this.#agent.destroy();
  }

  #challengeIn(answer: Answer): AuthChallenge | undefined {
    const isRefused = answer.status === 401 && this.#address.password !== undefined;
    return isRefused ? parseChallenge(answer.challenge ?? '') : undefined;
  }

  #send(path: string, done: (answer: Answer) => void): void {
    const { hostname, port, user, password } = this.#address;
    const challenge = this.#challenge;
    // Tasmota takes user and password in the query of its commands only.
    const uri =
      path.startsWith('/cm?') && password !== undefined
        ? `${path}&user=${encodeURIComponent(user)}&password=${encodeURIComponent(password)}`
        : path;
    this.#count += 1;
    const clientNonce = Math.floor(this.#host.random() * 2 ** 48).toString(16);
    this.#abort = askPlug(
      {
        agent: this.#agent,
        hostname,
        port,
        path: uri,
        timeoutMs: this.#timeoutMs,
        authorization:
          challenge === undefined || password === undefined
            ? undefined
            : authorization(
                challenge,
                { user, password },
                { method: 'GET', uri, count: this.#count, clientNonce },
              ),
      },
      done,
    );
  }

  #judge(answer: Answer): PlugAnswer {
    if (answer.status === undefined)
      return { ok: false, why: answer.why, ...(answer.fix === undefined ? {} : { fix: answer.fix }) };
    if (answer.status === 401 || answer.status === 403) {
      const scheme = this.#address.kind === 'tasmota' ? 'tasmota' : 'shelly';
      return {
        ok: false,
        why:
          this.#address.password === undefined
            ? 'it asks for a password'
            : 'it refuses the user or the password',
        fix: `write them in the URL: ${scheme}://admin:PASSWORD@HOST`,
      };
    }
    if (answer.status !== 200) {
      const why = `it answers with status ${answer.status}`;
      return answer.status >= 500
        ? { ok: false, why, fix: 'restart the plug if this goes on' }
        : { ok: false, why, fix: 'check that the address is the plug’s', isForeign: true };
    }
    try {
      return { ok: true, json: JSON.parse(answer.text) as unknown };
    } catch {
      return {
        ok: false,
        why: 'its answer is no JSON',
        fix: 'check that the address is the plug’s',
        isForeign: true,
      };
    }
  }
}
