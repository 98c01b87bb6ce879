import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Outcome } from '../../cli/joulebook.ts';
import { TwinMaker, type Twins } from './twins.ts';

let maker: TwinMaker;
let project: Twins;
let plots: Twins;

const PROJECT = {
  'params.yaml': 'train:\n  lr: 0.01\n  epochs: 3\nunused: true\nlist: [1, a]\n',
  'other.toml': '[a]\nb = 1.0\nc = "x"\n',
  'extra.yaml': 'zz: 3\n',
  'top.yaml': 'v: 1.5\n0: {1: 2}\n',
  'sub/more.yaml': 'k: [1, 2]\ntiny: 1e-7\n',
  'raw.csv': '1,2\n',
  'dvc.yaml': `vars: [extra.yaml]
stages:
  prepare:
    desc: Prepare the data
    cmd: mkdir -p data/prep && cp raw.csv data/prep/a.csv && echo \${train.lr} > data/prep/b
    deps: [raw.csv]
    params: [train.lr]
    outs: [data/prep]
  train:
    cmd: cat data/prep/a.csv > model.bin && echo '{"acc":0.9,"loss":{"train":0.123456789,"val":2},"s":"x","l":[1],"b":true}' > metrics.json && printf 'step,loss\\n0,1\\n1,0.5\\n' > loss.csv && cp metrics.json cached.json
    deps: [data/prep]
    params: [train, {other.toml: [a.b]}]
    outs: [model.bin]
    metrics: [metrics.json: {cache: false}, cached.json]
    plots: [loss.csv: {cache: false, x: step, y: loss, title: Loss}]
  each:
    foreach: [us, uk]
    do: {cmd: "echo \${item} \${zz} > out-\${item}", deps: [model.bin], outs: ["out-\${item}"]}
  merge: {cmd: cat out-us out-uk model.bin > all, deps: [out-us, out-uk, model.bin], outs: [all]}
  nothing: {cmd: echo hi}
  never: {cmd: echo 1 > nv, outs: [nv], frozen: true}
metrics: [top.yaml]
params: [sub/more.yaml]
plots: [loss.csv: {x: step, y: loss}]
`,
  'sub/dvc.yaml': `stages:
  inner:
    cmd: cp ../model.bin m2 && echo '{"z":1e-7,"deep":{"a":{"b":3}}}' > m.json
    deps: [../model.bin]
    outs: [m2]
    metrics: [m.json]
`,
};

const git = (cwd: string, ...args: readonly string[]): void => {
  execFileSync('git', args, { cwd, env: maker.env, stdio: 'pipe' });
};

async function dvc(args: readonly string[], folder: string): Promise<Outcome> {
  return project.dvc(args, folder);
}

async function well(args: readonly string[], folder: string): Promise<void> {
  const { code, stderr } = await dvc(args, folder);
  expect(code, `dvc ${args.join(' ')}\n${stderr}`).toBe(0);
}

beforeAll(async () => {
  maker = new TwinMaker();
  await maker.prepare();
  project = maker.make(PROJECT);
  const at = project.theirs;
  mkdirSync(join(at, 'big'));
  for (const name of ['one', 'two', 'three']) writeFileSync(join(at, 'big', name), name);
  writeFileSync(join(at, 'gone'), 'gone');
  writeFileSync(join(at, 'moved'), 'moved');
  await well(['add', '-q', 'big', 'gone', 'moved'], at);
  await well(['repro', '-q', 'train', 'each', 'merge'], at);
  await well(['repro', '-q', 'sub/dvc.yaml'], at);
  git(at, 'add', '-A');
  git(at, 'commit', '-qm', 'one');
  git(at, 'tag', 'v1');
  git(at, 'checkout', '-qb', 'br');
  writeFileSync(
    join(at, 'params.yaml'),
    'train:\n  lr: 0.02\n  epochs: 3\nunused: false\nnew: 1\nlist: [1]\n',
  );
  writeFileSync(join(at, 'top.yaml'), 'v: 2\n');
  writeFileSync(join(at, 'other.toml'), '[a]\nb = 2\n');
  await well(['repro', '-q', 'train', 'merge'], at);
  git(at, 'add', '-A');
  git(at, 'commit', '-qm', 'two');
  git(at, 'checkout', '-q', '-');
  await well(['checkout', '-q', '--allow-missing'], at);
  const text = readFileSync(join(at, 'dvc.yaml'), 'utf8').replace('"acc":0.9', '"acc":0.95');
  writeFileSync(join(at, 'dvc.yaml'), text);
  appendFileSync(join(at, 'sub/more.yaml'), 'added: null\n');
  await well(['repro', '-q', 'train'], at);
  writeFileSync(join(at, 'big', 'two'), '2');
  renameSync(join(at, 'big', 'three'), join(at, 'big', 'drei'));
  await well(['add', '-q', 'big'], at);
  writeFileSync(join(at, 'big', 'four'), '4');
  rmSync(join(at, 'gone'));
  await well(['move', '-q', 'moved', 'there'], at);
  writeFileSync(join(at, 'nv'), '1');
  plots = maker.make(PLOTS);
  await makePlots(plots.theirs);
}, 900_000);
afterAll(() => maker.close(), 60_000);

