import { expect, test } from 'vitest';
import { parseChallenge } from '../../../src/meters/whole/auth-challenge.ts';
import { authorization } from '../../../src/meters/whole/authorization.io.ts';

const CLIENT = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
const NONCE = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
const OPAQUE = 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS';
const MUFASA = { user: 'Mufasa', password: 'Circle of Life' };
const REQUEST = { method: 'GET', uri: '/dir/index.html', count: 1, clientNonce: CLIENT };

function digest(algorithm: string): string {
  return `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${NONCE}", opaque="${OPAQUE}"`;
}

/** RFC 7616, 3.9.1. */
test.each([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
])('answers the digest of RFC 7616 with %s', (algorithm, response) => {
  const challenge = parseChallenge(digest(algorithm));
  if (challenge === undefined) throw new Error('not understood');
  const header = authorization(challenge, MUFASA, REQUEST);
  expect(header).toContain(`response="${response}"`);
  expect(header).toContain('nc=00000001');
  expect(header).toContain(`opaque="${OPAQUE}"`);
});

test('answers one without qop, as curl does in its test 2061', () => {
  const challenge = parseChallenge('Digest realm="testrealm", nonce="1053604145", algorithm="SHA-256"');
  if (challenge === undefined) throw new Error('not understood');
  const who = { user: 'testuser', password: 'testpass' };
  expect(authorization(challenge, who, { ...REQUEST, uri: '/2061' })).toContain(
    'response="9dc55255f1a2537b838311674b621d45346b862a81631bb20e4ce356ef25062d"',
  );
});

test('takes the strongest of several offers, and leaves what it does not know', () => {
  const both = `Basic realm="x", ${digest('MD5')}, ${digest('SHA-256')}`;
  expect(parseChallenge(both)).toMatchObject({ scheme: 'digest', algorithm: 'SHA-256' });
  expect(parseChallenge('Basic realm="shelly"')).toEqual({ scheme: 'basic' });
  for (const text of [
    '',
    'Bearer',
    'Digest realm="x"',
    'Digest nonce="1", algorithm=SHA-512-256, qop="auth"',
  ])
    expect(parseChallenge(text)).toBeUndefined();
  expect(authorization({ scheme: 'basic' }, { user: 'admin', password: 'pä' }, REQUEST)).toBe(
    'Basic YWRtaW46cMOk',
  );
});
