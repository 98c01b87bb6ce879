import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/spec/commands.ts';
import type { CommandSpec } from '../../src/cli/spec/spec.ts';
import { hasRight } from '../faults/rights.ts';
import { LAUNCHER, Place } from './joulebook.ts';

/** Begins a command in a network namespace of its own: not even the loopback is up, so whatever is sent fails. */
const WITHOUT_NETWORK = ['unshare', '--map-root-user', '--net'];
const mayBeAlone = (): boolean => hasRight('unshare', [...WITHOUT_NETWORK, 'true']);

/** Loaded before the program: writes down every attempt to reach somebody over a network, also one that would fail. */
const WATCH = `
const { appendFileSync } = require('node:fs');
const note = (what, ...values) => appendFileSync(process.env.WATCHED, what + ' ' + JSON.stringify(values) + '\\n');
const net = require('node:net');
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  const path = typeof options === 'string' ? options : options?.path;
  if (!path) note('connect', options);
  return connect.apply(this, args);
};
const dns = require('node:dns');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse']) {
  for (const room of [dns, dns.promises]) {
    const real = room[name];
    // A server that listens on the loopback asks for that address, which nobody is asked for.
    room[name] = function (...args) { if (args[0] !== '127.0.0.1') note('dns', args[0]); return real.apply(this, args); };
  }
}
const dgram = require('node:dgram');
for (const name of ['send', 'connect']) {
  const real = dgram.Socket.prototype[name];
  dgram.Socket.prototype[name] = function (...args) { note('dgram'); return real.apply(this, args); };
}
const { fetch } = globalThis;
globalThis.fetch = (...args) => { note('fetch', String(args[0])); return fetch(...args); };
appendFileSync(process.env.WATCHED, 'watching\\n');
`;

/** How each command is tried; of one that is not here its examples are. */
const TRIED: Readonly<Record<string, readonly string[]>> = {
  run: [
    'run --name first --param lr=0.1 -- true',
    'run --region FR --max-co2 1kg -- sh -c "joulebook mark here"',
  ],
  monitor: ['monitor --max-time 300ms'],
  mark: ['mark here'],
  agent: ['agent </dev/null'],
  ui: ['ui --no-open --port 0 & sleep 2; kill $!; wait $!'],
  repro: ['repro', 'repro --dry', 'repro -j 2 train'],
  status: ['status', 'status --json', 'status -d train'],
  add: ['add raw.csv'],
  checkout: ['checkout', 'checkout train.pt'],
  commit: ['commit -f'],
  push: ['push', 'push --run-cache'],
  fetch: ['fetch --run-cache'],
  pull: ['pull train'],
  dag: ['dag', 'dag --energy', 'dag --mermaid'],
  'stage list': ['stage list', 'stage list --all --name-only'],
  'params diff': ['params diff', 'params diff HEAD --json'],
  'metrics show': ['metrics show', 'metrics show -a'],
  'metrics diff': ['metrics diff', 'metrics diff --md HEAD'],
  'exp run': ['exp run -S lr=2 -n wide'],
  'exp list': ['exp list', 'exp list -A'],
  'exp show': ['exp show', 'exp show --json'],
  'exp diff': ['exp diff', 'exp diff HEAD wide'],
  'exp apply': ['exp apply wide'],
  'exp branch': ['exp branch wide trial'],
  'exp save': ['exp save -n kept'],
  'exp rename': ['exp rename kept dear'],
  'exp remove': ['exp remove dear'],
  'exp clean': ['exp clean'],
  'queue status': ['queue status'],
  diff: ['diff', 'diff HEAD --json'],
  'data status': ['data status', 'data status --granular'],
  'plots show': ['plots show'],
  'plots diff': ['plots diff'],
  init: ['init --subdir -f'],
  freeze: ['freeze train'],
  unfreeze: ['unfreeze train'],
  move: ['move raw.csv data/raw.csv'],
  unprotect: ['unprotect train.pt'],
  'check-ignore': ['check-ignore raw.csv'],
  gc: ['gc -w -f'],
  remove: ['remove data/raw.csv.dvc'],
  'stage add': ['stage add -n count -d params.yaml -M count.txt "wc -l < params.yaml > count.txt"'],
  'remote add': ['remote add other ../other'],
  'remote list': ['remote list'],
  'remote modify': ['remote modify other url ../elsewhere'],
  'remote default': ['remote default'],
  'remote rename': ['remote rename other another'],
  'remote remove': ['remote remove another'],
  search: ['search --name tune --budget 3trials --metric acc:max --param lr=0..1.0 -- echo acc={lr}'],
  'study ls': ['study ls', 'study ls --json'],
  'study show': ['study show tune', 'study show tune --importance'],
  'study best': ['study best tune'],
  'study explain': ['study explain 0 --study tune'],
  'study plot': ['study plot tune'],
  'study export': ['study export tune -o tune.csv', 'study export tune --as optuna -o tune.log'],
  'study import': ['study import tune.log --name again'],
  'study replay': ['study replay tune'],
  'study rename': ['study rename tune tuned', 'study rename tuned tune'],
  'study delete': ['study delete tune --yes'],
  'study create': ['study create search.yaml --name driven'],
  'study ask': ['study ask --study driven'],
  'study report': ['study report 0 acc=0.5 --study driven'],
  'study tell': ['study tell 0 acc=0.5 --study driven'],
  'study enqueue': ['study enqueue lr=0.5 --study driven'],
  'study drive': [
    `study drive <<'END'\n{"id":1,"type":"open","file":"search.yaml","name":"at-work"}\n{"id":2,"type":"ask"}\nEND`,
  ],
  'search check': ['search check --metric acc --param lr=0..1.0 -- true'],
  ls: ['ls', 'ls --json'],
  show: ['show @last', 'show @last --verify'],
  compare: ['compare first @last'],
  tag: ['tag first +good'],
  note: ['note first "looks good"'],
  rename: ['rename first second'],
  report: ['report', 'report -o out.html -o out.md -o out.svg', 'report --check'],
  'lint-card': ['lint-card out.md'],
  'leaderboard init': ['leaderboard init board --metric acc'],
  'leaderboard add': ['leaderboard add @last --task board --by Ada'],
  'leaderboard show': ['leaderboard show board', 'leaderboard show board --md'],
  'leaderboard verify': ['leaderboard verify board'],
  'leaderboard page': ['leaderboard page board -o board.html'],
  export: ['export --csv', 'export --json', 'export --parquet --output out.parquet'],
  merge: ['merge second @last'],
  rm: ['rm second --yes'],
  why: ['why @last'],
  waste: ['waste', 'waste --csv state:ok'],
  budget: ['budget', 'budget --check'],
  calc: ['calc --gpu a100 --hours 10 --region FR'],
  regions: ['regions --limit 5'],
  top: ['top --once'],
  doctor: ['doctor --seconds 0.2'],
  calibrate: ['calibrate --list', 'calibrate --idle 62W --full 240W --dry-run --seconds 1s'],
  config: ['config', 'config set region FR', 'config get region'],
  completion: ['completion bash'],
  help: ['help run'],
  version: ['version', '--version'],
  __complete: ['__complete run', '__complete region F', '__complete target', '__complete revision'],
};

