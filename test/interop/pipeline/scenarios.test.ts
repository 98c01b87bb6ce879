import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAUNCHER } from '../../cli/joulebook.ts';
import { projectState } from '../../pipeline/project-state.ts';
import { DvcCommands } from './dvc-commands.ts';
import { type Files, TwinMaker, type Twins } from './twins.ts';

let twins: TwinMaker;
beforeAll(async () => {
  twins = new TwinMaker();
  await twins.prepare();
}, 900_000);
afterAll(() => twins.close(), 60_000);

/** Three stages: a folder, a file and a metric that git keeps, a plot that git keeps. */
const THREE: Files = {
  'raw.csv': 'c,3\na,1\nb,2\n',
  'params.yaml': 'keep: 2\nlr: 0.1\nmodel: {depth: 3, wide: false}\n',
  'dvc.yaml': `stages:
  prepare:
    cmd: mkdir prep && sort raw.csv > prep/all && head -n \${keep} prep/all > prep/some
    deps: [raw.csv]
    outs: [prep]
  train:
    cmd: cat prep/all prep/some > model.bin && echo '{"acc":0.9}' > metrics.json
    deps: [prep]
    params: [lr, model.depth]
    outs: [model.bin]
    metrics:
    - metrics.json: {cache: false}
  report:
    cmd: wc -c < model.bin > size.csv
    deps: [model.bin]
    plots:
    - size.csv: {cache: false}
`,
};
const OUTS = ['prep', 'model.bin', 'metrics.json', 'size.csv'];

test('a first repro leaves the same lock, cache and run-cache, and each tool finds the work of the other up to date', async () => {
  const pair = twins.make(THREE);
  await pair.repro();
  await pair.expectUpToDate();
  expect((await pair.repro()).ours.stdout).toContain('Data and pipelines are up to date.');
});

test('what one has run the other restores: without lock and outputs nothing is run again', async () => {
  const pair = twins.make(THREE);
  await pair.repro();
  const lock = readFileSync(join(pair.ours, 'dvc.lock'), 'utf8');
  pair.remove('dvc.lock', ...OUTS);
  const theirs = await pair.dvc(['repro'], pair.ours);
  const ours = pair.joulebook(['repro'], pair.theirs);
  for (const { stdout } of [theirs, ours]) {
    expect(stdout.match(/^Stage '.*' is cached - skipping run, checking out outputs$/gmu)).toHaveLength(3);
    expect(stdout).not.toContain('Running stage');
  }
  expect(readFileSync(join(pair.ours, 'dvc.lock'), 'utf8')).toBe(lock);
  pair.expectAlike();
  await pair.expectUpToDate();
});

test('a parameter is changed and changed back', async () => {
  const pair = twins.make(THREE);
  await pair.repro();
  pair.edit('params.yaml', 'lr: 0.1', 'lr: 0.5');
  expect(await pair.status()).toContain('lr');
  await pair.repro();
  pair.edit('params.yaml', 'lr: 0.5', 'lr: 0.1');
  const { ours } = await pair.repro();
  expect(ours.stdout).toContain("Stage 'train' is cached - skipping run, checking out outputs");
  await pair.expectUpToDate();
});

test('1 and 1.0 are no change, and the lock keeps the old text', async () => {
  const pair = twins.make({ ...THREE, 'params.yaml': 'keep: 2\nlr: 1\nmodel: {depth: 3}\n' });
  await pair.repro();
  pair.edit('params.yaml', 'lr: 1', 'lr: 1.0');
  await pair.expectUpToDate();
  await pair.repro();
  pair.edit('params.yaml', 'lr: 1.0', 'lr: true');
  await pair.expectUpToDate();
});

test('a command with another space is another command', async () => {
  const pair = twins.make(THREE);
  await pair.repro();
  pair.edit('dvc.yaml', 'cmd: wc -c', 'cmd: wc  -c');
  expect(await pair.status()).toBe('report:\n\tchanged command\n');
  await pair.repro();
  await pair.expectUpToDate();
});

test('an output that was deleted is restored, one that was changed too', async () => {
  const pair = twins.make(THREE);
  await pair.repro();
  pair.remove('model.bin', 'prep/some');
  expect(await pair.status()).toContain('deleted:            model.bin');
  await pair.repro();
  pair.write({ 'prep/more': 'more', 'model.bin': 'changed', 'metrics.json': '{}' });
  await pair.status();
  await pair.repro();
  await pair.expectUpToDate();
});

