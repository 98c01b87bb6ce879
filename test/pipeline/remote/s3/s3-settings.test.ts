import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../../src/host/host.ts';
import { realHost } from '../../../../src/host/real-host.io.ts';
import { parseAwsFile } from '../../../../src/pipeline/remote/s3/aws-files.ts';
import { awsProfile, s3Credentials } from '../../../../src/pipeline/remote/s3/credentials.io.ts';
import { s3Url } from '../../../../src/pipeline/remote/s3/s3-address.ts';
import { type S3Settings, s3Settings } from '../../../../src/pipeline/remote/s3/s3-settings.ts';
import { valueOf } from '../remote-contract.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'joulebook-aws-'));
  mkdirSync(join(home, '.aws'));
  writeFileSync(
    join(home, '.aws/config'),
    [
      '[default]',
      'region = eu-west-1  # near',
      '[profile lab]',
      'region=us-west-2',
      'endpoint_url = https://lab.example.org:9000/base',
      's3 =',
      '    addressing_style = virtual',
      '[profile "from program"]',
      `credential_process = printf '{"Version":1,"AccessKeyId":"P","SecretAccessKey":"p","SessionToken":"t"}'`,
      '[profile broken]',
      'credential_process = false',
      '[profile role]',
      'role_arn = arn:aws:iam::1:role/x',
      'source_profile = lab',
    ].join('\n'),
  );
  writeFileSync(
    join(home, '.aws/credentials'),
    '[default]\naws_access_key_id = D\naws_secret_access_key = d=/+\n[lab]\naws_access_key_id=L\naws_secret_access_key=l\n',
  );
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function hostWith(env: Record<string, string> = {}): Host {
  return { ...realHost(), home, env: { AWS_EC2_METADATA_DISABLED: 'true', ...env } };
}

function settingsOf(remote: Record<string, string>, env: Record<string, string> = {}): S3Settings {
  const map = new Map(Object.entries(remote));
  const profile = valueOf(awsProfile(hostWith(env), map));
  return valueOf(s3Settings(map, env, profile, (key) => `md5 of ${key}`));
}

async function keyOf(remote: Record<string, string>, env: Record<string, string> = {}): Promise<unknown> {
  const map = new Map(Object.entries(remote));
  const profile = awsProfile(hostWith(env), map);
  if (!profile.ok) return profile.error;
  const found = await s3Credentials(hostWith(env), map, profile.value);
  return found.ok ? found.value : found.error;
}

describe('credentials for a bucket', () => {
  it('come from the remote before the environment, and from there before the profile', async () => {
    const around = { AWS_ACCESS_KEY_ID: 'E', AWS_SECRET_ACCESS_KEY: 'e', AWS_SESSION_TOKEN: 's' };
    expect(await keyOf({ access_key_id: 'R', secret_access_key: 'r' }, around)).toEqual({
      keyId: 'R',
      secret: 'r',
    });
    expect(await keyOf({}, around)).toEqual({ keyId: 'E', secret: 'e', token: 's' });
    expect(await keyOf({ profile: 'lab' }, around)).toEqual({ keyId: 'L', secret: 'l' });
    expect(await keyOf({})).toEqual({ keyId: 'D', secret: 'd=/+' });
    expect(await keyOf({}, { AWS_PROFILE: 'lab' })).toEqual({ keyId: 'L', secret: 'l' });
  });

  it('come from a program that a profile names', async () => {
    expect(await keyOf({ profile: 'from program' })).toMatchObject({ keyId: 'P', secret: 'p', token: 't' });
    expect(await keyOf({ profile: 'broken' })).toMatchObject({ code: 'E_REMOTE', why: 'it ended with 1' });
  });

  it('are said to be missing, with what to do', async () => {
    expect(await keyOf({ profile: 'nobody' })).toMatchObject({ what: "there is no profile 'nobody'" });
    expect(await keyOf({ profile: 'role' })).toMatchObject({
      fix: expect.stringContaining('export-credentials'),
    });
    const elsewhere = { AWS_SHARED_CREDENTIALS_FILE: '/none', AWS_CONFIG_FILE: '/none' };
    expect(await keyOf({}, elsewhere)).toMatchObject({ what: 'there are no credentials for S3' });
    expect(await keyOf({ allow_anonymous_login: 'true' }, elsewhere)).toBeUndefined();
  });
});

describe('where a bucket is', () => {
  it('follows from the region', () => {
    expect(s3Url(settingsOf({}), 'data', 'a/b c+.dir').href).toBe(
      'https://data.s3.eu-west-1.amazonaws.com/a/b%20c%2B.dir',
    );
    expect(s3Url(settingsOf({ region: 'cn-north-1' }), 'data', '').host).toBe(
      'data.s3.cn-north-1.amazonaws.com.cn',
    );
    expect(s3Url(settingsOf({}), 'my.data', 'k').href).toBe('https://s3.eu-west-1.amazonaws.com/my.data/k');
    expect(settingsOf({}, { AWS_REGION: 'ap-south-1' }).region).toBe('ap-south-1');
  });

  it('is in the path at another server, unless the profile says otherwise', () => {
    expect(s3Url(settingsOf({ endpointurl: 'http://127.0.0.1:9000' }), 'b', 'k').href).toBe(
      'http://127.0.0.1:9000/b/k',
    );
    expect(s3Url(settingsOf({ profile: 'lab' }), 'data', 'k').href).toBe(
      'https://data.lab.example.org:9000/base/k',
    );
    expect(s3Url(settingsOf({}, { AWS_ENDPOINT_URL_S3: 'https://s3.x.org' }), 'b', '').host).toBe('s3.x.org');
    expect(settingsOf({ use_ssl: 'false' })).toMatchObject({ isSecure: false });
  });

  it('has its query sorted and encoded as the signature wants it', () => {
    const url = s3Url(settingsOf({ endpointurl: 'http://h' }), 'b', '', {
      prefix: "a b/'(*)!",
      delete: '',
      'list-type': '2',
    });
    expect(url.search).toBe('?delete=&list-type=2&prefix=a%20b%2F%27%28%2A%29%21');
  });

  it('is refused where the endpoint is none', () => {
    const wrong = s3Settings(new Map([['endpointurl', 'minio:9000']]), {}, new Map(), (key) => key);
    expect(wrong).toMatchObject({ ok: false, error: { code: 'E_PIPELINE_CONFIG', why: 'minio:9000' } });
  });

  it('says whether certificates are looked at, and by which', () => {
    expect(settingsOf({}).verify).toBe(true);
    expect(settingsOf({ ssl_verify: 'False' }).verify).toBe(false);
    expect(settingsOf({ ssl_verify: '/ca.pem' }).verify).toBe('/ca.pem');
    expect(settingsOf({}, { AWS_CA_BUNDLE: '/b.pem' }).verify).toBe('/b.pem');
  });
});

describe('a file of AWS', () => {
  it('is read as its tools read it', () => {
    const text =
      '; c\n[profile a]\nkey = v ; not v\ns3 =\n  x = 1\nother = a=b\n[b]\nk=v\n[default]\nd = 1\n';
    expect([...(parseAwsFile(text, true).get('a') ?? [])]).toEqual([
      ['key', 'v'],
      ['s3.x', '1'],
      ['other', 'a=b'],
    ]);
    expect([...parseAwsFile(text, true).keys()]).toEqual(['a', 'default']);
    expect([...parseAwsFile(text, false).keys()]).toEqual(['profile a', 'b', 'default']);
  });
});