/** Exit codes of a command that only says that it is used wrongly, or at the wrong place. */
const UNTRIED: ReadonlySet<number | null> = new Set([2, 70, 127, 251, 253, 254]);

/** A DVC project in git with a remote that is a folder. */
const PROJECT = `
git init -q -b main && mkdir -p .dvc data && echo 1,2 > raw.csv && echo '{"loss": 0.5}' > loss.json
printf '[core]\\n    remote = store\\n["remote \\"store\\""]\\n    url = ../store\\n' > .dvc/config
printf '/cache\\n/tmp\\n/config.local\\n' > .dvc/.gitignore
echo 'lr: 1' > params.yaml
cat > dvc.yaml <<'END'
stages:
  train:
    cmd: cp params.yaml train.pt
    params: [lr]
    outs: [train.pt]
metrics: [loss.json]
END
printf 'objective: acc\nparameters: {lr: {min: 0, max: 1.0}}\nbudget: {trials: 5}\n' > search.yaml
git add .dvc params.yaml dvc.yaml loss.json && git -c user.name=A -c user.email=a@example.org commit -qm first
git config user.name A && git config user.email a@example.org
`;

function linesOf({ name, examples }: CommandSpec): readonly string[] {
  return TRIED[name] ?? examples.map(({ line }) => line.replace(/^joulebook /u, ''));
}