/** What both tools say of one folder, lines and members of objects in a fixed order, which DVC takes from sets. */
async function bothSay(
  args: readonly string[],
  twins = project,
  sub = '',
): Promise<readonly [Outcome, Outcome]> {
  const folder = join(twins.theirs, sub);
  const theirs = await twins.dvc(args, folder);
  const ours = twins.joulebook(args, folder);
  return [ours, theirs];
}

function inOrder(said: string): unknown {
  // Mermaid numbers the nodes in the order of files.
  const names = new Map([...said.matchAll(/(node\d+)\["(.*)"\]/g)].map(([, id = '', name]) => [id, name]));
  const text = said.replaceAll(/node\d+/g, (id) => names.get(id) ?? id);
  try {
    return withSortedLists(JSON.parse(text.replaceAll('NaN', '"NaN"')));
  } catch {
    return text.split('\n').sort();
  }
}

function withSortedLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(withSortedLists);
    return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSortedLists(one)]));
}

test.each(
  [
    'stage list',
    'stage list --all',
    'stage list --name-only',
    'stage list --names-only each',
    'stage list -R sub',
    'stage list train sub/dvc.yaml big.dvc',
    'stage list nope',
    'dag',
    'dag train',
    'dag --full prepare',
    'dag --dot',
    'dag --mermaid',
    'dag --md merge',
    'dag -o --mermaid',
    'dag --mermaid --collapse-foreach-matrix',
    'dag nope',
    'params diff',
    'params diff --json',
    'params diff --all --md',
    'params diff v1 br',
    'params diff --deps br',
    'params diff --targets other.toml sub/more.yaml --all',
    'params diff --no-path HEAD br',
    'params diff nope',
    'metrics show',
    'metrics show --json',
    'metrics show -a',
    'metrics show -T --md',
    'metrics show -A --json',
    'metrics show sub metrics.json --precision 2',
    'metrics show -R sub nowhere',
    'metrics diff',
    'metrics diff --json',
    'metrics diff v1 br --md',
    'metrics diff --all --precision 3',
    'metrics diff --targets top.yaml sub/m.json --all',
    'metrics diff nope',
    'diff',
    'diff --json',
    'diff --json --show-hash',
    'diff --md',
    'diff v1 br --show-hash',
    'diff br --hide-missing',
    'diff --targets big',
    'diff --targets big/two nv --json',
    'diff nope',
    'data status',
    'data status --json',
    'data status --granular --json --unchanged',
    'data status --untracked-files --json',
    'data status --untracked-files=no',
    'data status big/two --granular --json',
    'data status there',
  ].map((line) => [line]),
)('joulebook %s says what DVC says', async (line) => {
  const [ours, theirs] = await bothSay(line.split(' '));
  expect(ours.code, `${ours.stderr}\nDVC: ${theirs.stderr}`).toBe(theirs.code);
  expect(inOrder(ours.stdout)).toEqual(inOrder(theirs.stdout));
});

test.each(
  [
    'stage list',
    'stage list --all',
    'metrics show',
    'metrics diff br',
    'params diff br',
    'dag --mermaid',
  ].map((line) => [line]),
)('in another folder joulebook %s says what DVC says', async (line) => {
  const [ours, theirs] = await bothSay(line.split(' '), project, 'sub');
  expect(ours.code, ours.stderr).toBe(theirs.code);
  expect(inOrder(ours.stdout)).toEqual(inOrder(theirs.stdout));
});

