import { describe, expect, it } from 'vitest';
import { EMPTY_BODY, signed } from '../../../../src/pipeline/remote/s3/sign.io.ts';

// The examples of "Signature Calculations for the Authorization Header" in the Amazon S3 API reference.
const CREDENTIALS = {
  keyId: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const WHEN = { region: 'us-east-1', at: new Date('2013-05-24T00:00:00Z') };
const HOST = 'https://examplebucket.s3.amazonaws.com';

function signatureOf(headers: Readonly<Record<string, string>>): string | undefined {
  return /Signature=(\w+)$/.exec(headers['authorization'] ?? '')?.[1];
}

describe('a signature', () => {
  it('is that of the reference for a part of an object', () => {
    const headers = signed(
      {
        method: 'GET',
        url: new URL(`${HOST}/test.txt`),
        headers: { range: 'bytes=0-9' },
        bodyHash: EMPTY_BODY,
      },
      CREDENTIALS,
      WHEN,
    );
    expect(signatureOf(headers)).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  });

  it('is that of the reference for a list', () => {
    const headers = signed(
      { method: 'GET', url: new URL(`${HOST}/?max-keys=2&prefix=J`), headers: {}, bodyHash: EMPTY_BODY },
      CREDENTIALS,
      WHEN,
    );
    expect(signatureOf(headers)).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
  });

  it('is that of the reference for a query without a value', () => {
    const headers = signed(
      { method: 'GET', url: new URL(`${HOST}/?lifecycle=`), headers: {}, bodyHash: EMPTY_BODY },
      CREDENTIALS,
      WHEN,
    );
    expect(signatureOf(headers)).toBe('fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543');
  });

  it('takes the token of a session in', () => {
    const request = { method: 'GET', url: new URL(HOST), headers: {}, bodyHash: EMPTY_BODY };
    const headers = signed(request, { ...CREDENTIALS, token: 'T' }, WHEN);
    expect(headers['x-amz-security-token']).toBe('T');
    expect(headers['authorization']).toContain('x-amz-security-token');
  });
});