test('an object that the cache has lost is made again', async () => {
  const pair = twins.make(THREE);
  await pair.repro();
  const objects = Object.keys(projectState(pair.ours)).filter((path) => path.startsWith('.dvc/cache/files'));
  for (const path of objects) {
    pair.remove(path);
    expect(await pair.status()).not.toBe('');
    await pair.repro();
    await pair.expectUpToDate();
  }
});

test('a damaged object is not trusted where its mode does not say that it was verified', async () => {
  const pair = twins.make(THREE);
  await pair.repro();
  const object = Object.keys(projectState(pair.ours)).find((path) => path.startsWith('.dvc/cache/files'));
  pair.each((folder) => {
    const path = join(folder, object ?? '');
    chmodSync(path, 0o644);
    writeFileSync(path, 'damaged');
  });
  pair.remove('prep', 'model.bin');
  await pair.repro();
  await pair.expectUpToDate();
});

test('frozen stages, stages that always run and stages that read and write nothing', async () => {
  const pair = twins.make({
    a: '1',
    'dvc.yaml': `stages:
  first: {cmd: cp a b, deps: [a], outs: [b]}
  cold: {cmd: cp b c, deps: [b], outs: [c]}
  always: {cmd: cp c d, deps: [c], outs: [d], always_changed: true}
  call: {cmd: echo called}
  last: {cmd: cp d e, deps: [d], outs: [e]}
`,
  });
  await pair.repro();
  pair.edit('dvc.yaml', 'cold: {', 'cold: {frozen: true, ');
  pair.write({ a: '2' });
  const said = await pair.status();
  expect(said).toContain('always changed');
  await pair.repro();
  await pair.status();
  pair.write({ c: 'by hand' });
  await pair.status();
  await pair.repro();
  await pair.status();
});

test('an item more in a foreach and in a matrix', async () => {
  const pair = twins.make({
    'params.yaml': 'items: [us, uk]\n',
    'dvc.yaml': `stages:
  each:
    foreach: \${items}
    do: {cmd: "echo \${item} > \${item}.txt", outs: ["\${item}.txt"]}
  grid:
    matrix: {size: [1, 2.0], way: "\${items}"}
    cmd: cat \${item.way}.txt > \${item.size}-\${item.way}.out
    deps: ["\${item.way}.txt"]
    outs: ["\${item.size}-\${item.way}.out"]
`,
  });
  await pair.repro();
  await pair.expectUpToDate();
  pair.write({ 'params.yaml': 'items: [us, eu, uk]\n' });
  await pair.status();
  await pair.repro();
  await pair.expectUpToDate();
});

test('metrics and plots that git keeps, in folders and of every kind', async () => {
  const pair = twins.make({
    'in.txt': 'x\n',
    'dvc.yaml': `stages:
  one:
    cmd: mkdir -p eval/curves && cp in.txt eval/curves/roc.csv && cp in.txt eval/m.json && cp in.txt out.bin
    deps: [in.txt]
    outs: [out.bin]
    metrics: [{eval/m.json: {cache: false}}]
    plots: [{eval/curves: {cache: false, x: fpr}}]
  two:
    cmd: cp out.bin kept.bin && cp out.bin loose.bin
    deps: [out.bin]
    outs: [kept.bin, {loose.bin: {cache: false}}]
`,
  });
  await pair.repro();
  await pair.expectUpToDate();
  pair.remove('eval', 'loose.bin');
  await pair.status();
  await pair.repro();
  await pair.expectUpToDate();
});

test('what persists is there when the stage runs again', async () => {
  const pair = twins.make({
    a: '1\n',
    'dvc.yaml': `stages:
  log:
    cmd: cat a >> log.txt && mkdir -p state && cat a >> state/all
    deps: [a]
    outs: [{log.txt: {persist: true}}, {state: {persist: true}}]
`,
  });
  await pair.repro();
  pair.write({ a: '2\n' });
  await pair.repro();
  expect(readFileSync(join(pair.ours, 'log.txt'), 'utf8')).toBe('1\n2\n');
  pair.write({ a: '1\n' });
  await pair.repro();
  expect(readFileSync(join(pair.ours, 'state/all'), 'utf8')).toBe('1\n2\n1\n');
  await pair.expectUpToDate();
});

test('a file that can be executed', async () => {
  const pair = twins.make({
    'tool.sh*': '#!/bin/sh\necho hi\n',
    'dvc.yaml':
      'stages:\n  copy: {cmd: cp tool.sh copy.sh && ./copy.sh > said, deps: [tool.sh], outs: [copy.sh, said]}\n',
  });
  await pair.repro();
  pair.remove('copy.sh', 'said');
  await pair.repro();
  await pair.expectUpToDate();
  pair.remove('copy.sh', 'dvc.lock');
  await pair.repro();
  expect(statSync(join(pair.ours, 'copy.sh')).mode & 0o111).not.toBe(0);
  pair.each((folder) => chmodSync(join(folder, 'copy.sh'), 0o644));
  await pair.status();
  await pair.repro();
});

