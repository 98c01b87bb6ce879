import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Files, TwinMaker, type Twins } from './twins.ts';

let twins: TwinMaker;
beforeAll(async () => {
  twins = new TwinMaker();
  await twins.prepare();
}, 900_000);
afterAll(() => twins.close(), 60_000);

const FILES: Files = {
  '.gitignore': '.joulebook\n',
  'raw.csv': 'a\nb\n',
  'params.yaml':
    '# rates\nlr: 0.1 # of learning\ntrain: {epochs: 3, layers: [1, 2]}\nname: base\nnested:\n  deep: 0.123456789\n',
  'other.toml': '# more\nseed = 7\n[opt]\nname = "sgd"\n',
  'code.sh': `epochs=$(sed -n 's/.*epochs: *\\([0-9]*\\).*/\\1/p' params.yaml)
lr=$(sed -n 's/^lr: *\\([^ ]*\\).*/\\1/p' params.yaml)
echo "{\\"acc\\": 0.$epochs, \\"loss\\": {\\"train\\": $lr}, \\"big\\": 123456.789}" > metrics.json
`,
  'dvc.yaml': `stages:
  prepare:
    cmd: cp raw.csv prepared.csv
    deps: [raw.csv]
    outs: [prepared.csv]
  train:
    cmd: sh code.sh && cat prepared.csv code.sh > model.bin
    deps: [prepared.csv, code.sh]
    params: [lr, train, other.toml: [seed]]
    outs: [model.bin]
    metrics: [metrics.json: {cache: false}]
`,
};

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, env: twins.env, encoding: 'utf8' }).trim();
}

/** A project with a first commit, in which ours and theirs work by turns. */
function committed(): Twins {
  const pair = twins.make(FILES);
  pair.each((folder) => {
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'base');
  });
  return pair;
}

/** JSON without what only we say. */
function plain(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => (key === 'meta' ? {} : value));
}

/** CSV without our columns, which come last. */
function withoutEnergy(csv: string): string {
  const lines = csv.split('\r\n');
  const count = (/(?:,energy_J)?(?:,co2e_g)?$/.exec(lines[0] ?? '')?.[0] ?? '').split(',').length - 1;
  return lines
    .map((line) =>
      line
        .split(',')
        .slice(0, line === '' ? 1 : -count || undefined)
        .join(','),
    )
    .join('\r\n');
}

/** Both tools show the same of one folder. */
async function expectSameShown(pair: Twins, folder: string, args: readonly string[] = []): Promise<void> {
  const ours = (form: string) => pair.joulebook(['exp', 'show', form, ...args], folder).stdout;
  const theirs = async (form: string) => (await pair.dvc(['exp', 'show', form, ...args], folder)).stdout;
  expect(withoutEnergy(ours('--csv'))).toBe(await theirs('--csv'));
  expect(plain(ours('--json'))).toEqual(plain(await theirs('--json')));
}