test('what cannot be read of metrics is told in the words of DVC’s JSON, and the rest is shown', async () => {
  const twins = maker.make({
    'dvc.yaml': 'metrics: [a.json, b.yaml, c.toml, d.py, nowhere.json, whole.json, odd.yaml]\n',
    'a.json': '{"a": ',
    'b.yaml': 'a: [\n',
    'c.toml': 'a=\n',
    'd.py': 'def f(:\n',
    'whole.json': '{"a": NaN, "b": true, "c": null, "d": {}, "e": {"f": null}, "x.y": 3}',
    'odd.yaml': '0: 1\n1.5: 2\ntrue: 3\nn: {1: 2}\n',
  });
  const [ours, theirs] = await bothSay(['metrics', 'show', '--json'], twins);
  // DVC writes the paths of damaged files from a folder that is not there.
  expect(inOrder(ours.stdout)).toEqual(inOrder(theirs.stdout.replaceAll(/'(?:\.\.\/)+/g, "'")));
  expect(ours.code).toBe(theirs.code);
});

test('in a repository without a commit there is nothing to compare', async () => {
  const twins = maker.make({
    'dvc.yaml': 'metrics: [m.json]\n',
    'm.json': '{"a": 1}',
    'params.yaml': 'a: 1\n',
  });
  for (const line of [
    'metrics diff',
    'params diff --json',
    'diff',
    'data status',
    'metrics show',
    'plots diff --json',
  ]) {
    const [ours, theirs] = await bothSay(line.split(' '), twins);
    expect(ours.code, `${line}\n${ours.stderr}`).toBe(theirs.code);
    expect(ours.stdout, line).toBe(theirs.stdout);
  }
});

test('what the cache lacks is told', async () => {
  const twins = maker.make({ file: 'f', 'folder/a': 'a', 'folder/b': 'b' });
  await well(['add', '-q', 'file', 'folder'], twins.theirs);
  git(twins.theirs, 'add', '-A');
  git(twins.theirs, 'commit', '-qm', 'one');
  const objects = join(twins.theirs, '.dvc/cache/files/md5');
  for (const path of ['8f/a14cdd754f91cc6554c9e71929cce7', '92/eb5ffee6ae2fec3ad71c777531578f']) {
    chmodSync(join(objects, path.slice(0, 2)), 0o755);
    rmSync(join(objects, path));
  }
  for (const line of ['diff', 'diff --json', 'data status', 'data status --granular --json']) {
    const [ours, theirs] = await bothSay(line.split(' '), twins);
    expect(inOrder(ours.stdout), line).toEqual(inOrder(theirs.stdout));
  }
});

const ADDED: readonly (readonly string[])[] = [
  'stage add -n a -d src.py -p lr,b -p o.toml:x.y,z -p w.json: -o out -O nc --outs-persist ps --outs-persist-no-cache psn -m m.json -M mn.json --plots p.csv --plots-no-cache pn.csv --desc de --always-changed -w sub echo 1'.split(
    ' ',
  ),
  ['stage', 'add', '-n', 'b', '-o', 'q', 'echo', 'a b', 'x"y z', '', '$HOME', '*'],
  ['stage', 'add', '-n', 'b', '-o', 'other', 'echo 1'],
  ['stage', 'add', '-n', 'b.c', '-o', 'other', 'echo 1'],
  ['stage', 'add', '-n', 'c', '-o', 'other'],
  ['stage', 'add', '-n', 'c', '-o', 'sub/out', 'echo 1'],
  ['stage', 'add', '-n', 'c', '-o', 'q/x', 'echo 1'],
  ['stage', 'add', '-n', 'c', '-o', 'z', '-d', 'z', 'echo 1'],
  ['stage', 'add', '-n', 'c', '-o', 'z', '-o', 'z', 'echo 1'],
  ['stage', 'add', '-n', 'c', '-d', 'z', '-d', 'z', 'echo 1'],
  ['stage', 'add', '-n', 'c', '-w', 'nowhere', '-o', 'z', 'echo 1'],
  ['stage', 'add', '-n', 'c', '-o', '/tmp/outside', 'echo 1'],
  ['stage', 'add', '-n', 'ring', '-d', 'sub/out', '-o', 'sub/src.py', 'echo 1'],
  ['stage', 'add', '-n', 'long', '-o', 'long', 'word '.repeat(40).trim()],
  ['stage', 'add', '-n', 'lines', '-o', 'lines', 'a\nb'],
  ['stage', 'add', '-n', 'ü n', '-o', 'ünï ☃', 'echo 1'],
  ['stage', 'add', '-f', '-n', 'a', '-d', 'new.py', 'echo ${lr}'],
];

test('stages are added, or refused, as DVC does it', async () => {
  const twins = maker.make({ 'params.yaml': 'lr: 1\n', 'sub/there': '' });
  for (const args of ADDED) {
    const theirs = await twins.dvc(args);
    const ours = twins.joulebook(args);
    const line = args.join(' ');
    expect(ours.code, `${line}\n${ours.stderr}\nDVC: ${theirs.stderr}`).toBe(theirs.code);
    const files = (text: string): string =>
      text.replace(/git add (.*)/, (_, names: string) => names.split(' ').sort().join(' '));
    expect(files(ours.stdout), line).toBe(files(theirs.stdout));
    const texts = twins.folders.map((folder) => readFileSync(join(folder, 'dvc.yaml'), 'utf8'));
    expect(texts[0], line).toBe(texts[1]);
  }
  twins.expectAlike();
});

test('a stage that is added and run at once is told of once', async () => {
  const twins = maker.make({ in: '1' });
  const args = ['stage', 'add', '-n', 's', '-d', 'in', '-O', 'out', '--run', 'cp in out'];
  const theirs = await twins.dvc(args);
  const ours = twins.joulebook(args);
  expect([ours.code, theirs.code], ours.stderr).toEqual([0, 0]);
  const hints = [theirs, ours].map(({ stdout }) => stdout.match(/git add (.*)/gu) ?? []);
  expect(hints.map((found) => found.length)).toEqual([1, 1]);
  expect(hints[1]?.join('').split(' ').sort()).toEqual([
    'add',
    'dvc.energy.json',
    'dvc.lock',
    'dvc.yaml',
    'git',
  ]);
  twins.expectAlike();
});

const ELSEWHERE: readonly (readonly string[])[] = [
  ['-o', 'got', '../ext/tool'],
  ['-o', 'sub', '../ext/d'],
  ['-o', 'got', '../ext/d'],
  ['-f', '-o', 'got', '../ext/d/s/x'],
  ['--to-remote', '../ext/d'],
  ['--to-remote', '-o', 'far', '../ext/tool'],
  ['--to-remote', '-r', 'nope', '../ext/tool'],
  ['--to-remote', '--no-commit', '../ext/tool'],
  ['--to-remote', '../ext/tool', '../ext/d'],
  ['--remote', 'r', '../ext/tool'],
  ['-o', 'other', '../ext/nope'],
  ['-o', '../out', '../ext/tool'],
];

test('data are taken in from elsewhere, or sent to a remote, as DVC does it', async () => {
  const twins = maker.make({
    'sub/there': '',
    '../ext/tool*': 'echo 1\n',
    '../ext/d/s/x': '2',
    '../ext/d/empty': '',
    '.dvc/config': `[core]\n    remote = r\n['remote "r"']\n    url = ../.git/remote\n`,
  });
  for (const args of ELSEWHERE) {
    const line = args.join(' ');
    const theirs = await twins.dvc(['add', ...args]);
    const ours = twins.joulebook(['add', ...args]);
    expect(ours.code, `${line}\n${ours.stderr}\nDVC: ${theirs.stderr}`).toBe(theirs.code);
    const objects = join(twins.theirs, '.dvc/cache/files/md5');
    for (const name of existsSync(objects) ? readdirSync(objects) : [])
      if (name.endsWith('.tmp')) rmSync(join(objects, name)); // left there by DVC
    twins.expectAlike();
    const [mine, its] = twins.folders.map((folder) => remoteOf(folder));
    expect(mine, line).toEqual(its);
  }
  twins.remove('.dvc/cache', 'got', 'sub/d');
  const pulled = await twins.dvc(['pull'], twins.ours);
  expect(pulled.code, pulled.stderr).toBe(0); // what `-o` took in is what was sent beside it
  expect(readFileSync(join(twins.ours, 'far'), 'utf8')).toBe('echo 1\n');
});

/** The objects in the remote that lies in a project; DVC leaves temporary ones there. */
function remoteOf(folder: string): readonly string[] {
  const path = join(folder, '.git', 'remote');
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.endsWith('.tmp'))
    .sort();
}

test('a stage that is added leaves the rest of dvc.yaml as it is written', async () => {
  const text = `# what we do\nstages:\n  old:   # kept\n    cmd:   echo 1\n    outs: [ 'o' ]   # flow\n\nmetrics: [m.json]\n`;
  const twins = maker.make({ 'dvc.yaml': text });
  const { code, stderr } = twins.joulebook(['stage', 'add', '-n', 'new', '-d', 'o', '-o', 'p', 'cp o p']);
  expect(code, stderr).toBe(0);
  const after = readFileSync(join(twins.ours, 'dvc.yaml'), 'utf8');
  const added = '  new:\n    cmd: cp o p\n    deps:\n    - o\n    outs:\n    - p\n';
  expect(after).toBe(text.replace('# flow\n', `# flow\n${added}`));
  expect((await twins.dvc(['stage', 'list'], twins.ours)).stdout).toContain('new');
});

const PLOTS = {
  'pl/a.csv': 'step,loss,acc\n0,1,0.1\n1,0.5,0.2\n2,nan,0.3\n',
  'pl/sub/b.tsv': 'step\tloss\n0\t2\n1\t1.5\n',
  'j.json': '[{"e":0,"v":1.5},{"e":1,"v":2}]',
  'n.json': '{"t":{"x":[{"a":1,"b":2},{"a":2,"b":4}]},"m":3}',
  'c.yaml': '- {p: cat, q: dog}\n- {p: cat, q: cat}\n',
  'nh.csv': '"q,1",2\n"x ""y""",4\n',
  'bar.csv': 'name,imp\nf1,0.5\nf2,0.9\n',
  'img.png': new Uint8Array([137, 80, 78, 71]),
  'x.txt': 'hi\n',
  'z.json': '[{"z":1},{"z":2}]',
  '.dvc/plots/own.json':
    '{"data":{"values":"<DVC_METRIC_DATA>"},"title":"T <DVC_METRIC_TITLE>","mark":"point","encoding":{"x":{"field":"<DVC_METRIC_X>","title":"<DVC_METRIC_X_LABEL>"},"color":"<DVC_METRIC_COLOR>"}}',
  'dvclive/plots/metrics/train/loss.tsv': 'step\tloss\n0\t1\n1\t0.4\n',
  'dvclive/plots/metrics/acc.tsv': 'timestamp\tstep\tacc\n17\t0\t.1\n18\t1\t0.4\n',
  'dvclive/metrics.json': '{"train":{"loss":0.4},"acc":0.4,"step":1}',
  'dvclive/dvc.yaml': 'metrics: [metrics.json]\nplots:\n- plots/metrics: {x: step}\n',
  'sub/dvc.yaml': 'plots:\n- ../pl/a.csv: {x: step, y: acc}\n- s.csv: {y: k}\n',
  'sub/s.csv': 'k\n1\n2\n',
  'dvc.yaml': `stages:
  s:
    cmd: echo z
    plots: [z.json: {y: z, title: Zed}, img.png: {cache: false}]
plots:
- pl: {x: step}
- pl/sub/b.tsv: {y: loss, title: B}
- j.json
- n.json: {x: a, y: b, template: scatter, x_label: AA}
- conf: {x: p, y: {c.yaml: q}, template: confusion, title: C}
- multi: {x: step, y: {pl/a.csv: [loss, acc], pl/sub/b.tsv: loss}}
- two: {x: step, y: {pl/a.csv: [loss, acc]}, title: Two of them, y_label: yy}
- files: {x: step, y: {pl/a.csv: loss, pl/sub/b.tsv: loss}, template: simple}
- apart: {x: {pl/a.csv: step}, y: {pl/a.csv: loss}}
- unequal: {x: {pl/sub/b.tsv: step}, y: {pl/a.csv: loss}}
- bar.csv: {x: imp, y: name, template: bar_horizontal_sorted}
- own: {x: e, y: {j.json: v}, template: own}
- absent: {x: step, y: {pl/a.csv: nope}}
- missing.csv
- x.txt
`,
};

async function makePlots(at: string): Promise<void> {
  await well(['commit', '-q', '-f'], at);
  git(at, 'add', '-A');
  git(at, 'commit', '-qm', 'one');
  writeFileSync(join(at, 'pl/a.csv'), 'step,loss,acc\n0,1,0.1\n1,0.4,0.25\n');
}

interface PlotEntry {
  readonly type: string;
  readonly revisions: readonly string[];
  readonly url?: string;
  readonly content?: Readonly<Record<string, unknown>>;
  readonly anchor_definitions?: Readonly<Record<string, unknown>>;
}

/** What a plot shows, whatever marks its template draws it with. */
function shown({ content, ...entry }: PlotEntry): unknown {
  const axis = (name: string): unknown => {
    const found: unknown[] = [];
    const look = (value: unknown, key: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const { field, title } = value as Readonly<Record<string, unknown>>;
      if (key === name && field !== undefined) found.push([field, title]);
      for (const [inner, one] of Object.entries(value)) look(one, inner);
    };
    look(content, '');
    return found[0];
  };
  const encoding = (content?.['encoding'] ?? {}) as Readonly<Record<string, unknown>>;
  const { color, strokeDash, shape } = encoding;
  return {
    ...entry,
    data: content?.['data'],
    title: content?.['title'],
    x: axis('x'),
    y: axis('y'),
    color,
    strokeDash,
    shape,
  };
}

test.each(
  [
    'plots show --json',
    'plots show --json --split',
    'plots diff --json',
    'plots diff HEAD --targets multi --json',
    'plots show pl j.json -x v --json',
    'plots show nh.csv --no-header --json',
    'plots show nowhere.csv --json',
    'plots diff nope --json',
  ].map((line) => [line]),
)('joulebook %s holds the points, axes and faults that DVC’s does', async (line) => {
  const [ours, theirs] = await bothSay(line.split(' '), plots);
  expect(ours.code, ours.stderr).toBe(theirs.code);
  if (theirs.code !== 0) return;
  const [a, b] = [ours, theirs].map(({ stdout }) => {
    const { data = {}, errors = [] } = JSON.parse(stdout.replaceAll('NaN', '"NaN"')) as {
      readonly data?: Readonly<Record<string, readonly PlotEntry[]>>;
      readonly errors?: readonly unknown[];
    };
    const all = Object.fromEntries(Object.entries(data).map(([name, entries]) => [name, entries.map(shown)]));
    return { all, errors: withSortedLists(errors) };
  });
  expect(a).toEqual(b);
});

/** Which stage needs which, by number; each after those that it needs. */
const graphs = fc
  .array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 9 })
  .map((needs) => needs.map((of, i) => [...new Set(of.filter(() => i > 0).map((n) => n % i))]));

