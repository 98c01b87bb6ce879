import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook ui`. */
export const UI = {
  name: 'ui',
  group: 'Look',
  summary: 'Open the dashboard of the book in a browser',
  description:
    'Serves the dashboard to this machine alone until Ctrl-C: nothing leaves it, nothing is asked of the network. The address that is printed carries a token; without it nothing is answered. Where there is no book yet it says how to begin one, and makes none. From another machine: ssh -L 4780:127.0.0.1:4780 HOST, then open the same address.',
  options: [
    {
      key: 'port',
      long: '--port',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      max: 65_535,
      description: 'Exactly this port; 0 for a free one (default: 4780 or the next that is free)',
    },
    {
      key: 'host',
      long: '--host',
      placeholder: 'ADDRESS',
      kind: 'string',
      description: 'Another address than 127.0.0.1; asks for --token',
    },
    {
      key: 'token',
      long: '--token',
      placeholder: 'SECRET',
      kind: 'string',
      description:
        'The token to show (default: JOULEBOOK_UI_TOKEN, which the process list does not show, else a new one at each start)',
    },
    {
      key: 'basePath',
      long: '--base-path',
      placeholder: 'PATH',
      kind: 'string',
      description: 'The path under which a proxy passes it on, e.g. /user/me/proxy/4780/',
    },
    {
      key: 'allowHost',
      long: '--allow-host',
      placeholder: 'NAME',
      kind: 'string',
      repeatable: true,
      description: 'A name under which a proxy reaches it',
    },
    { key: 'noOpen', long: '--no-open', kind: 'flag', description: 'Only print the address' },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook ui', does: 'open the dashboard' },
    { line: 'joulebook ui --no-open --port 8080', does: 'on a server, to be reached through ssh -L' },
    {
      line: 'joulebook ui --no-open --base-path /proxy/4780/ --allow-host lab.example.org',
      does: 'behind a proxy that serves others',
    },
  ],
  exits: [['1', 'the port is taken, or the address cannot be listened on']],
} as const satisfies CommandSpec;