describe('experiments', () => {
  it('of either tool are seen, compared, applied and listed by the other', async () => {
    const pair = committed();
    const { ours: folder } = pair;
    const run = (args: readonly string[]) => pair.joulebook(['exp', 'run', ...args], folder);
    expect(run(['-S', 'lr=0.2', '-n', 'mine']).code).toBe(0);
    expect(
      (await pair.dvc(['exp', 'run', '-S', 'lr=0.3', '-S', 'train.epochs=5', '-n', 'theirs'], folder)).code,
    ).toBe(0);
    expect(run(['--temp', '-S', 'other.toml:seed=8', '-S', 'train.layers=[4]', '-n', 'temp']).code).toBe(0);
    await expectSameShown(pair, folder);
    for (const args of [['-A'], ['--sha'], ['-n', '2'], ['--hide-workspace'], ['--only-changed']])
      await expectSameShown(pair, folder, args);
    const list = await pair.dvc(['exp', 'list', '--name-only'], folder);
    const listed = pair.joulebook(['exp', 'list', '--name-only'], folder).stdout;
    expect(listed.split('\n').sort()).toEqual(list.stdout.split('\n').sort());
    for (const [a, b] of [
      ['mine', 'theirs'],
      ['main', 'temp'],
      ['theirs', 'main'],
    ] as const) {
      const words = ['exp', 'diff', a, b].map((word) => (word === 'main' ? 'HEAD' : word));
      // DVC takes the order of files from a set.
      const lines = ({ stdout }: { readonly stdout: string }) => stdout.split('\n').sort();
      expect(lines(pair.joulebook(words, folder))).toEqual(lines(await pair.dvc(words, folder)));
      const json = [...words, '--json'];
      expect(JSON.parse(pair.joulebook(json, folder).stdout)).toEqual(
        JSON.parse((await pair.dvc(json, folder)).stdout),
      );
    }
    for (const [name, by] of [
      ['theirs', 'ours'],
      ['mine', 'dvc'],
      ['temp', 'dvc'],
      ['mine', 'ours'],
    ] as const) {
      const words = ['exp', 'apply', name];
      const applied = by === 'ours' ? pair.joulebook(words, folder) : await pair.dvc(words, folder);
      expect(applied.stdout).toContain(`Changes for experiment '${name}' have been applied`);
      const [ref = ''] = git(folder, 'for-each-ref', '--format=%(refname)', `refs/exps/*/*/${name}`).split(
        '\n',
      );
      for (const path of ['params.yaml', 'dvc.lock', 'metrics.json', 'other.toml'])
        expect(readFileSync(join(folder, path), 'utf8').trimEnd(), path).toBe(
          git(folder, 'show', `${ref}:${path}`),
        );
      expect((await pair.dvc(['status'], folder)).stdout).toBe('Data and pipelines are up to date.\n');
      expect(pair.joulebook(['status'], folder).stdout).toBe('Data and pipelines are up to date.\n');
    }
    expect((await pair.dvc(['exp', 'remove', 'mine'], folder)).code).toBe(0);
    expect(pair.joulebook(['exp', 'rename', 'theirs', 'renamed'], folder).code).toBe(0);
    expect((await pair.dvc(['exp', 'list', '--name-only'], folder)).stdout.split('\n').sort()).toEqual([
      '',
      'renamed',
      'temp',
    ]);
  }, 180_000);

  it('keep the same files under the same message, and leave the workspace alike', async () => {
    const pair = committed();
    const words = ['exp', 'run', '-S', 'lr=0.2', '-S', 'nested.deep=1', '-n', 'one'];
    const theirs = await pair.dvc(words);
    const ours = pair.joulebook(words);
    expect([ours.code, ours.stderr && theirs.code]).toEqual([0, 0]);
    const state = (folder: string, name: string) => {
      const refs = git(folder, 'for-each-ref', '--format=%(refname)', `refs/exps/*/*/${name}`);
      const [ref = ''] = refs.split('\n');
      return {
        message: git(folder, 'log', '-1', '--format=%B', ref),
        files: git(folder, 'ls-tree', '-r', '--name-only', ref)
          .split('\n')
          .filter((path) => path !== 'dvc.energy.json'),
        lock: git(folder, 'show', `${ref}:dvc.lock`),
        ignored: git(folder, 'show', `${ref}:.gitignore`),
        status: git(folder, 'status', '--porcelain')
          .split('\n')
          .filter((line) => !line.endsWith('dvc.energy.json')),
        stash: git(folder, 'stash', 'list'),
      };
    };
    expect(state(pair.ours, 'one')).toEqual(state(pair.theirs, 'one'));
    // Its message is made of what was done for it: here the first stage did not change.
    const more = ['exp', 'run', '-S', 'lr=0.3', '-n', 'two'];
    expect((await pair.dvc(more)).code).toBe(0);
    expect(pair.joulebook(more).code).toBe(0);
    expect(state(pair.ours, 'two')).toEqual(state(pair.theirs, 'two'));
  }, 120_000);

  it('in a project without experiments, and in one that cannot be read, show alike', async () => {
    const pair = committed();
    await expectSameShown(pair, pair.ours);
    const broken = pair.ours;
    git(broken, 'checkout', '-q', '-b', 'other');
    await expectSameShown(pair, broken, ['-a']);
  }, 120_000);
});

// The sweeps that both make of one command line, and what both refuse.
test.each([
  [['lr=0.1,0.2', 'train.epochs=range(1,3)']],
  [['lr=choice(1e-3,5)', 'name=a,b']],
  [['other.toml:opt.name=adam,sgd', 'lr=1']],
  [['train.layers=[1],[2,3]']],
  [['range(1,3)']],
  [['lr=glob(*)']],
  [['nope=1,2']],
  [['+new={a:1},{a:2}']],
])(
  'the sweep %j',
  async (params) => {
    const pair = committed();
    const words = ['exp', 'run', '--queue', '-n', 's', ...params.flatMap((param) => ['-S', param])];
    const theirs = await pair.dvc(words, pair.theirs);
    const ours = pair.joulebook(words);
    expect(ours.code === 0, ours.stderr + theirs.stdout + theirs.stderr).toBe(theirs.code === 0);
    expect(ours.stdout).toBe(theirs.stdout);
  },
  60_000,
);

// What `-S` makes of a file of parameters, read by DVC.
test.each([
  [['lr=1e-5', 'name="on"', 'train.layers=[3]']],
  [['+new.deep=[a, {b: 1.5}]', '~nested', 'train={epochs: 9}']],
  [['++lr=null', 'other.toml:seed=0.5', 'other.toml:opt.name="a b"']],
  [['train.layers.0=9', 'nested.deep=1e16', 'name=2024-01-01']],
])(
  '-S %j',
  async (params) => {
    const pair = committed();
    const words = ['exp', 'run', '-n', 's', ...params.flatMap((param) => ['-S', param])];
    const theirs = await pair.dvc(words, pair.theirs);
    const ours = pair.joulebook(words);
    expect(ours.code, ours.stderr + theirs.stderr).toBe(theirs.code);
    const shown = async (folder: string): Promise<unknown> =>
      JSON.parse((await pair.dvc(['params', 'diff', '--all', '--json'], folder)).stdout);
    expect(await shown(pair.ours)).toEqual(await shown(pair.theirs));
  },
  60_000,
);
