import { describe, expect, it } from 'vitest';
import { sshArguments } from '../../../../src/pipeline/remote/ssh/ssh-command.ts';
import { sshFailure } from '../../../../src/pipeline/remote/ssh/ssh-failure.ts';

describe('the command that opens a file transfer', () => {
  it('says what the remote says, and leaves the rest to the user’s own settings', () => {
    const settings = new Map(
      Object.entries({ keyfile: '/k', timeout: '2.5', allow_agent: 'false', gss_auth: 'True' }),
    );
    const words = sshArguments({ host: 'h', user: 'u', port: 2222 }, settings);
    expect(words.join(' ')).toMatch(
      /ConnectTimeout=3 -p 2222 -l u -i \/k -o IdentityAgent=none -o GSSAPIAuthentication=yes -s -- h sftp$/,
    );
    expect(sshArguments({ host: 'h' }, new Map()).join(' ')).not.toMatch(/ -[pli] |StrictHostKey|BatchMode/);
  });
});

describe('what ssh says', () => {
  it.each([
    [
      '@@@ REMOTE HOST IDENTIFICATION HAS CHANGED! @@@\nHost key verification failed.\r',
      /not the one that is known/,
      /ssh-keygen -R/,
    ],
    [
      'No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.',
      /not known yet/,
      /`ssh u@h -p 22`/,
    ],
    ['u@h: Permission denied (publickey,password).', /does not let you in/, /keyfile/],
    ['ssh: Could not resolve hostname h: Name or service not known', /name is not known/, /url/],
    ['ssh: connect to host h port 22: Connection refused', /nothing listens/, /port/],
    ['ssh: connect to host h port 22: Connection timed out', /does not answer/, /network/],
    ['subsystem request failed on channel 0', /no file transfer/, /sftp/],
    [
      'Warning: x\nkex_exchange_identification: read: odd',
      /kex_exchange_identification: read: odd/,
      /try again/,
    ],
    ['', /the connection ended/, /try again/],
  ])('%j is told with what to do', (said, why, fix) => {
    expect(sshFailure('ssh://u@h:22', said)).toMatchObject({
      code: 'E_REMOTE',
      what: 'cannot reach ssh://u@h:22',
      why: expect.stringMatching(why),
      fix: expect.stringMatching(fix),
    });
  });
});
