import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, Place } from './joulebook.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
  execFileSync('git', ['init', '-q', place.dir]);
  expect(jb('init', '-q').code).toBe(0);
});
afterEach(() => rmSync(place.dir, { recursive: true }));

const jb = (...args: string[]): Outcome => place.run(args);
const read = (path: string): string => readFileSync(join(place.dir, path), 'utf8');
const isThere = (path: string): boolean => existsSync(join(place.dir, path));
function put(path: string, text: string): void {
  mkdirSync(dirname(join(place.dir, path)), { recursive: true });
  writeFileSync(join(place.dir, path), text);
}
function tell({ code, stdout, stderr }: Outcome): string {
  return `${code}\n${stdout}${stderr}`;
}

describe('init', () => {
  it('makes what DVC makes, and adds it to git', () => {
    expect(read('.dvc/.gitignore')).toBe('/config.local\n/tmp\n/cache\n');
    expect(read('.dvc/config')).toBe('');
    const added = execFileSync('git', ['-C', place.dir, 'diff', '--cached', '--name-only'], {
      encoding: 'utf8',
    });
    expect(added).toBe('.dvc/.gitignore\n.dvc/config\n.dvcignore\n');
    expect(tell(jb('init'))).toMatch(/^1\nerror: failed to initiate DVC - '.dvc' exists/);
  });
  it('outside of git needs to be told so', () => {
    mkdirSync(join(place.dir, 'sub'));
    expect(tell(jb('init', 'sub'))).toMatch(/^1\nerror: failed to initiate DVC - .* is not tracked by any/);
    expect(jb('init', 'sub', '--subdir').code).toBe(0);
    expect(jb('init', 'sub', '--no-scm', '-f').code).toBe(0);
    expect(read('sub/.dvc/config')).toBe('[core]\n    no_scm = True\n');
    expect(jb('init', 'sub', '--no-scm', '--subdir', '-f').code).toBe(1);
  });
});

describe('add', () => {
  it('tracks a folder, a file and a part of the folder as DVC does', () => {
    put('data/a', 'a\n');
    put('data/b', 'b\n');
    put('sub/f.txt', 'f\n');
    expect(jb('add', 'data', 'sub/f.txt').stdout).toBe(
      '\nTo track the changes with git, run:\n\n\tgit add .gitignore data.dvc sub/.gitignore sub/f.txt.dvc\n' +
        '\nTo enable auto staging, run:\n\n\tdvc config core.autostage true\n',
    );
    expect(read('data.dvc')).toBe(
      'outs:\n- md5: 562ee692a592790b08e880eff9046f72.dir\n  size: 4\n  nfiles: 2\n  hash: md5\n  path: data\n',
    );
    expect([read('.gitignore'), read('sub/.gitignore')]).toEqual(['/data\n', '/f.txt\n']);
    put('data/a', 'not taken in');
    put('data/c', 'c\n');
    expect(jb('add', '-q', 'data/c').code).toBe(0);
    expect(read('data.dvc')).toContain('md5: 5dcd2a8134332c352214d374a4941c5f.dir\n  size: 6\n  nfiles: 3\n');
    expect(jb('status').stdout).toContain('modified:           data');
  });
  it.each([
    ['nope', /output 'nope' does not exist/],
    ['dvc.yaml', /DVC file 'dvc.yaml' cannot be an output/],
    ['.git', /is ignored by :\.git/],
    ['..', /outside of DVC project/],
    ['made', /overlaps with an output of stage: 'make'/],
    ['tracked.txt', /already tracked by SCM/],
    ['data', /overlap/],
  ])('refuses %s, and changes nothing', (target, why) => {
    put('dvc.yaml', 'stages:\n  make:\n    cmd: touch made\n    outs: [made]\n');
    put('made', '');
    put('tracked.txt', '');
    put('data/inner', '');
    execFileSync('git', ['-C', place.dir, 'add', 'tracked.txt']);
    expect(jb('add', '-q', 'data/inner').code).toBe(0);
    const outcome = jb('add', target);
    expect(tell(outcome)).toMatch(/^1\n/);
    expect(outcome.stderr).toMatch(why);
    expect(isThere(`${target}.dvc`)).toBe(false);
  });
});

