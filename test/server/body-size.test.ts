import { describe, expect, test } from 'vitest';
import { readBody } from '../../src/server/read-body.ts';

const sent = (bytes: number): Request => {
  const body = JSON.stringify('x'.repeat(bytes));
  return new Request('http://127.0.0.1/', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
    body,
  });
};

describe('what a request may bring', () => {
  test('is a mebibyte where the route says nothing', async () => {
    expect(await readBody(sent(1000))).toMatchObject({ ok: true });
    expect(await readBody(sent(2 ** 20))).toEqual({ ok: false, refusal: 'size' });
  });

  test('is what the route says, also where the length is not told', async () => {
    expect(await readBody(sent(2 ** 20), 2 ** 21)).toMatchObject({ ok: true });
    expect(await readBody(sent(2 ** 21), 2 ** 21)).toEqual({ ok: false, refusal: 'size' });
    const lying = new Request(sent(2 ** 21), {
      headers: { 'content-type': 'application/json', 'content-length': '5' },
    });
    expect(await readBody(lying, 2 ** 20)).toEqual({ ok: false, refusal: 'size' });
  });
});
