import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Outcome, Place } from './joulebook.ts';

const AUTHOR = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

/** What a stage finds and does: lr is copied into the metric, and what DVC tells an experiment. */
const TRAIN = `lr=$(sed -n 's/^lr: *\\([^ #]*\\).*/\\1/p' params.yaml)
echo "{\\"lr\\": $lr}" > metrics.json
echo "$DVC_EXP_NAME $DVC_EXP_BASELINE_REV $DVC_ROOT" > told.txt
cat raw.txt code.sh > model.bin
`;

const FILES = {
  '.dvc/config': '',
  '.dvc/.gitignore': '/config.local\n/tmp\n/cache\n',
  '.gitignore': '.joulebook\n/home\n/registry\n/told.txt\n*.log\n',
  'params.yaml': 'lr: 0.1 # rate\nsize: 3\n',
  'raw.txt': 'raw\n',
  'code.sh': TRAIN,
  'dvc.yaml': `stages:
  train:
    cmd: sh code.sh
    deps: [raw.txt, code.sh]
    params: [lr]
    outs: [model.bin]
    metrics: [metrics.json: {cache: false}]
`,
};

/** A small project in git. */
class Project {
  readonly place = new Place();
  readonly dir = this.place.dir;

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.git('init', '-q', '-b', 'main');
    for (const [path, text] of Object.entries({ ...FILES, ...files })) this.write(path, text);
    this.git('add', '-A');
    this.git('commit', '-qm', 'base');
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.dir, path, '..'), { recursive: true });
    writeFileSync(join(this.dir, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.dir, path), 'utf8');
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.dir, env: this.place.env(AUTHOR), encoding: 'utf8' }).trim();
  }

  run(...args: readonly string[]): Outcome {
    return this.place.run(args, AUTHOR);
  }

  /** Runs a command that must end well. */
  done(...args: readonly string[]): string {
    const { code, stdout, stderr } = this.run(...args);
    expect(code, stderr).toBe(0);
    return stdout;
  }

  get head(): string {
    return this.git('rev-parse', 'HEAD');
  }

  /** Full name in git of an experiment of HEAD. */
  ref(name: string): string {
    const { head } = this;
    return `refs/exps/${head.slice(0, 2)}/${head.slice(2)}/${name}`;
  }

  /** Rows of `exp show --csv` by experiment. */
  table(...args: readonly string[]): Readonly<Record<string, Readonly<Record<string, string>>>> {
    const [titles = [], ...rows] = this.done('exp', 'show', '--csv', ...args)
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    return Object.fromEntries(
      rows.map((row) => [
        row[0] || row[1],
        Object.fromEntries(titles.map((title, i) => [title, row[i] ?? ''])),
      ]),
    );
  }

  /** Waits until no task waits or runs. */
  drain(): void {
    for (let i = 0; i < 600; i++) {
      const { data } = JSON.parse(this.done('queue', 'status', '--json')) as {
        readonly data: { readonly tasks: readonly { readonly state: string }[] };
      };
      if (!data.tasks.some(({ state }) => state === 'queued' || state === 'running')) return;
      spawnSync('sleep', ['0.05']);
    }
    throw new Error('the queue is not drained');
  }
}

/** Whether a process runs: what was killed may stay as a zombie where nobody asks for it. */
function isAlive(pid: string): boolean {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return stat !== '' && !/\) [ZX] /.test(stat);
}

