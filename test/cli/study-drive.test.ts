import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { LAUNCHER, Place } from './joulebook.ts';

const place = new Place();
afterAll(() => rmSync(place.dir, { recursive: true }));

type Answer = Readonly<Record<string, unknown>>;

/** What is answered to lines, in order, and how it ends when they have ended. */
async function said(
  lines: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{
  readonly answers: readonly Answer[];
  readonly code: number | null;
  readonly stderr: string;
}> {
  const child = spawn(LAUNCHER, ['study', 'drive'], { cwd: place.dir, env: place.env(env) });
  const answers: Answer[] = [];
  let stderr = '';
  createInterface({ input: child.stdout }).on('line', (line) => answers.push(JSON.parse(line) as Answer));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { answers, code, stderr };
}

const line = (id: number, type: string, body: Answer = {}): string => JSON.stringify({ id, type, ...body });
const search = (name: string): string =>
  JSON.stringify({
    name,
    objective: { metric: 'acc', goal: 'maximize', max_resource: 3 },
    budget: '4 trials',
    parameters: { lr: { min: 0, max: 1, type: 'float' } },
    search: { sampler: 'random', stopper: 'none', seed: 1 },
  });

test('lines are answered in their order; the end of input closes the study and leaves what was in flight for the next time', async () => {
  const { answers, code, stderr } = await said([
    line(1, 'hello', { protocol: 'joulebook.study/1' }),
    line(2, 'open', { text: search('first'), pid: process.pid }),
    line(3, 'ask'),
    line(4, 'report', { trial: 0, step: 1, values: { acc: 0.5, note: 'x' } }),
    line(5, 'look', { trial: 0 }),
    line(6, 'tell', { trial: 0, values: { acc: 0.75 } }),
    line(7, 'enqueue', { parameters: { lr: 0.5 } }),
    line(8, 'ask'),
    line(9, 'best'),
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(answers).toMatchObject([
    { type: 'hello', protocol: 'joulebook.study/1' },
    { re: 1, type: 'ok' },
    { re: 2, type: 'opened', study: 'first', isNew: true, seed: 1, warnings: [] },
    { re: 3, type: 'trial', trial: 0, attempt: 1, maxResource: 3 },
    { re: 4, type: 'decision', decision: 'continue', reason: null },
    { re: 5, type: 'decision', decision: 'continue' },
    { re: 6, type: 'told', state: 'complete', again: false, values: [0.75] },
    { re: 7, type: 'queued', trial: 1 },
    { re: 8, type: 'trial', trial: 1, parameters: { lr: 0.5 } },
    { re: 9, type: 'best', isComplete: true, best: [{ number: 0, values: [0.75] }] },
  ]);
  const again = await said([
    line(1, 'open', { text: search('first'), pid: process.pid }),
    line(2, 'ask'),
    line(3, 'close'),
  ]);
  expect(again.answers.slice(1)).toMatchObject([
    { type: 'opened', isNew: false, trials: 2 },
    { type: 'trial', trial: 1, attempt: 2, parameters: { lr: 0.5 } },
    { type: 'closed', state: 'ok' },
  ]);
  const runs = JSON.parse(place.run(['ls', '--json']).stdout) as {
    data: { runs: { name: string; state: string }[] };
  };
  expect(runs.data.runs.every(({ state }) => state !== 'running')).toBe(true);
}, 120_000);

test('what is not understood is refused with what, why and fix, and ends nothing', async () => {
  const { answers, code, stderr } = await said([
    'no json',
    '[1]',
    '{}',
    line(1, 'sing'),
    line(2, 'ask'),
    line(3, 'open'),
    line(4, 'open', { text: '{' }),
    line(5, 'open', { text: JSON.stringify({ objective: 'acc', parameters: { a: [1, 2] } }) }),
    line(6, 'open', { text: search('second'), pid: 2 ** 22 + 1 }),
    line(7, 'open', { text: search('second'), pid: process.pid }),
    line(8, 'open', { text: search('third'), pid: process.pid }),
    line(9, 'report', { trial: 0, values: { acc: 1 } }),
    line(10, 'report', { trial: 'x' }),
    line(11, 'tell', { trial: 0, state: 'fine' }),
    line(12, 'enqueue', { parameters: { lr: 7 } }),
    line(13, 'budget', { budgets: ['7'] }),
    line(14, 'ask'),
    line(15, 'report', { trial: 0, step: -1, values: { acc: 1 } }),
    line(16, 'report', { trial: 0, values: { acc: 'NaN', '': 1, __proto__: 2 } }),
    line(17, 'tell', { trial: 0 }),
    line(18, 'tell', { trial: 0 }),
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const wrong = answers
    .filter(({ type }) => type === 'error')
    .map(({ re, error }) => [re, (error as Answer)['what']]);
  expect(wrong).toEqual([
    [null, 'a line is no JSON'],
    [null, 'a line is no JSON object'],
    [null, 'a message has no "type"'],
    [1, 'unknown message type "sing"'],
    [2, '"ask" without a study'],
    [3, '"open" has neither a text nor a file'],
    [4, expect.stringContaining('no YAML that can be read')],
    [5, 'the study has no name'],
    [6, expect.stringContaining('no process 4194305 is alive')],
    [8, 'one process drives one study'],
    [9, 'trial 0 is not in flight'],
    [10, '"trial" is not a number of at least 0'],
    [11, '"state" is not one of complete, stopped, failed, lost, paused'],
    [12, expect.stringContaining('lr: 7 is out of its range')],
    [13, expect.stringContaining('a budget is asked for')],
    [15, '"step" is not a number of at least 0'],
    [18, 'trial 0 is not in flight'],
  ]);
  expect(answers.slice(-3)).toMatchObject([
    { re: 16, type: 'decision', decision: 'stop', reason: { text: 'acc is no number at epoch 1' } },
    { re: 17, type: 'told', state: 'stopped' },
    { re: 18 },
  ]);
  expect(readdirSync(join(place.dir, '.joulebook', 'studies'))).toEqual(['first', 'second']);
}, 120_000);

test('a study that another works on is not opened, and a book that is none is left alone', async () => {
  const held = spawn(LAUNCHER, ['study', 'drive'], { cwd: place.dir, env: place.env() });
  await new Promise<void>((resolve) => {
    createInterface({ input: held.stdout }).on('line', (text) => text.includes('"opened"') && resolve());
    held.stdin.write(`${line(1, 'open', { text: search('held'), pid: process.pid })}\n`);
  });
  const { answers } = await said([line(1, 'open', { text: search('held'), pid: process.pid })]);
  expect(answers[1]).toMatchObject({ type: 'error', error: { code: 'E_LOCKED' } });
  held.stdin.end();
  await new Promise((resolve) => held.once('close', resolve));

  const none = await said([line(1, 'open', { text: search('x'), pid: process.pid })], {
    JOULEBOOK_DIR: '/dev/null',
  });
  expect(none.answers[1]).toMatchObject({ type: 'error', error: { code: 'E_BOOK_PATH' } });
  expect(existsSync(join(place.dir, 'x'))).toBe(false);
}, 120_000);