test('random pipelines are drawn with the boxes and lines that DVC draws', async () => {
  const seed = Number(process.env['JOULEBOOK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  process.stderr.write(`JOULEBOOK_SEED=${seed}\n`);
  for (const [i, graph] of fc.sample(graphs, { seed, numRuns: 12 }).entries()) {
    const stages = graph.map(
      (needs, n) =>
        `  s${n}${'x'.repeat((n * 7 + i) % 9)}: {cmd: echo, deps: [${needs.map((one) => `o${one}`).join(', ')}], outs: [o${n}]}\n`,
    );
    const twins = maker.make({ 'dvc.yaml': `stages:\n${stages.join('')}` });
    for (const form of ['--mermaid', '--dot']) {
      const [ours, theirs] = await bothSay(['dag', form], twins);
      expect(ours.code, ours.stderr).toBe(theirs.code);
      expect(inOrder(ours.stdout), `JOULEBOOK_SEED=${seed}`).toEqual(inOrder(theirs.stdout));
    }
    const [ours, theirs] = await bothSay(['dag'], twins);
    // Which of two equal places a line takes DVC decides by addresses in memory: boxes and their rows are the same.
    const boxes = (text: string): readonly string[] =>
      text.split('\n').map((row) =>
        Array.from(row.matchAll(/\| (\S+) \|/g), ([, name = '']) => name)
          .sort((a, b) => (a < b ? -1 : 1))
          .join(' '),
      );
    expect(boxes(ours.stdout), `JOULEBOOK_SEED=${seed}`).toEqual(boxes(theirs.stdout));
  }
}, 300_000);