describe('checkout and commit', () => {
  beforeEach(() => {
    put('data/a', 'a\n');
    put('data/s/b', 'b\n');
    put('f', 'f\n');
    jb('add', '-q', 'data', 'f');
  });
  it('put back what is gone, and say so in DVC’s words', () => {
    rmSync(join(place.dir, 'data'), { recursive: true });
    put('f', 'a\n');
    expect(jb('checkout').stdout).toBe('M       f\nA       data/\n');
    expect(jb('checkout').stdout).toBe('');
    expect(jb('checkout', '--summary').stdout).toBe('No changes.\n');
    rmSync(join(place.dir, 'data', 's'), { recursive: true });
    rmSync(join(place.dir, 'f'));
    expect(jb('checkout', '--summary').stdout).toBe('2 files added\n');
    expect(jb('status').stdout).toBe('Data and pipelines are up to date.\n');
  });
  it('lose nothing that the cache does not hold', () => {
    put('data/a', 'edited');
    put('data/new', 'new');
    const refused = jb('checkout');
    expect(refused.code).toBe(255);
    expect(refused.stderr).toMatch(/unsaved files[^]*data\/a\n[^]*data\/new\n/);
    expect(read('data/a')).toBe('edited');
    expect(tell(jb('commit'))).toMatch(
      /^1\nerror: failed to commit.*unable to commit changed stage: 'data.dvc'/,
    );
    expect(jb('commit', '-f').code).toBe(0);
    expect(jb('checkout').code).toBe(0);
    expect(read('data/new')).toBe('new');
  });
  it('put one file of a folder back, and leave the rest', () => {
    rmSync(join(place.dir, 'data'), { recursive: true });
    expect(jb('checkout', 'data/s/b').stdout).toBe('A       data/\n');
    expect(readdirSync(join(place.dir, 'data'))).toEqual(['s']);
    expect(jb('checkout', 'data/nope').code).toBe(255);
  });
  it('say what the cache lacks, and go on with the rest', () => {
    rmSync(join(place.dir, '.dvc', 'cache', 'files', 'md5', 'ab'), { recursive: true, force: true });
    rmSync(join(place.dir, 'data'), { recursive: true });
    rmSync(join(place.dir, 'f'));
    for (const shard of readdirSync(join(place.dir, '.dvc/cache/files/md5')))
      if (readdirSync(join(place.dir, '.dvc/cache/files/md5', shard)).some((name) => name.endsWith('.dir')))
        rmSync(join(place.dir, '.dvc/cache/files/md5', shard), { recursive: true });
    const outcome = jb('checkout');
    expect(tell(outcome)).toMatch(/^255\nA {7}f\n/);
    expect(outcome.stderr).toMatch(/Checkout failed for following targets:[^]*\n\s+data\n/);
    expect(jb('checkout', '--allow-missing').code).toBe(0);
  });
});

it('a part of a tracked folder in whose place a file stands is refused, and stays tracked', () => {
  put('data/a', 'a\n');
  jb('add', '-q', 'data');
  const before = read('data.dvc');
  rmSync(join(place.dir, 'data'), { recursive: true });
  put('data', 'a file now\n');
  expect(tell(jb('add', 'data/a'))).toMatch(/^1\n[^]*'data' is a file now, and is tracked as a folder/);
  expect(read('data.dvc')).toBe(before);
});