test('text with CRLF under a lock of DVC 2', async () => {
  const md5 = 'd3b07384d113edec49eaa6238ad5ff00';
  const pair = twins.make({
    a: 'foo\r\n',
    b: 'foo\n',
    'dvc.yaml': 'stages:\n  s: {cmd: "tr -d \'\\\\r\' < a > b", deps: [a], outs: [b]}\n',
    'dvc.lock': `schema: '2.0'
stages:
  s:
    cmd: tr -d '\\r' < a > b
    deps:
    - path: a
      md5: ${md5}
      size: 5
    outs:
    - path: b
      md5: ${md5}
      size: 4
`,
    [`.dvc/cache/d3/${md5.slice(2)}`]: 'foo\n',
  });
  pair.each((folder) => chmodSync(join(folder, `.dvc/cache/d3/${md5.slice(2)}`), 0o444));
  await pair.status();
  await pair.repro();
  pair.remove('b');
  await pair.status();
  await pair.repro();
  pair.write({ a: 'bar\r\n' });
  await pair.status();
  await pair.repro();
  await pair.expectUpToDate();
});

test('names beyond ASCII and beyond the first plane', async () => {
  const pair = twins.make({
    'dvc.yaml': `stages:
  "näme 😀":
    cmd: mkdir -p "ö rd" && for n in "\uFFFD.txt" "😀.txt" é z; do echo "$n" > "ö rd/$n"; done; cp "ö rd/é" "😀.bin"
    outs: ["ö rd", "😀.bin"]
  reads: {cmd: "cat 'ö rd'/* 😀.bin > all", deps: ["ö rd", "😀.bin"], outs: [all]}
`,
  });
  await pair.repro();
  await pair.expectUpToDate();
});

test('a dvc.yaml in a folder, with a folder for its commands, that reads what another makes', async () => {
  const pair = twins.make({
    ...THREE,
    'sub/params.yaml': 'n: 1\n',
    'sub/dvc.yaml': `stages:
  inner:
    wdir: work
    cmd: cat ../../model.bin > ./m.txt && echo \${n} >> m.txt
    deps: [../../model.bin]
    params: [../params.yaml: [n]]
    outs: [./m.txt]
`,
    'sub/work/keep': '',
  });
  await pair.repro(['-P']);
  await pair.expectUpToDate();
  pair.edit('sub/params.yaml', 'n: 1', 'n: 2');
  expect(await pair.status()).toContain('sub/dvc.yaml:inner');
  await pair.repro(['sub/dvc.yaml:inner']);
  await pair.expectUpToDate();
});

test('what .dvcignore takes out is no part of a folder', async () => {
  const pair = twins.make({
    '.dvcignore': '*.log\n/data/skip\n',
    'data/a': '1',
    'data/b.log': '2',
    'data/skip/c': '3',
    'data/sub/d': '4',
    'dvc.yaml':
      'stages:\n  s: {cmd: cp -r data out && ls data > list && touch out/x.log, deps: [data], outs: [out, list]}\n',
  });
  await pair.repro();
  await pair.expectUpToDate();
  pair.write({ 'data/b.log': 'other', 'data/skip/e': 'more', 'out/y.log': 'z' });
  await pair.expectUpToDate();
  pair.write({ '.dvcignore': '*.log\n' });
  await pair.status();
  await pair.repro();
  await pair.expectUpToDate();
});

