/** Why a request is not answered. */
export type Refusal = keyof typeof REFUSALS;

const REFUSALS = {
  request: {
    status: 400,
    code: 'E_USAGE',
    what: 'this request is not understood',
    why: 'Its address or one of its headers is malformed.',
    fix: 'Open the address that `joulebook ui` printed.',
  },
  json: {
    status: 400,
    code: 'E_USAGE',
    what: 'what was sent is no JSON',
    why: 'The dashboard may be of another version than this page.',
    fix: 'Reload the page.',
  },
  session: {
    status: 401,
    code: 'E_ACCESS',
    what: 'this browser has not shown the token yet',
    why: 'Others on this machine could read the book otherwise.',
    fix: 'Open the address that `joulebook ui` printed, with all behind its #.',
  },
  host: {
    status: 403,
    code: 'E_ACCESS',
    what: 'the dashboard is not served under this name',
    why: 'Another web page could have been made to lead here.',
    fix: 'Open it as http://127.0.0.1 or http://localhost; behind a proxy, name its host with --allow-host.',
  },
  origin: {
    status: 403,
    code: 'E_ACCESS',
    what: 'this was asked by another web page',
    why: 'Only the dashboard itself may ask.',
    fix: 'Open the address that `joulebook ui` printed.',
  },
  token: {
    status: 403,
    code: 'E_ACCESS',
    what: 'the token is not that of this dashboard',
    why: 'A new one is made at each start.',
    fix: 'Open the address that `joulebook ui` printed last.',
  },
  path: {
    status: 404,
    code: 'E_NOT_FOUND',
    what: 'there is nothing at this address',
    why: 'The dashboard may be of another version than this page.',
    fix: 'Reload the page.',
  },
  method: {
    status: 405,
    code: 'E_USAGE',
    what: 'the dashboard does not know this method',
    why: 'It reads with GET and changes with POST and DELETE.',
    fix: 'Reload the page.',
  },
  size: {
    status: 413,
    code: 'E_USAGE',
    what: 'too much was sent',
    why: 'A change of the book takes at most 1 MiB.',
    fix: 'Make the change on the command line.',
  },
  media: {
    status: 415,
    code: 'E_USAGE',
    what: 'what was sent is not of a kind that is read here',
    why: 'Changes are sent as application/json, not packed.',
    fix: 'Reload the page.',
  },
  fault: {
    status: 500,
    code: 'E_BUG',
    what: 'joulebook has a bug: it made a mistake while it answered',
    why: 'This should not happen, whatever you asked for.',
    fix: 'The terminal of `joulebook ui` says where the details are; please report them.',
  },
  busy: {
    status: 503,
    code: 'E_LIMIT',
    what: 'too many windows follow the live runs at once',
    why: 'Each of them keeps a connection open.',
    fix: 'Close some of them and try again.',
  },
} as const;

/** The answer to such a request: an envelope as every command writes it. */
export function refused(reason: Refusal): { readonly status: number; readonly text: string } {
  const { status, ...error } = REFUSALS[reason];
  return {
    status,
    text: `${JSON.stringify({ schema: 'joulebook.ui/1', ok: false, error, warnings: [] })}\n`,
  };
}
