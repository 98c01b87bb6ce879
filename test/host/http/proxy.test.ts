import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/host/http/proxy.ts';

const at = (url: string, env: Readonly<Record<string, string>>): string | undefined => {
  const found = proxyFor(new URL(url), env, (text) => `<${text}>`);
  return typeof found === 'object' ? found.url.host : found;
};

describe('the proxy of the environment', () => {
  it('is the one for the protocol, small letters before capitals', () => {
    const env = { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2', HTTP_PROXY: 'c:3' };
    expect([at('https://s3.example.org', env), at('http://s3.example.org', env)]).toEqual(['a:1', 'c:3']);
    expect(at('https://s3.example.org', { https_proxy: '', HTTPS_PROXY: 'http://b:2' })).toBeUndefined();
    expect(at('http://x', { HTTP_PROXY: 'http://evil', REQUEST_METHOD: 'GET' })).toBeUndefined();
    expect(at('http://x', {})).toBeUndefined();
  });

  it.each([
    ['example.org', true],
    ['.example.org', true],
    ['*.example.org', true],
    ['s3.example.org:9000', true],
    ['s3.example.org:443', false],
    ['ample.org', false],
    ['*', true],
    ['other, example.org', true],
    ['S3.EXAMPLE.ORG', true],
    ['', false],
  ])('is left aside for what no_proxy lists: %j', (list, isDirect) => {
    const env = { https_proxy: 'http://a:1', no_proxy: list };
    expect(at('https://s3.example.org:9000', env) === undefined).toBe(isDirect);
  });

  it('is left aside for addresses of this machine that are listed', () => {
    const env = { HTTP_PROXY: 'http://a:1', NO_PROXY: 'localhost,127.0.0.1,::1' };
    for (const host of ['localhost:9000', '127.0.0.1:9000', '[::1]:9000'])
      expect(at(`http://${host}`, env)).toBeUndefined();
  });

  it('is told who asks', () => {
    const env = { http_proxy: 'http://us%40er:p%3Ass@a:1' };
    expect(proxyFor(new URL('http://x'), env, (text) => `<${text}>`)).toMatchObject({
      authorization: 'Basic <us@er:p:ss>',
    });
  });

  it('that is no address is said to be wrong', () => {
    expect(at('http://x', { http_proxy: 'socks5://a:1' })).toBe('wrong');
    expect(at('http://x', { http_proxy: 'http://a:b:c' })).toBe('wrong');
  });
});
