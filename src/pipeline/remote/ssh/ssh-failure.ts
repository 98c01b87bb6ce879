import { type Problem, problem } from '../../../errors.ts';

/** What ssh says on stderr, what it means, and what to do; the first that fits. */
const MEANINGS: readonly (readonly [RegExp, string, (login: string) => string])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    'its key is not the one that is known: another machine answers, or it was set up anew',
    (login) => `ask who runs it; only if that is right: ssh-keygen -R HOST, then once \`${login}\``,
  ],
  [
    /Host key verification failed|No .* host key is known/,
    'its key is not known yet, and nobody was there to be asked',
    (login) => `connect once by hand and look at the key: \`${login}\``,
  ],
  [
    /Permission denied|Too many authentication failures|no mutual signature/,
    'it does not let you in',
    (login) => `see that \`${login}\` works; name a key with \`remote modify NAME keyfile PATH\``,
  ],
  [/Could not resolve hostname/, 'its name is not known', () => 'correct the url of the remote'],
  [/Connection refused/, 'nothing listens there', () => 'look at the host and the port of the remote'],
  [
    /timed out|Operation timed out/,
    'it does not answer',
    () => 'look at the network, and at the host and port',
  ],
  [/No route to host|Network is unreachable/, 'there is no way to it', () => 'look at the network'],
  [
    /subsystem request failed/,
    'it offers no file transfer (SFTP)',
    () => 'ask its owner to switch on the subsystem sftp of sshd',
  ],
];

/** Why a session did not come about, or ended. */
export function sshFailure(shown: string, said: string): Problem {
  const what = `cannot reach ${shown}`;
  const meaning = MEANINGS.find(([pattern]) => pattern.test(said));
  const login = shown.replace(/^ssh:\/\//, 'ssh ').replace(/:(\d+)$/, ' -p $1');
  const last = said.trim().split('\n').at(-1)?.trim() ?? '';
  if (meaning === undefined) {
    const why = last === '' ? 'the connection ended' : `ssh says: ${last}`;
    return problem('E_REMOTE', what, why, `see that \`${login}\` works, and try again`);
  }
  const [, why, fix] = meaning;
  return problem('E_REMOTE', what, why, fix(login));
}