describe('a stage that fails', () => {
  const FAILING: Files = {
    a: '1',
    'dvc.yaml': `stages:
  good: {cmd: cp a b, deps: [a], outs: [b]}
  bad: {cmd: cp a c && exit 3, deps: [a], outs: [c]}
  after: {cmd: cp c d, deps: [c], outs: [d]}
  late: {cmd: cp d e, deps: [d], outs: [e]}
  other: {cmd: cp b f, deps: [b], outs: [f]}
`,
  };

  /** DVC takes the lines of a repro that failed out of .gitignore again, also those of stages that stand. */
  const rollBackIgnored = (pair: Twins): void => rmSync(join(pair.ours, '.gitignore'));

  test('ends the repro; what ran before it stands', async () => {
    const pair = twins.make(FAILING);
    const theirs = await pair.dvc(['repro']);
    const ours = pair.joulebook(['repro']);
    expect([ours.code, theirs.code]).toEqual([255, 255]);
    expect(ours.stderr).toContain("failed to reproduce 'bad'");
    rollBackIgnored(pair);
    pair.expectAlike();
    await pair.status();
  });

  test('-k goes on with what does not need it', async () => {
    const pair = twins.make(FAILING);
    const theirs = await pair.dvc(['repro', '-k']);
    const ours = pair.joulebook(['repro', '-k']);
    expect([ours.code, theirs.code]).toEqual([255, 255]);
    expect(ours.stdout).toBe(theirs.stdout);
    rollBackIgnored(pair);
    pair.expectAlike();
    await pair.status();
    pair.edit('dvc.yaml', 'exit 3', 'exit 0');
    await pair.repro(['-k']);
    await pair.expectUpToDate();
  });

  test('--ignore-errors goes on with everything', async () => {
    const pair = twins.make(FAILING);
    await pair.repro(['--ignore-errors']);
    await pair.status();
  });
});

describe.each(['hardlink', 'symlink'])('a cache that is linked to by %s', (type) => {
  test('keeps its objects whole while stages run again', async () => {
    const pair = twins.make({ ...THREE, '.dvc/config': `[cache]\n    type = ${type}\n` });
    await pair.repro();
    await pair.expectUpToDate();
    pair.edit('params.yaml', 'keep: 2', 'keep: 1');
    await pair.repro();
    pair.edit('params.yaml', 'keep: 1', 'keep: 2');
    await pair.repro();
    await pair.expectUpToDate();
  });
});

test('gc of DVC leaves our energy records, and DVC leaves a lock of ours as it is', async () => {
  const pair = twins.make(THREE);
  await pair.repro();
  const energy = (): readonly string[] =>
    readdirSync(join(pair.ours, '.dvc/cache/energy'), { recursive: true }).map(String);
  const before = energy();
  expect(before.filter((path) => path.endsWith('.json'))).toHaveLength(3);
  expect((await pair.dvc(['gc', '-w', '-f'], pair.ours)).code).toBe(0);
  expect(energy()).toEqual(before);
  const lock = readFileSync(join(pair.ours, 'dvc.lock'), 'utf8');
  expect((await pair.dvc(['commit', '-f'], pair.ours)).code).toBe(0);
  expect(readFileSync(join(pair.ours, 'dvc.lock'), 'utf8')).toBe(lock);
  expect(readFileSync(join(pair.ours, 'dvc.energy.json'), 'utf8')).toContain('"train"');
});