/** A place whose `joulebook` is watched. */
function watchedPlace(): {
  readonly place: Place;
  readonly env: Record<string, string>;
  readonly log: string;
} {
  const place = new Place();
  const log = join(place.dir, 'watched.log');
  const bin = join(place.dir, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'watch.cjs'), WATCH);
  writeFileSync(
    join(bin, 'node'),
    `#!/bin/sh\nexec "${process.execPath}" --require "${join(bin, 'watch.cjs')}" "$@"\n`,
  );
  writeFileSync(join(bin, 'joulebook'), `#!/bin/sh\nexec "${LAUNCHER}" "$@"\n`);
  for (const name of ['node', 'joulebook']) chmodSync(join(bin, name), 0o755);
  const env = place.env({
    WATCHED: log,
    JOULEBOOK_NODE: join(bin, 'node'),
    PATH: `${bin}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    // Keys alone switch nothing on.
    ELECTRICITYMAPS_TOKEN: 'a-key',
    WATTTIME_USER: 'ada',
    WATTTIME_PASSWORD: 'a-password',
    AWS_REGION: 'eu-west-1',
  });
  return { place, env, log };
}

function attemptsIn(log: string): readonly string[] {
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && line !== 'watching');
}

describe('without --online and without a source', () => {
  test('no command reaches for the network: not one tries, in a namespace without routes', {
    timeout: 600_000,
  }, () => {
    const before = mayBeAlone() ? WITHOUT_NETWORK : [];
    const { place, env, log } = watchedPlace();
    const made = spawnSync('sh', ['-e', '-c', PROJECT], { cwd: place.dir, env, encoding: 'utf8' });
    expect({ status: made.status, stderr: made.stderr }).toEqual({ status: 0, stderr: '' });
    const failures: string[] = [];
    for (const spec of COMMANDS) {
      for (const line of linesOf(spec)) {
        const [command, ...args] = [...before, 'sh', '-c', `joulebook ${line}`];
        const { status, stderr, signal } = spawnSync(command, args, {
          cwd: place.dir,
          env,
          encoding: 'utf8',
          timeout: 60_000,
          input: '',
        });
        // What is tried must have run: a command that only says it is used wrongly proves nothing.
        if (spec.name in TRIED && (signal !== null || UNTRIED.has(status)))
          failures.push(`${line}: ${status ?? signal} ${stderr}`);
      }
    }
    expect(failures).toEqual([]);
    expect(attemptsIn(log)).toEqual([]);
    const starts = readFileSync(log, 'utf8').split('watching').length - 1;
    expect(starts).toBeGreaterThan(COMMANDS.length); // the watch was there
  });

  test('the watch sees what it should: with --online there are attempts, and the run is unharmed', () => {
    const before = mayBeAlone() ? WITHOUT_NETWORK : [];
    const { place, env, log } = watchedPlace();
    // 192.0.2.0/24 is nobody's (RFC 5737).
    const [command, ...args] = [
      ...before,
      'joulebook',
      'run',
      '--online',
      '--region',
      'FR',
      '--',
      'sh',
      '-c',
      'exit 7',
    ];
    const { status, stderr } = spawnSync(command, args, {
      cwd: place.dir,
      env: { ...env, JOULEBOOK_GRID_URL: 'http://192.0.2.1:81', JOULEBOOK_GRID_WAIT: '1s' },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(status).toBe(7);
    expect(stderr).toContain('Electricity Maps: no figure for FR; the yearly figure stands in');
    expect(attemptsIn(log).join('\n')).toContain('192.0.2.1');
  });
});

test('a name server that never answers holds up no end of a run or a watch', () => {
  const before = ['unshare', '--map-root-user', '--net', '--mount'];
  if (!hasRight('unshare', [...before, 'true']) || !hasRight('ip', ['ip', '-V'])) return;
  const place = new Place();
  writeFileSync(join(place.dir, 'resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:60\n');
  writeFileSync(
    join(place.dir, 'hole.cjs'),
    "const s = require('node:dgram').createSocket('udp4'); s.bind(53, '127.0.0.1', () => require('node:fs').writeFileSync('up', ''));",
  );
  const script = [
    'mount --bind resolv.conf /etc/resolv.conf && ip link set lo up || exit 99',
    `"${process.execPath}" hole.cjs & hole=$!`,
    'until [ -e up ]; do sleep 0.02; done',
    `"${LAUNCHER}" run --online --region FR -- sh -c 'exit 5'; a=$?`,
    `"${LAUNCHER}" monitor --online --region FR --max-time 200ms; b=$?`,
    'kill $hole; echo "$a $b"',
  ].join('\n');
  const [command, ...args] = [...before, 'sh', '-c', script];
  const begun = performance.now();
  const { stdout, stderr } = spawnSync(command, args, {
    cwd: place.dir,
    env: place.env({ ELECTRICITYMAPS_TOKEN: 'a-key', JOULEBOOK_GRID_WAIT: '500ms' }),
    encoding: 'utf8',
    timeout: 90_000,
  });
  expect(stdout).toBe('5 4\n');
  expect(stderr.match(/no answer within 0.5 s after the end of the run/gu)?.length).toBe(2);
  expect(performance.now() - begun).toBeLessThan(45_000);
  expect(existsSync(join(place.dir, '.joulebook'))).toBe(true);
});
