import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LAUNCHER, Place } from './joulebook.ts';

/** A training of a few epochs that is the better the nearer x is to 0.3; S seconds an epoch. */
const TRAIN = `
i=0
while [ $i -lt 4 ]; do
  i=$((i+1)); sleep "\${S:-0.02}"
  awk -v x="$1" -v i=$i 'BEGIN { d = x - 0.3; printf "epoch %d loss=%.6f\\n", i, d * d + 1 / i }'
done
`;

/** A place with that training in it. */
function place(): Place {
  const made = new Place();
  writeFileSync(join(made.dir, 'train.sh'), TRAIN);
  return made;
}

const OPTIONS = [
  '--metric',
  'loss',
  '--param',
  'x=0.0..1.0',
  '--max-resource',
  '4',
  '--seed',
  '5',
  '--region',
  'FR',
];
const COMMAND = ['--', 'sh', 'train.sh', '{x}'];

interface Trial {
  readonly number: number;
  readonly state: string;
  readonly configuration: Readonly<Record<string, number>>;
  readonly attempts: number;
  readonly origin: string;
}

/** The trials of a study, as `study show --json` has them. */
function trialsOf(at: Place, study: string): readonly Trial[] {
  const { stdout, code } = at.run(['study', 'show', study, '--json']);
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { data: { list: readonly Trial[] } }).data.list;
}

test('a search spends its budget, recommends, and puts every trial into the book', () => {
  const at = place();
  const { code, stdout, stderr } = at.run([
    'search',
    ...OPTIONS,
    '--budget',
    '6trials',
    '--name',
    's',
    ...COMMAND,
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^sh train\.sh 0\.\d+\n$/);
  expect(stderr).toMatch(/^ +#0 {2}complete +★ loss /m);
  expect(stderr).toContain('recommended: x=');
  for (const line of stderr.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  const trials = trialsOf(at, 's');
  expect(trials).toHaveLength(6);
  const best = Number(stdout.trim().split(' ').at(-1));
  const complete = trials
    .filter(({ state }) => state === 'complete')
    .map(({ configuration }) => configuration['x'] ?? 9);
  expect(Math.abs(best - 0.3)).toBe(Math.min(...complete.map((x) => Math.abs(x - 0.3))));
  const runs = JSON.parse(at.run(['ls', '--json', 'kind=trial']).stdout) as {
    data: { total: number };
  };
  expect(runs.data.total).toBe(6);
});

test('the same command goes on where the budget has grown, and another search is refused', () => {
  const at = place();
  const search = (...more: string[]) =>
    at.run(['search', '--json', ...OPTIONS, '--name', 's', ...more, ...COMMAND]);
  const first = JSON.parse(search('--budget', '2trials').stdout) as {
    data: { how: string; recommended: object };
  };
  expect(first.data.how).toBe('over');
  expect(search('--budget', '4trials').code).toBe(0);
  expect(trialsOf(at, 's')).toHaveLength(4);
  const other = at.run(['search', '--json', ...OPTIONS, '--param', 'y=1..3', '--name', 's', ...COMMAND]);
  expect(other.code).toBe(2);
  expect(JSON.parse(other.stdout)).toMatchObject({ ok: false, error: { code: 'E_SEARCH' } });
});

test('a new study begins with the best of a near one, unless it is asked not to learn', () => {
  const at = place();
  const quiet = at.run(['search', '-q', ...OPTIONS, '--budget', '3trials', '--name', 'a', ...COMMAND]);
  expect(quiet).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^sh train\.sh [\d.]+\n$/) as string,
  });
  const next = at.run(['search', ...OPTIONS, '--budget', '1trials', '--name', 'b', ...COMMAND]);
  expect(next.stderr).toMatch(/^begins with \d good configurations? of a$/m);
  const best = JSON.parse(at.run(['study', 'best', 'a', '--json']).stdout) as object;
  expect(JSON.stringify(best)).toContain(JSON.stringify(trialsOf(at, 'b')[0]?.configuration));
  at.run(['search', ...OPTIONS, '--sampler', 'random', '--budget', '1trials', '--name', 'c', ...COMMAND]);
  expect(trialsOf(at, 'b')[0]?.origin).toBe('warm-start');
  expect(trialsOf(at, 'c')[0]?.origin).toBe('sampler');
});