describe('a tracked file', () => {
  beforeEach(() => {
    put('f', 'f\n');
    jb('add', '-q', 'f');
  });
  it('moves with its .dvc file', () => {
    mkdirSync(join(place.dir, 'sub'));
    expect(jb('move', '-q', 'f', 'sub').code).toBe(0);
    expect([isThere('f'), isThere('f.dvc'), read('sub/f'), read('sub/.gitignore')]).toEqual([
      false,
      false,
      'f\n',
      '/f\n',
    ]);
    expect(isThere('.gitignore')).toBe(false);
    put('other', '');
    expect(jb('move', 'sub/f', 'other').code).toBe(1);
    expect(jb('move', 'sub/f', 'nowhere/f').code).toBe(1);
    expect(jb('status').stdout).toBe('Data and pipelines are up to date.\n');
  });
  it('that is not in the workspace stays as it is tracked where the folder to move into is not there', () => {
    rmSync(join(place.dir, 'f'));
    expect(jb('move', 'f', 'nowhere/f').stderr).toContain("stage working dir 'nowhere' does not exist");
    expect(read('.gitignore')).toBe('/f\n');
  });
  it('moves by its record alone where it is not in the workspace, and comes out of the cache there', () => {
    rmSync(join(place.dir, 'f'));
    expect(jb('move', '-q', 'f', 'g').code).toBe(0);
    expect([isThere('f.dvc'), isThere('g.dvc'), isThere('g'), read('.gitignore')]).toEqual([
      false,
      true,
      false,
      '/g\n',
    ]);
    expect(jb('checkout', '-q').code).toBe(0);
    expect(read('g')).toBe('f\n');
  });
  it('is no longer tracked when it is removed', () => {
    expect(tell(jb('remove', 'f'))).toMatch(/^1\n.*'f' is not a .dvc file. Do you mean 'f.dvc'\?/);
    expect(jb('remove', 'f.dvc').code).toBe(0);
    expect([isThere('f'), isThere('f.dvc'), isThere('.gitignore')]).toEqual([true, false, false]);
    jb('add', '-q', 'f');
    expect(jb('remove', '--outs', 'f.dvc').code).toBe(0);
    expect(isThere('f')).toBe(false);
  });
  it('can be frozen, and its comments stay', () => {
    put('f.dvc', `# mine\n${read('f.dvc')}`);
    expect(jb('freeze', 'f.dvc').code).toBe(0);
    expect(read('f.dvc')).toMatch(/^# mine\nouts:[^]*frozen: true\n$/);
    expect(jb('unfreeze', 'f.dvc').code).toBe(0);
    expect(read('f.dvc')).not.toContain('frozen');
    expect(jb('freeze', 'nope').code).toBe(1);
  });
  it('that is a link into the cache becomes a file of its own', () => {
    put('.dvc/config', '[cache]\n    type = hardlink\n');
    expect(jb('checkout', '--relink').stdout).toBe('Relinked successfully\n');
    expect(statSync(join(place.dir, 'f'))).toMatchObject({ nlink: 2 });
    expect(jb('unprotect', 'f').code).toBe(0);
    expect(statSync(join(place.dir, 'f'))).toMatchObject({ nlink: 1 });
    expect(statSync(join(place.dir, 'f')).mode & 0o200).toBe(0o200);
    expect(jb('unprotect', 'nope').code).toBe(255);
  });
});

describe('a stage', () => {
  const TEXT =
    '# top\nstages:\n  one:\n    cmd: touch a # note\n    outs: [a]\n  g:\n    foreach: [x]\n    do: {cmd: "touch g_${item}", outs: ["g_${item}"]}\n';
  it('is frozen and taken out of dvc.yaml, the rest of which stays', () => {
    put('dvc.yaml', TEXT);
    expect(jb('freeze', 'one').stdout).toBe("Modifying stage 'one' in 'dvc.yaml'\n");
    expect(read('dvc.yaml')).toContain('    frozen: true\n');
    expect(jb('unfreeze', '-q', 'one').code).toBe(0);
    expect(read('dvc.yaml')).toBe(TEXT);
    expect(tell(jb('freeze', 'g@x'))).toMatch(/^1\n.*cannot dump a parametrized stage: 'g@x'/);
    expect(tell(jb('remove', 'g@x'))).toMatch(/^1\n.*cannot remove a parametrized stage: 'g@x'/);
    jb('repro', '-q');
    expect(jb('remove', 'one').code).toBe(0);
    expect(read('dvc.yaml')).toMatch(/^# top\nstages:\n {2}g:/);
    expect(read('dvc.lock')).not.toContain('one:');
    expect(isThere('a')).toBe(true);
  });
});

describe('gc', () => {
  const objects = (): number =>
    readdirSync(join(place.dir, '.dvc/cache/files/md5'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    ).length;
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
      cwd: place.dir,
      encoding: 'utf8',
    });
  it('keeps what the workspace, branches and tags use, and asks first', () => {
    for (const [i, name] of ['first', 'second', 'third'].entries()) {
      put('data/f', name);
      jb('add', '-q', 'data');
      git('add', '-A');
      git('commit', '-qm', name);
      if (i === 0) git('tag', 'v1');
      if (i === 1) git('branch', 'old');
    }
    expect(objects()).toBe(6);
    expect(jb('gc').code).toBe(255);
    expect(tell(jb('gc', '-w'))).toMatch(
      /^1\nWARNING: This will remove all cache except items used in the workspace/,
    );
    expect(jb('gc', '-w', '--dry').stdout).toMatch(
      /^(?:Removing \S+\n){4}Removed 4 objects from repo cache\.\n/,
    );
    expect(jb('gc', '-A', '-f').stdout).toBe(
      "No unused 'repo' cache to remove.\nNo unused 'legacy' cache to remove.\n",
    );
    expect(jb('gc', '-a', '-T', '-f').stdout).toContain("No unused 'repo'");
    expect(jb('gc', '-a', '-f').stdout).toContain('Removed 2 objects from repo cache.');
    expect(jb('gc', '--rev', 'v1', '-n', '2', '-f').stdout).toContain('Removed 2 objects');
    expect(objects()).toBe(2);
    expect(jb('status').stdout).toBe('Data and pipelines are up to date.\n');
  });
});

it('check-ignore tells what .dvcignore leaves out, and by which line', () => {
  put('.dvcignore', '# c\n*.log\n!keep.log\n');
  expect(tell(jb('check-ignore', 'a.log', 'b', 'keep.log'))).toBe('0\na.log\n');
  expect(tell(jb('check-ignore', '-d', 'a.log', 'keep.log', 'b'))).toBe(
    '0\n.dvcignore:2:*.log\ta.log\n.dvcignore:3:!keep.log\tkeep.log\n',
  );
  expect(tell(jb('check-ignore', '-d', '-n', 'b'))).toBe('1\n::\tb\n');
  expect(jb('check-ignore', 'b').code).toBe(1);
  expect(jb('check-ignore').code).toBe(255);
});
