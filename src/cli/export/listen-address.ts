import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/** Where to listen. */
export interface ListenAddress {
  readonly host: '127.0.0.1' | '::1';
  readonly port: number;
}

const LOOPBACK: Readonly<Record<string, ListenAddress['host']>> = {
  '': '127.0.0.1',
  localhost: '127.0.0.1',
  '127.0.0.1': '127.0.0.1',
  '[::1]': '::1',
};

/** Reads `127.0.0.1:9464`, `localhost:9464`, `[::1]:9464`, `:9464` or `9464`. Only loopback: command lines and names are in the figures. */
export function listenAddress(text: string): Result<ListenAddress> {
  const match = /^(?:(.*):)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[2] ?? Number.NaN);
  const fix = 'Write e.g. `--serve 127.0.0.1:9464`.';
  if (match === null || port > 65_535)
    return err(problem('E_USAGE', `--serve ${text}: an address with a port is asked for`, undefined, fix));
  const name = match[1] ?? '';
  const host = Object.hasOwn(LOOPBACK, name) ? LOOPBACK[name] : undefined;
  if (host !== undefined) return ok({ host, port });
  const why = `${name} is not this machine's loopback, and names and command lines of runs would be open to whoever reaches it.`;
  const tunnel =
    'Serve on 127.0.0.1 and let a reverse proxy or `ssh -L` lead there; or use --prometheus -o FILE, or --to a Pushgateway.';
  return err(problem('E_USAGE', `--serve ${text}: only loopback addresses are served`, why, tunnel));
}