test('the search of the example is understood', () => {
  const at = place();
  const file = fileURLToPath(new URL('../../examples/digits/search.yaml', import.meta.url));
  const { code, stdout, stderr } = at.run(['search', file, '--dry-run']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(/^node train\.mjs --epochs 27 --lr 0\.\d+ --hidden \d+ --seed 1$/);
});

test('a dry run shows the first commands and leaves nothing', () => {
  const at = place();
  const { stdout, code } = at.run(['search', ...OPTIONS, '--dry-run', ...COMMAND]);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(10);
  expect(existsSync(join(at.dir, '.joulebook'))).toBe(false);
});

test('the first trial that says nothing of what is sought ends the search with what it printed', () => {
  const at = place();
  const { code, stderr } = at.run([
    'search',
    '--metric',
    'acc',
    '--param',
    'x=0.0..1.0',
    '--budget',
    '9trials',
    ...COMMAND,
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain('epoch 4 loss=');
  expect(stderr).toContain('[E_TRIAL]');
  expect(trialsOf(at, 'train')).toHaveLength(1);
});

test('a limit before any result is exit 4', () => {
  const at = place();
  const { code } = at.run(['search', ...OPTIONS, '--budget', '1s', '--name', 's', '--', 'sleep', '30'], {
    JOULEBOOK_GRACE_S: '1',
  });
  expect(code).toBe(4);
});

test('a small space without a budget, and a budget of one trial, come to a complete one', () => {
  const at = place();
  const options = OPTIONS.map((option) => (option === 'x=0.0..1.0' ? 'x=0.1,0.2,0.9' : option));
  expect(at.run(['search', ...options, '--name', 'small', ...COMMAND]).code).toBe(0);
  expect(trialsOf(at, 'small').map(({ state }) => state)).toContain('complete');
  expect(at.run(['search', ...OPTIONS, '--budget', '1trials', '--name', 'one', ...COMMAND]).code).toBe(0);
  expect(trialsOf(at, 'one').map(({ state }) => state)).toEqual(['complete']);
});

test('what --capture cannot catch is told before a trial is begun', () => {
  const at = place();
  const search = (capture: string) =>
    at.run([
      'search',
      ...OPTIONS,
      '--stopper',
      'none',
      '--budget',
      '1trials',
      '--name',
      's',
      '--capture',
      capture,
      ...COMMAND,
    ]);
  const nameless = search('loss=([0-9.]+)');
  expect(nameless).toMatchObject({ code: 2, stderr: expect.stringContaining('no named group') as string });
  const other = search('loss=(?P<lss>[0-9.]+)');
  expect(other).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('They are lss; sought is loss.') as string,
  });
});

test.each(['patience', 'threshold', 'sweep-hyperband'])(
  '--stopper %s, which needs a setting, is refused',
  (name) => {
    const { code, stderr } = place().run([
      'search',
      ...OPTIONS,
      '--stopper',
      name,
      '--name',
      's',
      ...COMMAND,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(`Write \`stopper: {type: ${name}, `);
  },
);

test('a budget of trials that all failed says of what', () => {
  const at = place();
  const { code, stderr } = at.run([
    'search',
    ...OPTIONS,
    '--stopper',
    'none',
    '--budget',
    '1trials',
    '--name',
    's',
    '--',
    'sh',
    '-c',
    'echo loss=1; exit 3',
  ]);
  expect(code).toBe(4);
  expect(stderr).toContain('of trial 0: it ended with exit code 3');
  expect(stderr).toContain('joulebook study show');
});

test('a training that does not say its metric is told how, and a command in quotes what is wrong with it', () => {
  const at = place();
  const silent = at.run(['search', ...OPTIONS, '--name', 's', '--', 'echo', 'hello']);
  expect(silent.stderr).toContain('--capture');
  const quoted = at.run(['search', ...OPTIONS, '--name', 't', '--', 'echo hello']);
  expect(quoted.stderr).toContain('one word with spaces in it');
});

test('a budget of carbon or money that nobody can count is refused', () => {
  const at = place();
  const budget = (amount: string) =>
    at.run(['search', ...OPTIONS.slice(0, -2), '--budget', amount, '--name', 's', ...COMMAND]);
  const { code, stderr } = budget('5g');
  expect(code).toBe(2);
  expect(stderr).toContain('--region');
  expect(existsSync(join(at.dir, '.joulebook/studies'))).toBe(false);
});

test('a sweep file of W&B runs as it is', () => {
  const at = place();
  writeFileSync(
    join(at.dir, 'sweep.yaml'),
    'program: train.sh\nmethod: random\nrun_cap: 2\nmetric: {name: loss, goal: minimize}\nparameters:\n  x: {min: 0.0, max: 1.0}\ncommand: [sh, "${program}", "${args_no_hyphens}"]\n',
  );
  writeFileSync(join(at.dir, 'train.sh'), 'echo "loss=${1#x=}"');
  const { code, stdout } = at.run(['search', 'sweep.yaml']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^sh train\.sh x=0\.\d+\n$/);
});

/** Starts a search, waits until so many trials have begun, and sends it a signal. */
async function interrupted(at: Place, args: readonly string[], trials: number, signal: NodeJS.Signals) {
  const env = at.env({ S: '0.2', JOULEBOOK_GRACE_S: '1' });
  const child = spawn(LAUNCHER, ['search', ...args], { cwd: at.dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.resume();
  child.stderr.resume();
  const folder = join(at.dir, '.joulebook/studies/s/trials');
  while (!existsSync(folder) || readdirSync(folder).length < trials)
    await new Promise((done) => setTimeout(done, 20));
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (code, by) => resolve([code, by]));
  });
  child.kill(signal);
  return await ended;
}

const DETERMINISTIC = [
  ...OPTIONS,
  '--deterministic',
  '--budget',
  '6trials',
  '-j',
  '2',
  '--name',
  's',
  ...COMMAND,
];

test('killed and begun again, a search is the same as one that was not, and no trial is lost or counted twice', async () => {
  const whole = place();
  expect(whole.run(['search', '-q', ...DETERMINISTIC]).code).toBe(0);
  const at = place();
  expect(await interrupted(at, DETERMINISTIC, 3, 'SIGKILL')).toEqual([null, 'SIGKILL']);
  expect(at.run(['search', '-q', ...DETERMINISTIC]).code).toBe(0);
  const plain = (trials: readonly Trial[]) =>
    trials.map(({ number, state, configuration }) => ({ number, state, configuration }));
  expect(plain(trialsOf(at, 's'))).toEqual(plain(trialsOf(whole, 's')));
  expect(spawnSync('pgrep', ['-f', at.dir]).stdout.toString()).toBe('');
});

test('Ctrl-C ends the trials and exits with 130; the same command goes on', async () => {
  const at = place();
  expect(await interrupted(at, DETERMINISTIC, 1, 'SIGINT')).toEqual([130, null]);
  expect(at.run(['search', '-q', ...DETERMINISTIC]).code).toBe(0);
  const trials = trialsOf(at, 's');
  expect(trials).toHaveLength(6);
  expect(trials[0]?.attempts).toBe(2);
  const states = new Set(trials.map(({ state }) => state));
  for (const state of states) expect(['complete', 'stopped', 'paused']).toContain(state);
});

test('on a terminal a few lines at the foot tell how it goes, and are taken away at the end', () => {
  const at = place();
  const driver = fileURLToPath(new URL('../fixtures/terminal.py', import.meta.url));
  const args = ['search', ...OPTIONS, '--budget', '2trials', '--name', 's', ...COMMAND];
  const steps = [
    ['expect', 'used .*since the best'],
    ['expect', 'recommended: x='],
  ];
  const { stdout } = spawnSync('python3', [driver, JSON.stringify(steps), LAUNCHER, ...args], {
    cwd: at.dir,
    env: at.env({ S: '0.5', TERM: 'xterm', COLUMNS: '80' }),
    encoding: 'utf8',
  });
  const { transcript, failed } = JSON.parse(stdout) as { transcript: string; failed: unknown };
  expect(failed).toBeNull();
  expect(transcript).toMatch(/running +#0 \d\/4 loss/);
  expect(transcript).toContain('\r\u001b[J'); // drawn anew, and taken away
});

test('the log of a trial is kept where the message says', () => {
  const at = place();
  at.run(['search', '-q', ...OPTIONS, '--budget', '1trials', '--name', 's', ...COMMAND]);
  const log = readFileSync(join(at.dir, '.joulebook/studies/s/trials/0/output.log'), 'utf8');
  expect(log).toMatch(/^epoch 1 loss=/);
});

test('however often Ctrl-C is pressed, the search ends as one that was interrupted', async () => {
  const at = place();
  const child = spawn(LAUNCHER, ['search', ...DETERMINISTIC], {
    cwd: at.dir,
    env: at.env({ S: '0.5', JOULEBOOK_GRACE_S: '1' }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (data: Buffer) => (told += data.toString()));
  const folder = join(at.dir, '.joulebook/studies/s/trials');
  while (!existsSync(folder) || readdirSync(folder).length < 1)
    await new Promise((done) => setTimeout(done, 20));
  const presses = setInterval(() => child.kill('SIGINT'), 20);
  const ended = await new Promise((resolve) => child.on('close', (code, by) => resolve([code, by])));
  clearInterval(presses);
  expect(ended, told).toEqual([130, null]);
  expect(spawnSync('pgrep', ['-f', at.dir]).stdout.toString()).toBe('');
});

test('what lives on of a search that was killed is told, and ended by the same command', async () => {
  const at = place();
  // It prints nothing, so that nothing tells it that nobody listens.
  writeFileSync(join(at.dir, 'train.sh'), 'touch begun; sleep 30; echo loss=1');
  const args = ['-q', ...OPTIONS, '--budget', '1trials', '--name', 's', ...COMMAND];
  const child = spawn(LAUNCHER, ['search', ...args], { cwd: at.dir, env: at.env(), stdio: 'ignore' });
  while (!existsSync(join(at.dir, 'begun'))) await new Promise((done) => setTimeout(done, 20));
  child.kill('SIGKILL');
  await new Promise((done) => child.on('close', done));
  expect(at.run(['study', 'show', 's']).stderr).toMatch(/processes? of trials of s lives? on/);
  writeFileSync(join(at.dir, 'train.sh'), 'echo loss=1');
  const { code, stderr } = at.run(['search', ...args.slice(1)]);
  expect(code).toBe(0);
  expect(stderr).toContain('of trials lived on and');
  expect(at.run(['study', 'show', 's']).stderr).toBe('');
});
