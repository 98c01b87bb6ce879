import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Said } from '../../../src/search/trial/said.ts';
import { HttpReports } from '../../../src/search/workers/http-reports.io.ts';

let http: HttpReports;
let url = '';
let token = '';
const heard: Said[] = [];

beforeEach(async () => {
  heard.length = 0;
  const opened = await HttpReports.open();
  if (!opened.ok) throw new Error(opened.error.what);
  http = opened.value;
  const admitted = http.admit(async (said) => {
    heard.push(said);
    return { action: 'stop', reason: { rule: 'test', resource: 1, text: 'told so' } };
  });
  ({ token } = admitted);
  url = admitted.variables['JOULEBOOK_URL'] ?? '';
});
afterEach(() => http.close());

async function post(body: string, bearer = token, path = '/report'): Promise<[number, unknown]> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}` },
    body,
  });
  return [answer.status, await answer.json()];
}

test('a report is answered by the decision', async () => {
  expect(await post('{"step": 3, "acc": NaN}')).toEqual([200, { decision: 'stop' }]);
  expect(heard).toEqual([{ step: 3, acc: Number.NaN }]);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('what is no report, or of nobody, changes nothing', async () => {
  expect((await post('{"step": 3', token))[0]).toBe(400);
  expect((await post('[1]', token))[0]).toBe(400);
  expect((await post('{}', 'guessed'))[0]).toBe(401);
  expect((await post('{}', token, '/other'))[0]).toBe(404);
  expect((await fetch(`${url}/report`)).status).toBe(405);
  expect(heard).toEqual([]);
});

test('the token of a trial that has ended is worth nothing', async () => {
  http.dismiss(token);
  expect((await post('{"acc": 1}'))[0]).toBe(401);
});

test('a report longer than 64 kB is refused', async () => {
  expect((await post(`{"acc": ${'1'.repeat(70_000)}}`))[0]).toBe(413);
});
