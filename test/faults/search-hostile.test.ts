import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { LAUNCHER, Place } from '../cli/joulebook.ts';
import { hasRight, IN_OWN_MOUNTS } from './rights.ts';

/** What a trial does, by its number, and in what it ends: its state, and a part of the reason. */
const KINDS: readonly (readonly [script: string, state: string, why?: string])[] = [
  ['say(1, 0.6); say(2, 0.7)', 'complete'],
  [
    'process.stdout.write(randomBytes(3_000_000).map((byte) => (byte % 32 === 1 ? 0 : byte)))',
    'failed',
    'without having said acc',
  ],
  ['say(1, "nan"); await sleep(5000)', 'stopped', 'acc is no number'],
  ['say(1, "inf"); await sleep(5000)', 'stopped', 'acc is no number'],
  ['process.stdout.write("x".repeat(10_000_000))', 'failed', 'without having said acc'],
  ['await sleep(60_000)', 'failed', 'neither printed nor reported'],
  ['process.on("SIGTERM", () => {}); say(1, "nan"); await sleep(60_000)', 'stopped', 'acc is no number'],
  ['spawn("sleep", ["60"], { detached: true, stdio: "inherit" }).unref(); say(1, 0.5)', 'complete'],
  ['say(1, 0.5); writeFileSync("/dev/full", "x")', 'failed', 'the disk is full'],
  ['say(3, 0.8); say(1, 0.2); say(2, 0.5)', 'complete'],
  ['say(1, 0.3); say(1, 0.4); say(1, 0.5)', 'complete'],
  ['console.log("nothing to see")', 'failed', 'without having said acc'],
  ['say(1, 0.5); process.kill(process.pid, "SIGKILL")', 'failed', 'SIGKILL'],
  ['say(1, 0.5); process.abort()', 'failed', 'SIGABRT'],
  [
    'say(1, 0.4); closeSync(1); closeSync(2); appendFileSync(process.env.JOULEBOOK_REPORT_FILE, \'{"epoch": 2, "acc": 0.45}\\n\'); await sleep(300)',
    'complete',
  ],
  [
    'process.stdout.write(Buffer.from([0xff, 0xfe, 0x80])); console.log(" acc=0.99"); say(1, 0.55)',
    'complete',
  ],
  ['say(1, 0.5); process.exit(3)', 'failed', 'exit code 3'],
  ['say(1, 0.5); console.error("write: File too large"); process.exit(1)', 'failed', 'limit of its size'],
  [
    'appendFileSync(process.env.JOULEBOOK_REPORT_FILE, "{{{ \\0 no line"); process.stdout.write("epoch 1 acc=0.5")',
    'complete',
  ],
  ['say(1, 0.6); say(2, 0.65)', 'complete'],
];

const TRAIN = `
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, closeSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
const say = (epoch, acc) => writeSync(1, \`epoch \${epoch} acc=\${acc}\\n\`);
const n = Number(process.env.JOULEBOOK_TRIAL);
${KINDS.map(([script], n) => `if (n === ${n}) { ${script}; }`).join('\n')}
`;

interface Trial {
  readonly number: number;
  readonly state: string;
  readonly why: string | null;
  readonly values: readonly (number | null)[];
}

const OPTIONS = [
  '--metric',
  'acc',
  '--param',
  'x=0.0..1.0',
  '--max-resource',
  '3',
  '--stopper',
  'none',
  '--seed',
  '1',
  '--region',
  'FR',
];

describe('trials that do what no training should', () => {
  test('each ends in a named state, and the search goes on', { timeout: 600_000 }, () => {
    const at = new Place();
    writeFileSync(join(at.dir, 'train.mjs'), TRAIN);
    const env = { JOULEBOOK_GRACE_S: '1', COLUMNS: '80' };
    const args = [...OPTIONS, '--budget', `${KINDS.length}trials`, '--max-silence', '3', '--name', 's'];
    // Beside each other: failures in a row that end a search are another matter.
    const outcome = at.runFor(400_000, ['search', ...args, '-j', '2', '--', 'node', 'train.mjs'], env);
    expect(outcome.code, outcome.stderr).toBe(0);
    const { data } = JSON.parse(at.run(['study', 'show', 's', '--json']).stdout) as {
      data: { list: readonly Trial[] };
    };
    expect(data.list).toHaveLength(KINDS.length);
    for (const { number, state, why } of data.list) {
      const [script, wanted, reason] = KINDS[number] ?? ['', ''];
      expect(state, `${number}: ${script}: ${why}`).toBe(wanted);
      if (reason !== undefined) expect(why, script).toContain(reason);
    }
    const valueOf = (n: number): unknown => data.list[n]?.values[0];
    expect([9, 10, 14, 15].map(valueOf)).toEqual([0.8, 0.5, 0.45, 0.55]);
    expect(outcome.stderr).toContain('trial 7 left a process behind, which was ended');
    const shown = outcome.stderr.split('\n').filter((line) => /^ +#|^ {7}/.test(line));
    expect(shown.length).toBeGreaterThanOrEqual(KINDS.length);
    for (const line of shown) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test('the first one ends the search where it says nothing, with its last lines', () => {
    const at = new Place();
    const { code, stderr } = at.run([
      'search',
      ...OPTIONS,
      '--budget',
      '9trials',
      '--',
      'sh',
      '-c',
      'seq 40; echo accuracy is fine >&2',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('the first trial said nothing of what is sought');
    expect(stderr).toContain('accuracy is fine');
    expect(stderr).toMatch(/\n +40\n/);
  });
});

describe('a small disk that a trial fills', () => {
  const at = new Place();
  const disk = join(at.dir, 'disk');
  let isRight = false;
  beforeAll(() => {
    mkdirSync(disk);
    isRight = hasRight('tmpfs', [...IN_OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', disk]);
  });

  test('the trial has failed for that, what it wrote is gone with it, and the search goes on', () => {
    if (!isRight) return;
    // Its checkpoint takes all the room that there is.
    const train = `[ "$JOULEBOOK_TRIAL" = 1 ] && { echo acc=0.1; head -c 9m /dev/zero > "$JOULEBOOK_CKPT_DIR/big" || exit 1; }; echo acc=0.5`;
    writeFileSync(join(at.dir, 'train.sh'), train);
    const search = `"$JB" search ${OPTIONS.join(' ')} --budget 4trials --name s -- sh ../train.sh {x}`;
    const script = `mount -t tmpfs -o size=3m tmpfs disk && cd disk && ${search} 2> ../err; echo "exit $?"; "$JB" study show s --json > ../shown`;
    const [command, ...args] = [...IN_OWN_MOUNTS, 'sh', '-c', script];
    const { stdout } = spawnSync(command, args, {
      cwd: at.dir,
      env: at.env({ JB: LAUNCHER, JOULEBOOK_GRACE_S: '1' }),
      encoding: 'utf8',
      timeout: 180_000,
    });
    const told = readFileSync(join(at.dir, 'err'), 'utf8');
    expect(stdout, told).toContain('exit 0');
    const { data } = JSON.parse(readFileSync(join(at.dir, 'shown'), 'utf8')) as {
      data: { list: readonly Trial[] };
    };
    expect(data.list.map(({ state }) => state)).toEqual(['complete', 'failed', 'complete', 'complete']);
    expect(data.list[1]?.why).toContain('disk');
  });
});
