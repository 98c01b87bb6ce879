import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/** Which language a plug speaks; `http`: to be found out. */
export type PlugKind = 'shelly' | 'tasmota' | 'http';

/** Where a plug is, from its URL. */
export interface PlugAddress {
  readonly kind: PlugKind;
  readonly hostname: string;
  readonly port: number;
  /** Which of its sockets or clamps, from 0. */
  readonly channel: number;
  readonly user: string;
  /** Undefined where none is given. Never part of a message. */
  readonly password?: string;
}

/** Both makers' name where only a password is given. */
const USUAL_USER = 'admin';
const FIX =
  'write it as shelly://192.168.1.5, tasmota://user:password@192.168.1.5 or http://192.168.1.5; a further socket as ?channel=1';

/**
 * Parses the URL of a plug meter.
 *
 * @example
 * parsePlugUrl('tasmota://:secret@plug.lan?channel=1');
 */
export function parsePlugUrl(text: string): Result<PlugAddress> {
  const match = /^(shelly|tasmota|https?):\/\/(.+)$/i.exec(text.trim());
  if (match === null) return err(wrong('it does not begin with shelly://, tasmota:// or http://'));
  const kind = (match[1] ?? '').toLowerCase();
  if (kind === 'https') return err(wrong('plugs speak plain HTTP only'));
  let url: URL;
  let user: string;
  let password: string;
  try {
    url = new URL(`http://${match[2]}`);
    user = decodeURIComponent(url.username);
    password = decodeURIComponent(url.password);
  } catch {
    return err(wrong('it is no URL'));
  }
  if (url.pathname !== '/' && url.pathname !== '')
    return err(wrong('it has a path: only the host is needed'));
  const channel = url.searchParams.get('channel') ?? '0';
  if (!/^\d{1,2}$/.test(channel)) return err(wrong('its channel is no number from 0 to 99'));
  return ok({
    kind: kind as PlugKind,
    // Node takes an IPv6 address without its brackets.
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 80 : Number(url.port),
    channel: Number(channel),
    user: user === '' ? USUAL_USER : user,
    ...(password === '' ? {} : { password }),
  });
}

/** The plug's address as it may be shown: without user and password. */
export function shownAddress({ hostname, port }: PlugAddress): string {
  const name = hostname.includes(':') ? `[${hostname}]` : hostname;
  return port === 80 ? name : `${name}:${port}`;
}

function wrong(why: string): Problem {
  return problem('E_CONFIG', 'the URL of the plug meter is not understood', why, FIX);
}
