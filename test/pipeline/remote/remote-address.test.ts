import { describe, expect, it } from 'vitest';
import { remoteNamed, urlProblem } from '../../../src/pipeline/remote/address/remote-address.ts';
import { optionsFor, wrongValue } from '../../../src/pipeline/remote/address/remote-options.ts';

function named(url: string, others: Readonly<Record<string, Record<string, string>>> = {}): unknown {
  const remotes = new Map(
    Object.entries({ r: { url }, ...others }).map(([name, settings]) => [
      name,
      new Map(Object.entries(settings)),
    ]),
  );
  const found = remoteNamed({ remotes }, 'R');
  return found.ok ? found.value.address : found.error;
}

describe('the url of a remote', () => {
  it.each([
    ['/mnt/data', { kind: 'local', folder: '/mnt/data' }],
    ['file:///mnt/data', { kind: 'local', folder: '/mnt/data' }],
    ['s3://bucket', { kind: 's3', bucket: 'bucket', prefix: '' }],
    ['s3://bucket//a/b/', { kind: 's3', bucket: 'bucket', prefix: 'a/b' }],
    ['ssh://host/srv/data/', { kind: 'ssh', host: 'host', folder: '/srv/data' }],
    ['ssh://me@host:2222/d', { kind: 'ssh', host: 'host', user: 'me', port: 2222, folder: '/d' }],
    ['ssh://[::1]:22/d', { kind: 'ssh', host: '::1', port: 22, folder: '/d' }],
    ['ssh://host', { kind: 'ssh', host: 'host', folder: '.' }],
  ])('%s is understood', (url, address) => {
    expect(named(url)).toEqual(address);
  });

  it('may stand on another remote', () => {
    const base = { base: { url: 'ssh://server/srv', user: 'me', port: '23' } };
    expect(named('remote://base/images', base)).toEqual({
      kind: 'ssh',
      host: 'server',
      user: 'me',
      port: 23,
      folder: '/srv/images',
    });
    expect(named('remote://r/x')).toMatchObject({
      code: 'E_PIPELINE_CONFIG',
      what: "remote 'r' stands on itself",
    });
    expect(named('remote://gone/x')).toMatchObject({ what: "remote 'gone' doesn't exist." });
  });

  it('is no way to give ssh an option', () => {
    expect(named('ssh://-oProxyCommand=evil/x')).toMatchObject({ code: 'E_PIPELINE_CONFIG' });
    expect(named('ssh://-l@host/x')).toMatchObject({ code: 'E_PIPELINE_CONFIG' });
  });

  it.each(['gs', 'azure', 'gdrive', 'oss', 'http', 'https', 'webdav', 'hdfs'])(
    'of %s is refused with another way',
    (kind) => {
      expect(named(`${kind}://place/path`)).toMatchObject({
        code: 'E_REMOTE',
        what: "remote 'r' cannot be used",
        fix: expect.stringMatching(/dvc push|endpointurl|mounted/),
      });
      expect(urlProblem(`${kind}://place/path`, 'r')).toBeUndefined();
    },
  );

  it('of a kind that nobody knows is refused', () => {
    expect(named('foo://x')).toMatchObject({ what: 'Unsupported URL type foo://' });
    expect(urlProblem('foo://x', 'r')).toMatchObject({ code: 'E_PIPELINE_CONFIG' });
    expect(urlProblem('s3://', 'r')).toMatchObject({ code: 'E_PIPELINE_CONFIG' });
    expect(urlProblem('../some where', 'r')).toBeUndefined();
  });

  it('whose remote keeps versions in the cloud is refused', () => {
    const remotes = new Map([
      [
        'r',
        new Map([
          ['url', 's3://b'],
          ['version_aware', 'True'],
        ]),
      ],
    ]);
    expect(remoteNamed({ remotes }, 'r')).toMatchObject({
      ok: false,
      error: { why: expect.stringContaining('version_aware') },
    });
  });
});

describe('the remote that is meant', () => {
  it('is the default one where none is named', () => {
    const remotes = new Map([['Storage', new Map([['url', '/x']])]]);
    expect(remoteNamed({ remotes, defaultRemote: 'storage' }, undefined)).toMatchObject({ ok: true });
    expect(remoteNamed({ remotes }, undefined)).toMatchObject({
      error: { fix: expect.stringContaining('remote default Storage') },
    });
    expect(remoteNamed({ remotes: new Map() }, undefined)).toMatchObject({
      error: { fix: expect.stringContaining('remote add -d') },
    });
  });
});

describe('options of a remote', () => {
  it('are those of its kind', () => {
    expect(optionsFor('s3://b')).toHaveProperty('endpointurl');
    expect(optionsFor('/x')).not.toHaveProperty('endpointurl');
    expect(optionsFor('ssh://h/x')).toHaveProperty('keyfile');
    expect(optionsFor('gs://b')).toBeUndefined();
  });

  it.each([
    ['flag', 'yes', true],
    ['flag', 'True', false],
    ['count', '0', true],
    ['count', '4', false],
    ['whole', '-1', true],
    ['text', 'a\nb', true],
    ['text', 'a # b', false],
  ] as const)('of the kind %s: %j', (kind, value, isWrong) => {
    expect(wrongValue(kind, value) !== undefined).toBe(isWrong);
  });
});
