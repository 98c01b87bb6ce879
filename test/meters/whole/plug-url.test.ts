import { expect, test } from 'vitest';
import { parsePlugUrl, shownAddress } from '../../../src/meters/whole/plug-url.ts';

test.each([
  ['shelly://192.168.1.5', { kind: 'shelly', hostname: '192.168.1.5', port: 80, channel: 0, user: 'admin' }],
  [
    'tasmota://me:p%40ss@plug.lan:8080?channel=1',
    { kind: 'tasmota', hostname: 'plug.lan', port: 8080, channel: 1, user: 'me', password: 'p@ss' },
  ],
  [
    'http://:secret@[fe80::1]/',
    { kind: 'http', hostname: 'fe80::1', port: 80, user: 'admin', password: 'secret' },
  ],
])('%s is understood', (url, address) => {
  expect(parsePlugUrl(url)).toMatchObject({ ok: true, value: address });
});

test.each([
  '',
  '192.168.1.5',
  'https://plug',
  'shelly://',
  'shelly://a b',
  'http://plug/relay/0?turn=off',
  'http://%zz:a@b',
  'shelly://p?channel=-1',
])('%j is refused with how to write it', (url) => {
  const parsed = parsePlugUrl(url);
  expect(parsed.ok).toBe(false);
  expect(parsed.ok ? '' : parsed.error.fix).toContain('shelly://192.168.1.5');
});

test('what is shown holds no password', () => {
  const parsed = parsePlugUrl('shelly://me:secret@plug.lan:81');
  expect(parsed.ok ? shownAddress(parsed.value) : '').toBe('plug.lan:81');
});