describe('exp run', () => {
  it('keeps what came of changed parameters as a commit beside the branches', () => {
    const project = new Project();
    const { head } = project;
    project.write('code.sh', `${TRAIN}# staged\n`);
    project.git('add', 'code.sh');
    project.write('notes.txt', 'mine');
    const staged = project.git('diff', '--cached');
    const out = project.done('exp', 'run', '-S', 'lr=0.5', '-n', 'half');
    expect(out).toContain("Reproducing experiment 'half'");
    expect(out).toContain('Ran experiment(s): half\nExperiment results have been applied to your workspace.');
    expect(project.read('params.yaml')).toBe('lr: 0.5 # rate\nsize: 3\n');
    expect(project.read('told.txt')).toBe(`half ${head} ${project.dir}\n`);
    expect([project.head, project.git('diff', '--cached')]).toEqual([head, staged]);
    const ref = project.ref('half');
    expect(project.git('rev-parse', `${ref}^`)).toBe(head);
    expect(project.git('log', '-1', '--format=%s', ref)).toMatch(/^dvc: commit experiment [0-9a-f]{64}$/);
    const files = project.git('diff', '--name-only', head, ref).split('\n');
    expect(files).toEqual([
      '.gitignore',
      'code.sh',
      'dvc.energy.json',
      'dvc.lock',
      'metrics.json',
      'params.yaml',
    ]);
    expect(project.git('show', `${ref}:code.sh`)).toContain('# staged');
    expect(project.table()).toMatchObject({
      half: { 'metrics.json:lr': '0.5', 'params.yaml:lr': '0.5', typ: 'branch_base' },
    });
  });
  it('refuses a name that is taken before anything runs, and replaces it with -f', () => {
    const project = new Project();
    project.done('exp', 'run', '-S', 'lr=0.5', '-n', 'a', '-m', 'mine');
    const first = project.git('rev-parse', project.ref('a'));
    expect(project.git('log', '-1', '--format=%s', first)).toBe('mine');
    const { code, stderr } = project.run('exp', 'run', '-S', 'lr=0.6', '-n', 'a');
    expect([code, stderr]).toEqual([255, expect.stringContaining("conflicts with existing experiment 'a'")]);
    expect(project.read('params.yaml')).toContain('0.5');
    project.done('exp', 'run', '-f', '-S', 'lr=0.6', '-n', 'a');
    expect(project.git('show', `${project.ref('a')}:params.yaml`)).toContain('0.6');
  });
  it.each([
    [['-S', 'nope=1'], "Could not override 'nope'."],
    [['-S', 'lr=1', '-S', 'other.yaml:x=1'], "Could not override 'x'."],
    [['-S', 'lr=1,2'], "Sweep overrides can't be used without `--queue`"],
    [['-n', 'a b'], 'Invalid exp name a b'],
    [['-n', 'a/b'], 'Invalid exp name a/b'],
  ])('with %j changes nothing and says why', (args, why) => {
    const project = new Project();
    const { code, stderr } = project.run('exp', 'run', ...args);
    expect([code, stderr]).toEqual([255, expect.stringContaining(why)]);
    expect(project.git('status', '--porcelain')).toBe('');
  });
  it('keeps nothing where a stage fails, and leaves the parameters', () => {
    const project = new Project({ 'code.sh': 'exit 7\n' });
    const { code, stdout } = project.run('exp', 'run', '-S', 'lr=0.5', '-n', 'a', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([255, { ok: false, error: { code: 'E_STAGE' } }]);
    expect(project.git('for-each-ref', 'refs/exps')).toBe('');
    expect(project.read('params.yaml')).toContain('0.5');
  });
  it('leaves the parameters where the project is not understood', () => {
    const project = new Project();
    project.write('dvc.yaml', 'stages: [\n');
    expect(project.run('exp', 'run', '-S', 'lr=0.5').code).toBe(255);
    expect(project.read('params.yaml')).toBe(FILES['params.yaml']);
  });

  it('does not run again what was run before, and still keeps it', () => {
    const project = new Project();
    project.done('exp', 'run', '-S', 'lr=0.5', '-n', 'a');
    project.done('exp', 'run', '-S', 'lr=0.6', '-n', 'b');
    const out = project.done('exp', 'run', '-S', 'lr=0.5', '-n', 'c');
    expect(out).toContain("Stage 'train' is cached - skipping run, checking out outputs");
    const [a, c] = ['a', 'c'].map((name) => project.git('rev-parse', `${project.ref(name)}:dvc.lock`));
    expect(a).toBe(c);
  });
});

describe('exp run --temp', () => {
  it('takes the workspace as it is along and leaves it as it is', () => {
    const project = new Project();
    project.write('raw.txt', 'changed\n');
    project.write('extra.txt', 'copied\n');
    project.git('add', 'raw.txt');
    project.write('raw.txt', 'changed again\n');
    const before = [
      project.git('status', '--porcelain'),
      project.git('diff'),
      project.git('diff', '--cached'),
    ];
    const out = project.done('exp', 'run', '--temp', '-S', 'lr=0.5', '-n', 'away', '-C', 'extra.txt');
    expect(out).toContain('joulebook exp apply');
    const after = [
      project.git('status', '--porcelain'),
      project.git('diff'),
      project.git('diff', '--cached'),
    ];
    expect(after).toEqual(before);
    const ref = project.ref('away');
    expect(project.git('show', `${ref}:raw.txt`)).toBe('changed again');
    expect(project.git('show', `${ref}:metrics.json`)).toBe('{"lr": 0.5}');
    expect(project.git('ls-tree', '-r', '--name-only', ref)).not.toContain('extra.txt');
    expect(project.git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(readdirSync(join(project.dir, '.dvc/tmp/joulebook/exps'))).toEqual([]);
    // Its run is in the book of the project, its result in the cache.
    expect(project.done('ls')).toContain('exp:away');
    project.done('exp', 'apply', 'away');
    expect(project.done('status')).toContain('up to date');
  });
  it('says which files it did not keep', () => {
    const project = new Project({ 'code.sh': `${TRAIN}echo x > stray.txt\n` });
    const { code, stderr } = project.run('exp', 'run', '--temp', '-n', 'a');
    expect([code, stderr]).toEqual([0, expect.stringContaining('stray.txt')]);
  });
  it('is refused politely where there are submodules, and the workspace run is not', () => {
    const project = new Project();
    const inner = new Project();
    project.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.dir, 'sub');
    project.git('commit', '-qm', 'sub');
    const { code, stderr } = project.run('exp', 'run', '--temp', '-n', 'a');
    expect([code, stderr]).toEqual([255, expect.stringContaining('submodules')]);
    expect(project.git('worktree', 'list').split('\n')).toHaveLength(1);
    project.done('exp', 'run', '-n', 'a');
  });
  it('forecasts with --dry and changes nothing', () => {
    const project = new Project();
    const { code, stdout } = project.run('exp', 'run', '--dry', '-S', 'lr=0.5');
    expect([code, stdout]).toEqual([0, expect.stringContaining('train')]);
    expect([project.git('status', '--porcelain'), project.git('for-each-ref', 'refs/exps')]).toEqual([
      '',
      '',
    ]);
  });
});

describe('exp apply', () => {
  it('keeps what the workspace held as a stash, and what is staged as it is', () => {
    const project = new Project();
    project.done('exp', 'run', '-S', 'lr=0.5', '-n', 'a');
    const files = ['params.yaml', 'dvc.lock', 'metrics.json', 'model.bin'];
    const wanted = files.map((path) => project.read(path));
    project.done('exp', 'run', '-S', 'lr=0.6', '-n', 'b');
    project.write('code.sh', `${TRAIN}# staged\n`);
    project.git('add', 'code.sh');
    project.write('code.sh', `${TRAIN}# not staged\n`);
    project.write('model.bin', 'by hand\n');
    project.write('mine.txt', 'mine\n');
    const staged = project.git('diff', '--cached');
    const { code, stderr } = project.run('exp', 'apply', 'a');
    expect([code, stderr]).toEqual([0, expect.stringContaining('model.bin held what no commit speaks of')]);
    expect(files.map((path) => project.read(path))).toEqual(wanted);
    expect([project.read('mine.txt'), project.read('code.sh')]).toEqual(['mine\n', TRAIN]);
    expect(project.git('diff', '--cached')).toBe(staged);
    const [, md5 = ''] = /kept in the cache as ([0-9a-f]{32})/.exec(stderr) ?? [];
    expect(project.read(`.dvc/cache/files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`)).toBe('by hand\n');
    // Git itself can go back.
    project.git('reset', '-q', '--hard');
    project.git('clean', '-qfd', '--', 'dvc.lock', 'metrics.json', 'dvc.energy.json');
    project.git('stash', 'apply', '-q', '--index', 'refs/exps/apply/stash');
    expect(project.read('code.sh')).toBe(`${TRAIN}# not staged\n`);
    expect(project.read('params.yaml')).toContain('0.6');
    expect(project.read('dvc.lock')).toContain('0.6');
  });
  it('takes away what the experiment took away, but nothing else', () => {
    const project = new Project({ 'old.txt': 'old\n', 'kept.txt': 'kept\n' });
    const { head } = project;
    project.git('rm', '-q', 'old.txt', 'kept.txt');
    project.done('exp', 'run', '-n', 'without');
    project.git('reset', '-q', '--hard', head);
    project.write('kept.txt', 'changed\n');
    project.done('exp', 'apply', 'without');
    expect([existsSync(join(project.dir, 'old.txt')), project.read('kept.txt')]).toEqual([
      false,
      'changed\n',
    ]);
  });
  it.each([
    ['nope', 'does not appear to be an experiment commit'],
    ['merging', 'merge conflicts'],
  ])('%s is refused and changes nothing', (word, why) => {
    const project = new Project();
    project.done('exp', 'run', '-S', 'lr=0.5', '-n', 'merging');
    project.git('reset', '-q', '--hard');
    project.git('checkout', '-q', '-b', 'other');
    project.write('raw.txt', 'theirs\n');
    project.git('commit', '-qam', 'theirs');
    project.git('checkout', '-q', 'main');
    project.write('raw.txt', 'ours\n');
    project.git('commit', '-qam', 'ours');
    spawnSync('git', ['merge', '-q', 'other'], { cwd: project.dir, env: project.place.env(AUTHOR) });
    const before = project.git('status', '--porcelain');
    const { code, stderr } = project.run('exp', 'apply', word);
    expect([code, stderr]).toEqual([255, expect.stringContaining(why)]);
    expect(project.git('status', '--porcelain')).toBe(before);
  });
});

describe('the queue', () => {
  it('runs a sweep beside the workspace, and each experiment is its own', () => {
    const project = new Project();
    const out = project.done('exp', 'run', '--queue', '-n', 's', '-S', 'lr=0.2,0.3', '-S', 'size=range(1,3)');
    expect(out).toContain("Queueing with overrides '{'params.yaml': ['lr=0.2', 'size=1']}'.");
    expect(out).toContain("Queued experiment 's-4' for future execution.");
    expect(project.table()).toMatchObject({ 's-1': { State: 'Queued', lr: '0.2' } });
    expect(project.done('queue', 'start', '-j', '2')).toBe(
      "Started '2' new experiments task queue workers.\n",
    );
    project.drain();
    const rows = project.table();
    expect(
      ['s-1', 's-2', 's-3', 's-4'].map((name) => [rows[name]?.['metrics.json:lr'], rows[name]?.['size']]),
    ).toEqual([
      ['0.2', '1'],
      ['0.2', '2'],
      ['0.3', '1'],
      ['0.3', '2'],
    ]);
    expect(project.git('status', '--porcelain')).toBe('');
    expect(project.done('queue', 'logs', 's-2')).toContain("Reproducing experiment 's-2'");
    expect(project.done('queue', 'remove', '--success')).toContain(
      'Removed tasks in queue: s-1, s-2, s-3, s-4',
    );
    expect(project.git('for-each-ref', 'refs/joulebook')).toBe('');
    expect(project.done('queue', 'status')).toContain('No experiment tasks in the queue.');
  });
  it('sees a worker that was killed, and one that was interrupted, and cleans up', () => {
    const project = new Project({ 'code.sh': `${TRAIN}echo $$ > $DVC_ROOT/began-$DVC_EXP_NAME; sleep 60\n` });
    for (const name of ['killed', 'asked']) project.done('exp', 'run', '--queue', '-n', name);
    project.done('queue', 'start', '-j', '2');
    const began = (name: string): string => join(project.dir, `began-${name}`);
    for (let i = 0; i < 1200 && !(existsSync(began('killed')) && existsSync(began('asked'))); i++)
      spawnSync('sleep', ['0.05']);
    expect(project.done('queue', 'status')).toContain('Worker status: 2 active, 0 idle');
    project.done('queue', 'kill', '-f', 'killed');
    project.done('queue', 'kill', 'asked');
    project.drain();
    const status = project.done('queue', 'status');
    expect(status).toMatch(/killed .*Failed/);
    expect(status).toMatch(/asked .*Failed/);
    for (const name of ['killed', 'asked'])
      expect(isAlive(readFileSync(began(name), 'utf8').trim()), name).toBe(false);
    expect(project.done('exp', 'clean')).toContain('Done!');
    expect(project.git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(project.run('queue', 'kill', 'asked').code).toBe(255);
  });
  it('goes on after an experiment that fails, and run-all says which', () => {
    const project = new Project({ 'code.sh': `${TRAIN}test "$lr" != 0.2\n` });
    project.done('exp', 'run', '--queue', '-n', 's', '-S', 'lr=0.2,0.3');
    const { code, stdout, stderr } = project.run('exp', 'run', '--run-all');
    expect(code).toBe(255);
    expect(stderr).toContain("Failed to reproduce experiment(s) 's-1'");
    expect(stdout).toContain('Ran experiment(s): s-2');
    expect(project.table()['s-1']).toMatchObject({ State: 'Failed' });
  });
});

describe('looking at and keeping experiments', () => {
  it('shows energy, drops and keeps columns, sorts, and fits the terminal', () => {
    const project = new Project();
    for (const lr of ['0.3', '0.1', '0.2'])
      project.done('exp', 'run', '-S', `lr=${lr}`, '-n', `lr${lr.slice(2)}`);
    const csv = project.done('exp', 'show', '--csv', '--sort-by', 'params.yaml:lr', '--hide-workspace');
    expect(csv.split('\r\n').map((line) => line.split(',')[0])).toEqual([
      'Experiment',
      '',
      'lr1',
      'lr2',
      'lr3',
      '',
    ]);
    expect(Number(project.table()['lr1']?.['energy_J'])).toBeGreaterThan(0);
    const titles = project.done(
      'exp',
      'show',
      '--csv',
      '--only-changed',
      '--drop',
      'e|.*\\.(sh|txt)',
      '--keep',
      'size',
    );
    expect(titles.split('\r\n')[0]).toBe('Experiment,rev,typ,Created,metrics.json:lr,params.yaml:lr,size');
    const table = project.done('exp', 'show');
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(table).toContain('Energy');
    const json = JSON.parse(project.done('exp', 'show', '--json')) as readonly {
      readonly experiments: readonly {
        readonly revs: readonly { readonly data: { readonly meta: unknown } }[];
      }[];
    }[];
    expect(json[1]?.experiments[0]?.revs[0]?.data.meta).toMatchObject({
      joulebook: { energy: { unit: 'J' }, carbon: { unit: 'g' }, withoutRecord: [] },
    });
    const wrong = project.run('exp', 'show', '--sort-by', 'nope');
    expect([wrong.code, wrong.stderr]).toEqual([255, expect.stringContaining("Unknown sort column 'nope'")]);
    // DVC catches these failures of its own, and so ends otherwise.
    for (const words of [
      ['show', '--rev', 'nope'],
      ['diff', 'nope'],
    ])
      expect(project.run('exp', ...words)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("unknown Git revision 'nope'"),
      });
  });

  it('tells of a commit from before the folder of the project was there', () => {
    const project = new Project();
    mkdirSync(join(project.dir, 'inner', '.dvc'), { recursive: true });
    project.write('inner/.dvc/config', '');
    project.write('inner/params.yaml', 'lr: 1\n');
    project.write('inner/dvc.yaml', 'params: [params.yaml]\n');
    project.git('add', '-A');
    project.git('commit', '-qm', 'inner');
    const told = project.done('exp', 'show', '--json', '-n', '2', '--hide-workspace', '--cd', 'inner');
    const before = project.git('rev-parse', 'HEAD~1');
    expect(JSON.parse(told)).toMatchObject([
      { error: null, data: { params: { 'params.yaml': { data: { lr: 1 } } } } },
      {
        rev: before,
        data: null,
        error: {
          type: 'NotDvcRepoError',
          msg: `Commit '${before.slice(0, 7)}' does not contain a DVC repo`,
        },
      },
    ]);
  });
  it('lists, compares, renames, makes branches of and removes them', () => {
    const project = new Project();
    project.done('exp', 'run', '-S', 'lr=0.2', '-n', 'a');
    project.done('exp', 'run', '-S', 'lr=0.3', '-n', 'b');
    const short = (name: string): string => project.git('rev-parse', project.ref(name)).slice(0, 7);
    expect(project.done('exp', 'list')).toBe(`main:\n\t${short('a')} [a]\n\t${short('b')} [b]\n`);
    expect(project.done('exp', 'list', '--name-only')).toBe('a\nb\n');
    expect(project.done('exp', 'diff', 'a', 'b', '--json')).toBe(
      '{"metrics": {"metrics.json": {"lr": {"old": 0.2, "new": 0.3, "diff": 0.09999999999999998}}}, "params": {"params.yaml": {"lr": {"old": 0.2, "new": 0.3, "diff": 0.09999999999999998}}}}\n',
    );
    project.done('exp', 'rename', 'a', 'aa');
    project.done('exp', 'branch', 'aa');
    expect(project.git('rev-parse', 'aa-branch')).toBe(project.git('rev-parse', project.ref('aa')));
    expect(project.run('exp', 'branch', 'aa').code).toBe(255);
    expect(project.run('exp', 'rename', 'aa', 'b').code).toBe(255);
    project.write('mine.txt', 'mine\n');
    expect(project.done('exp', 'save', '-n', 'saved', '-I', 'mine.txt')).toBe(
      'Experiment has been saved as: saved\n',
    );
    expect(project.git('ls-tree', '--name-only', project.ref('saved'))).toContain('mine.txt');
    const { ref } = JSON.parse(project.done('exp', 'save', '-n', 'saved', '-f', '--json')) as { ref: string };
    expect(ref).toBe(project.git('rev-parse', project.ref('saved')));
    project.git('commit', '-q', '--allow-empty', '-m', 'next');
    expect(project.done('exp', 'list')).toBe('');
    expect(project.done('exp', 'list', '-n', '2', '--name-only')).toBe('aa\nb\nsaved\n');
    // Many commits are read in one go, and each has its time.
    for (const i of [1, 2, 3]) project.git('commit', '-q', '--allow-empty', '-m', `${i}`);
    const rows = Object.values(project.table('-A', '--hide-workspace'));
    expect(rows.map(({ Created }) => Created?.length)).toEqual(Array.from({ length: 9 }, () => 19));
    expect(project.table('-A')['aa']).toMatchObject({ 'metrics.json:lr': '0.2' });
    expect(project.run('exp', 'remove', 'aa', 'nope').code).toBe(255);
    expect(project.done('exp', 'remove', '--keep', 'aa')).toBe("Removed experiments: 'b' and 'saved'\n");
    expect(project.done('exp', 'remove', '-A')).toBe("Removed experiments: 'aa'\n");
    expect(project.done('exp', 'remove', '-A')).toBe('No experiments to remove.\n');
  });
  it('needs git, and a commit', () => {
    const place = new Place();
    mkdirSync(join(place.dir, '.dvc'));
    const none = place.run(['exp', 'list']);
    expect([none.code, none.stderr]).toEqual([255, expect.stringContaining('not a git repository')]);
    execFileSync('git', ['init', '-q'], { cwd: place.dir });
    const empty = place.run(['exp', 'list']);
    expect([empty.code, empty.stderr]).toEqual([255, expect.stringContaining('Add a commit')]);
    // What only shows what there is shows that there is nothing.
    expect(place.run(['exp', 'show', '--json'])).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(place.run(['exp', 'show', '--csv']).stdout).toBe('Experiment,rev,typ,Created,parent\r\n');
    expect(place.run(['exp', 'diff', '--json'])).toMatchObject({ code: 0, stdout: '{}\n' });
    expect(place.run(['exp', 'remove', '-A']).stdout).toBe('No experiments to remove.\n');
    expect(place.run(['queue', 'status']).stdout).toContain('No experiment tasks in the queue.');
  });
});