test('while the lock of the repository is held the other waits three seconds and gives up', async () => {
  const pair = twins.make(THREE);
  await pair.repro();
  for (const folder of pair.folders) {
    const lock = join(folder, '.dvc/tmp/lock');
    const holder = spawn('flock', [lock, 'sh', '-c', 'echo held; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const startedMs = Date.now();
    const outcome = folder === pair.ours ? pair.joulebook(['repro']) : await pair.dvc(['repro']);
    expect(outcome.code).toBe(255);
    expect(outcome.stderr).toContain('Unable to acquire lock');
    expect(Date.now() - startedMs).toBeGreaterThan(2000);
    holder.kill('SIGKILL');
  }
  pair.expectAlike();
});

test('data of a .dvc file that was changed is saved, and what reads it is run', async () => {
  const pair = twins.make(THREE);
  pair.each((folder) => mkdirSync(join(folder, 'in')));
  for (const folder of pair.folders) {
    cpSync(join(folder, 'raw.csv'), join(folder, 'in/raw.csv'));
    expect((await pair.dvc(['add', 'in', 'raw.csv'], folder)).code).toBe(0);
  }
  pair.expectAlike();
  await pair.repro();
  pair.write({ 'raw.csv': 'z,9\na,0\n', 'in/more': 'x' });
  expect(await pair.status()).toContain('modified:           raw.csv');
  const { ours, theirs } = await pair.repro();
  expect(theirs.stdout).toContain("Verifying data sources in stage: 'raw.csv.dvc'");
  expect(ours.stdout).toContain("Verifying data sources in stage: 'raw.csv.dvc'");
  // What no stage reads is looked at with all pipelines.
  await pair.repro(['-P'], 0, false);
  await pair.expectUpToDate();
});

test('links in the workspace are followed, those that lead nowhere are not there', async () => {
  const pair = twins.make({
    'real/a': '1',
    'dvc.yaml': 'stages:\n  s: {cmd: cat link/a > out, deps: [link], outs: [out]}\n',
  });
  pair.each((folder) => symlinkSync('real', join(folder, 'link')));
  await pair.repro();
  await pair.expectUpToDate();
  pair.each((folder) => rmSync(join(folder, 'real'), { recursive: true }));
  // DVC itself ends with an error of Python here.
  expect(pair.joulebook(['status']).stdout).toBe('s:\n\tchanged deps:\n\t\tdeleted:            link\n');
  expect(pair.joulebook(['repro']).code).toBe(255);
});

test('both at once: while a stage of the one runs, the other is kept from what it reads and writes, and from nothing else', async () => {
  const pair = twins.make({
    a: '1',
    'dvc.yaml': `stages:
  slow: {cmd: "touch begun; while [ ! -e go ]; do sleep 0.02; done; cp a b", deps: [a], outs: [b]}
  other: {cmd: cp a c, deps: [a], outs: [c]}
`,
  });
  const begun = (folder: string): boolean => existsSync(join(folder, 'begun'));
  const slow = (program: string, args: readonly string[]): Promise<number | null> => {
    const child = spawn(program, args, { cwd: pair.ours, env: twins.env, stdio: 'ignore' });
    return new Promise((resolve) => child.once('exit', resolve));
  };
  const ours = slow(LAUNCHER, ['repro', 'slow']);
  await expect.poll(() => begun(pair.ours), { timeout: 30_000 }).toBe(true);
  const blocked = await pair.dvc(['repro', 'slow'], pair.ours);
  expect(blocked.code).toBe(255);
  expect(blocked.stderr).toContain('is busy');
  expect((await pair.dvc(['repro', 'other'], pair.ours)).code).toBe(0);
  writeFileSync(join(pair.ours, 'go'), '');
  expect(await ours).toBe(0);

  for (const name of ['go', 'begun', 'b', 'dvc.lock']) rmSync(join(pair.ours, name));
  writeFileSync(join(pair.ours, 'a'), '2');
  const theirs = slow(join(dirname(DvcCommands.python()), 'dvc'), ['repro', 'slow']);
  await expect.poll(() => begun(pair.ours), { timeout: 30_000 }).toBe(true);
  const kept = pair.joulebook(['repro', 'slow']);
  expect(kept.code).toBe(255);
  expect(kept.stderr).toContain('is busy');
  expect(pair.joulebook(['repro', 'other']).code).toBe(0);
  writeFileSync(join(pair.ours, 'go'), '');
  expect(await theirs).toBe(0);
  expect(pair.joulebook(['status']).stdout).toBe('Data and pipelines are up to date.\n');
  expect((await pair.dvc(['status'], pair.ours)).stdout).toBe('Data and pipelines are up to date.\n');
});

test('messages, targets and exit codes of what is not asked well', async () => {
  const pair = twins.make(THREE);
  await pair.repro(['prepare']);
  await pair.repro(['train', 'prepare']);
  await pair.repro(['-s', 'report']);
  await pair.repro(['--downstream', 'train']);
  await pair.repro(['-p', 'report']);
  await pair.repro(['--glob', 't*']);
  await pair.repro(['-f', '-s', 'report']);
  await pair.repro(['--dry']);
  for (const args of [['nope'], ['--nope'], ['nope/dvc.yaml'], ['dvc.yaml:nope'], ['nope.dvc']]) {
    const theirs = await pair.dvc(['repro', ...args]);
    expect(pair.joulebook(['repro', ...args]).code, args.join(' ')).toBe(theirs.code);
  }
  for (const args of [
    ['nope'],
    ['--nope'],
    ['-d', 'nope'],
    ['model.bin'],
    ['-q'],
    ['prep/all'],
    ['-R', '.'],
  ]) {
    const theirs = await pair.dvc(['status', ...args]);
    const ours = pair.joulebook(['status', ...args]);
    expect(ours.code, args.join(' ')).toBe(theirs.code);
    // DVC tells on stdout what it understands instead.
    if (theirs.code !== 254) expect(ours.stdout, args.join(' ')).toBe(theirs.stdout);
  }
  pair.edit('params.yaml', 'lr: 0.1', 'lr: 0.2');
  for (const args of [
    ['--json'],
    ['-q'],
    ['train', '--json'],
    ['-d', 'report', '--json'],
    ['model.bin', '--json'],
  ]) {
    const theirs = await pair.dvc(['status', ...args]);
    const ours = pair.joulebook(['status', ...args]);
    expect([ours.code, ours.stdout], args.join(' ')).toEqual([theirs.code, theirs.stdout]);
  }
});
