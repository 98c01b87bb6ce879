import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type Outcome, Place } from './joulebook.ts';

let place: Place;

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    const full = join(place.dir, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
};

const git = (...args: readonly string[]): void => {
  const author = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org' };
  const env = { ...place.env(), ...author, GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' };
  execFileSync('git', args, { cwd: place.dir, env, stdio: 'pipe' });
};

const run = (...args: readonly string[]): Outcome => place.run(args);

beforeEach(() => {
  place = new Place();
  write({
    '.dvc/config': '',
    'params.yaml': 'lr: 0.1\n',
    'metrics.json': '{"acc": 0.9}',
    'loss.csv': 'step,loss\n0,1\n1,0.5\n',
    'dvc.yaml': `stages:
  prepare: {cmd: "true", outs: [data]}
  train:
    cmd: "true"
    deps: [data]
    params: [lr]
    outs: [model]
    metrics: [metrics.json: {cache: false}]
plots: [loss.csv: {x: step, y: loss, title: Loss}]
`,
  });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'one');
  write({ 'params.yaml': 'lr: 0.2\n', 'metrics.json': '{"acc": 0.95}' });
});

test('a project is looked at without anything being run or written', () => {
  expect(run('stage', 'list').stdout).toBe(
    'prepare  Outputs data\ntrain    Outputs model; Reports metrics.json\n',
  );
  expect(run('dag', '--mermaid').stdout).toBe(
    'flowchart TD\n\tnode1["prepare"]\n\tnode2["train"]\n\tnode1-->node2\n',
  );
  expect(run('params', 'diff').stdout).toBe(
    'Path         Param    HEAD    workspace\nparams.yaml  lr       0.1     0.2\n',
  );
  expect(run('metrics', 'diff', '--md', '--no-path').stdout).toBe(
    '| Metric   | HEAD   | workspace   | Change   |\n|----------|--------|-------------|----------|\n| acc      | 0.9    | 0.95        | 0.05     |\n\n',
  );
  expect(JSON.parse(run('metrics', 'show', '-a', '--json').stdout)).toEqual({
    workspace: { data: { 'metrics.json': { data: { acc: 0.95 } } } },
    main: { data: { 'metrics.json': { data: { acc: 0.9 } } } },
  });
  expect(run('data', 'status').stdout).toContain('No changes.');
});

test('the workspace is not shown beside the branch that it is as', () => {
  git('commit', '-qam', 'two');
  expect(Object.keys(JSON.parse(run('metrics', 'show', '-a', '--json').stdout) as object)).toEqual(['main']);
});

test('an option that takes many words ends at the next one', () => {
  write({ 'a.json': '{"a": 1}', 'b.json': '{"b": 2}' });
  const { stdout, code } = run('metrics', 'diff', '--targets', 'a.json', 'b.json', '--json');
  expect([code, Object.keys(JSON.parse(stdout) as object)]).toEqual([0, ['a.json', 'b.json']]);
});

test('a file of metrics that cannot be read is named once, and the rest is shown', () => {
  write({ 'metrics.json': '{"acc": ' });
  const { stdout, stderr, code } = run('metrics', 'show');
  expect([code, stdout]).toEqual([0, 'Path\nmetrics.json\n']);
  expect(stderr).toContain('cannot read metrics.json in workspace');
});

test('a revision that git does not know ends a comparison with DVC’s exit code and a reason', () => {
  for (const [args, code] of [
    [['params', 'diff', 'nope'], 255],
    [['metrics', 'diff', 'HEAD', '--nope'], 254],
    [['diff', 'nope'], 1],
    [['plots', 'diff', 'nope'], 1],
  ] as const) {
    const outcome = run(...args);
    expect(outcome.code, args.join(' ')).toBe(code);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toMatch(/why: |unknown option/);
  }
});

test('where there is no project it is said so', () => {
  rmSync(join(place.dir, '.dvc'), { recursive: true });
  for (const words of [
    'stage list',
    'dag',
    'metrics show',
    'params diff',
    'plots show',
    'diff',
    'data status',
  ]) {
    const { code, stderr } = run(...words.split(' '));
    expect([code, stderr], words).toEqual([253, expect.stringContaining('not inside of a DVC repository')]);
  }
});

test('a stage that is not understood is left out of the list, unless it is to fail', () => {
  write({ 'sub/dvc.yaml': 'stages: {bad: {cmd: "${nowhere}"}}\n' });
  expect(run('stage', 'list', '--all', '--name-only').stdout).toBe('prepare\ntrain\n');
  const { code, stderr } = run('stage', 'list', '--all', '--fail');
  expect(code).toBe(255);
  expect(stderr).toContain('sub/dvc.yaml:1');
  expect(run('stage', 'list', '--name-only').stdout).toBe('prepare\ntrain\n');
  expect(run('stage', 'list', 'sub/dvc.yaml')).toMatchObject({ code: 255, stdout: '' });
});

test('plots are one page that needs no network, with the Vega-Lite of each beside it', () => {
  const { stdout, code } = run('plots', 'diff', '-o', 'out dir');
  expect([code, stdout]).toEqual([0, `file://${place.dir}/out%20dir/index.html\n`]);
  const page = readFileSync(join(place.dir, 'out dir/index.html'), 'utf8');
  expect(page).toContain('<h2>Loss</h2>');
  expect(page.match(/<path class="line/g)).toHaveLength(2);
  expect(page).not.toMatch(/<script|(?:src|href)="(?:https?:)?\/\//);
  const spec = JSON.parse(readFileSync(join(place.dir, 'out dir/static/loss.csv.vl.json'), 'utf8')) as {
    readonly data: { readonly values: readonly unknown[] };
  };
  expect(spec.data.values).toHaveLength(4);
});

test('plots go where the project is configured to have them, into its own page', () => {
  const config = join(place.dir, '.dvc/config');
  const before = readFileSync(config, 'utf8');
  writeFileSync(config, `${before}[plots]\n    out_dir = pages\n    html_template = page.html\n`);
  writeFileSync(join(place.dir, '.dvc/page.html'), '<h1>Ours</h1>{plot_divs}');
  const { stdout, code } = run('plots', 'show');
  expect([code, stdout]).toEqual([0, `file://${place.dir}/pages/index.html\n`]);
  expect(readFileSync(join(place.dir, 'pages/index.html'), 'utf8')).toMatch(/^<h1>Ours<\/h1><section>/u);
  writeFileSync(config, before);
});

test('a stage is written into dvc.yaml and nothing else is touched; one that makes a ring is refused', () => {
  const before = readFileSync(join(place.dir, 'dvc.yaml'), 'utf8');
  expect(run('stage', 'add', '-n', 'ring', '-d', 'model', '-o', 'data/x', 'echo').code).toBe(255);
  expect(readFileSync(join(place.dir, 'dvc.yaml'), 'utf8')).toBe(before);
  const { code, stdout } = run(
    'stage',
    'add',
    '-n',
    'report',
    '-d',
    'model',
    '-O',
    'report.md',
    'sh',
    'report.sh',
    '-v',
  );
  expect([code, stdout.split('\n')[0]]).toEqual([0, "Added stage 'report' in 'dvc.yaml'"]);
  const added =
    '  report:\n    cmd: sh report.sh -v\n    deps:\n    - model\n    outs:\n    - report.md:\n        cache: false\n';
  expect(readFileSync(join(place.dir, 'dvc.yaml'), 'utf8')).toBe(before.replace('plots:', `${added}plots:`));
});
