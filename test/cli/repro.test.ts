import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeProject, type ProjectFiles, writeFiles } from '../pipeline/dvc-project.ts';
import { projectState } from '../pipeline/project-state.ts';
import { LAUNCHER, type Outcome, Place } from './joulebook.ts';

const place = new Place();
afterAll(() => rmSync(place.dir, { recursive: true, force: true }));

/** A project in a folder of its own. */
class Project {
  readonly dir = mkdtempSync(join(place.dir, 'project-'));

  constructor(files: ProjectFiles) {
    makeProject(this.dir, files);
  }

  run(...args: readonly string[]): Outcome {
    return place.runIn(this.dir, args);
  }

  repro(...args: readonly string[]): Outcome {
    return this.run('repro', ...args);
  }

  /** What `repro --json` says. */
  figures(...args: readonly string[]): Figures {
    const { stdout, stderr } = this.repro('--json', ...args);
    return (JSON.parse(stdout || stderr) as { readonly data: Figures }).data;
  }

  write(files: ProjectFiles): void {
    writeFiles(this.dir, files);
  }

  read(path: string): string {
    return readFileSync(join(this.dir, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.dir, path));
  }

  remove(path: string): void {
    rmSync(join(this.dir, path), { recursive: true });
  }
}

interface Energy {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface Figures {
  readonly stages: readonly { readonly stage: string; readonly fate: string; readonly record?: Recorded }[];
  readonly spent: Energy;
  readonly avoided: Energy;
  readonly unchanged: Energy;
  readonly fromScratch: Energy;
  readonly withoutRecord: readonly string[];
  readonly run: string | null;
}

interface Recorded {
  readonly energy: { readonly wall: Energy };
}

const CHAIN: ProjectFiles = {
  raw: 'raw\n',
  'params.yaml': 'lr: 1\n',
  'dvc.yaml': `stages:
  first: {cmd: cp raw a, deps: [raw], outs: [a]}
  second: {cmd: "cp a b && echo \${lr} >> b", deps: [a], params: [lr], outs: [b]}
  third: {cmd: cp b c, deps: [b], outs: [c]}
`,
};

describe('several stages at once', () => {
  /** Each waits until all have begun. */
  const together = (names: readonly string[]): string => {
    const others = names.map((name) => `[ -e ${name}.begun ]`).join(' && ');
    const stage = (name: string): string =>
      `  ${name}: {cmd: "touch ${name}.begun; for i in $(seq 400); do ${others} && break; sleep 0.02; done; ${others} && echo ${name} 1 && sleep 0.05 && echo ${name} 2 && cp ${name}.begun ${name}.out", outs: [${name}.out]}\n`;
    return `stages:\n${names.map(stage).join('')}`;
  };

  test('run where they do not need each other, and what each says stands together', () => {
    const names = ['p', 'q', 'r', 's'];
    const project = new Project({ 'dvc.yaml': together(names) });
    const { code, stdout, stderr } = project.repro('-j', '4');
    expect(code, stderr).toBe(0);
    for (const name of names) {
      const block = new RegExp(
        `^Running stage '${name}':\\n> .*\\n${name} 1\\n${name} 2\\n(Generating .*\\n)?Updating`,
        'mu',
      );
      expect(stdout).toMatch(block);
    }
    expect(project.run('status').stdout).toBe('Data and pipelines are up to date.\n');
    expect(stderr).not.toContain('\u001b');
  });

  test('are never more than asked for, and follow each other where they need each other', () => {
    const stage = (name: string, deps: string): string =>
      `  ${name}: {cmd: "mkdir running/${name} && sleep 0.05 && ls running | wc -l > ${name} && rmdir running/${name}"${deps}, outs: [${name}]}\n`;
    const project = new Project({
      'running/.keep': '',
      'dvc.yaml': `stages:\n${['a', 'b', 'c', 'd', 'e'].map((name) => stage(name, '')).join('')}${stage('last', ', deps: [a, e]')}`,
    });
    expect(project.repro('-j', '2').code).toBe(0);
    const counts = ['a', 'b', 'c', 'd', 'e'].map((name) => Number(project.read(name)));
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect(project.read('last').trim()).toBe('1');
  });

  test('one that fails ends the repro when the others have ended, whose work stands', () => {
    const project = new Project({
      'dvc.yaml': `stages:
  bad: {cmd: "sleep 0.1; exit 3", outs: [x]}
  good: {cmd: "sleep 0.4; echo > y", outs: [y]}
  later: {cmd: cp y z, deps: [y], outs: [z]}
`,
    });
    const { code, stderr } = project.repro('-j', '2');
    expect(code).toBe(255);
    expect(stderr).toContain("failed to reproduce 'bad': failed to run: sleep 0.1; exit 3, exited with 3");
    expect(project.read('dvc.lock')).toContain('good:');
    expect(project.has('z')).toBe(false);
  });
});

describe('--dry', () => {
  test('says what would run and what it would take, and changes nothing', () => {
    const project = new Project(CHAIN);
    expect(project.repro('--dry').stderr).toContain('Would run    3 stages, of unknown energy');
    expect(project.has('dvc.lock')).toBe(false);
    project.repro();
    project.write({ 'params.yaml': 'lr: 2\n' });
    const before = projectState(project.dir);
    const { code, stdout, stderr } = project.repro('--dry');
    expect(code).toBe(0);
    expect(stdout).toContain("Stage 'first' didn't change, skipping\nRunning stage 'second':\n> cp a b");
    expect(stderr).toMatch(/^Would run {4}1 stage, about .*Wh \(.* to .*\): second$/mu);
    expect(stderr).toMatch(/^May have to {2}1 stage, about .*, if what they read changes: third$/mu);
    expect(projectState(project.dir)).toEqual(before);
  });

  test('foresees what the cache holds, stage after stage', () => {
    const project = new Project(CHAIN);
    project.repro();
    project.write({ 'params.yaml': 'lr: 2\n' });
    project.repro();
    project.write({ 'params.yaml': 'lr: 1\n' });
    const { data } = JSON.parse(project.repro('--dry', '--json').stdout) as {
      readonly data: { readonly stages: readonly { readonly stage: string; readonly outlook: string }[] };
    };
    expect(data.stages.map(({ stage, outlook }) => [stage, outlook])).toEqual([
      ['first', 'unchanged'],
      ['second', 'restore'],
      ['third', 'restore'],
    ]);
    // It comes as foreseen.
    expect(project.figures().stages.map(({ fate }) => fate)).toEqual(['unchanged', 'restored', 'restored']);
  });
});

describe('what a stage may do', () => {
  test('to delete what it reads fails, and what was there before comes back', () => {
    const project = new Project({
      in: '1',
      'dvc.yaml': 'stages:\n  s: {cmd: cp in out, deps: [in], outs: [out]}\n',
    });
    project.repro();
    project.write({ in: '2', 'dvc.yaml': 'stages:\n  s: {cmd: rm in, deps: [in], outs: [out]}\n' });
    const { code, stderr } = project.repro();
    expect(code).toBe(255);
    expect(stderr).toContain("dependency 'in' does not exist");
    expect(project.read('out')).toBe('1');
  });

  test('to write nothing fails', () => {
    const project = new Project({ 'dvc.yaml': 'stages:\n  s: {cmd: "true", outs: [out]}\n' });
    const { code, stderr } = project.repro();
    expect(code).toBe(255);
    expect(stderr).toContain("output 'out' does not exist");
    expect(project.has('dvc.lock')).toBe(false);
  });

  test('to leave a process behind does not keep the repro', () => {
    const project = new Project({
      'dvc.yaml': 'stages:\n  s: {cmd: "(sleep 90 & echo $! > pid); echo > out", outs: [out]}\n',
    });
    const startedMs = Date.now();
    expect(project.repro('-j', '2').code).toBe(0);
    expect(Date.now() - startedMs).toBeLessThan(60_000);
    process.kill(Number(project.read('pid')));
  });

  test('a stage that fails keeps what it wrote; the only copy of what it took the place of is kept too', () => {
    const project = new Project({
      in: '1',
      'dvc.yaml': 'stages:\n  s: {cmd: cp in out, deps: [in], outs: [{out: {cache: false}}]}\n',
    });
    project.repro();
    project.write({
      in: '2',
      'dvc.yaml': 'stages:\n  s: {cmd: "cp in out; exit 1", deps: [in], outs: [{out: {cache: false}}]}\n',
    });
    const { code, stderr } = project.repro();
    expect(code).toBe(255);
    expect(project.read('out')).toBe('2');
    const [, kept = ''] = /What 'out' held before lies nowhere else and is kept in (.*)/u.exec(stderr) ?? [];
    expect(project.read(kept)).toBe('1');
  });

  test.each([
    ['[echo 1, exit 3, echo 3]', 'failed to run: exit 3, exited with 3'],
    ['"echo 1\\nfalse\\necho 3"', 'failed to run: false, exited with 1'],
    ['[echo 1, "kill -9 $PPID; sleep 5", echo 3]', 'failed to run: echo 1; kill -9'],
    ["[echo 1, \"echo 'it''s'; exit 4\"]", "failed to run: echo 'it''s'; exit 4, exited with 4"],
  ])('of several commands %s the one that fails is named', (cmd, told) => {
    const project = new Project({ 'dvc.yaml': `stages:\n  s: {cmd: ${cmd}}\n` });
    const { code, stderr, stdout } = project.repro();
    expect(code).toBe(255);
    expect(stderr.replaceAll(/\s+/gu, ' ')).toContain(told);
    expect(stdout).not.toContain('echo 3');
  });

  test('--json says that it failed, and what was done', () => {
    const project = new Project({
      'dvc.yaml': 'stages:\n  a: {cmd: echo > a, outs: [a]}\n  b: {cmd: exit 3, deps: [a], outs: [b]}\n',
    });
    const { code, stdout, stderr } = project.repro('--json');
    expect(code).toBe(255);
    const said = JSON.parse(stdout) as { ok: boolean; error: { code: string; what: string }; data: Figures };
    expect(said).toMatchObject({ ok: false, error: { code: 'E_STAGE' } });
    expect(said.error.what).toContain('exit 3, exited with 3');
    expect(said.data.stages.map(({ fate }) => fate)).toEqual(['ran', 'failed']);
    expect(stderr).not.toMatch(/Wh/u);
  });

  test('what is to persist is written into, not what the cache holds', () => {
    const project = new Project({
      in: '1',
      '.dvc/config': '[core]\n    no_scm = True\n[cache]\n    type = hardlink\n',
      'dvc.yaml': 'stages:\n  s: {cmd: cat in >> out, deps: [in], outs: [{out: {persist: true}}]}\n',
    });
    project.repro();
    project.write({ in: '2' });
    expect(project.repro().code).toBe(0);
    expect(project.read('out')).toBe('12');
    const objects = readdirSync(join(project.dir, '.dvc/cache/files'), {
      recursive: true,
      withFileTypes: true,
    });
    const texts = objects
      .filter((one) => one.isFile())
      .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'));
    expect(texts.sort()).toEqual(['1', '12']);
  });
});

describe('signals', () => {
  const SLOW =
    'stages:\n  quick: {cmd: echo > a, outs: [a]}\n  slow: {cmd: "touch begun; sleep 20; echo > b", deps: [a], outs: [b]}\n  next: {cmd: cp b c, deps: [b], outs: [c]}\n';

  test.each([
    ['SIGINT', 252],
    ['SIGTERM', 143],
  ] as const)('%s ends the stage that runs and begins no other', async (signal, code) => {
    const project = new Project({ 'dvc.yaml': SLOW });
    const child = spawn(LAUNCHER, ['repro'], {
      cwd: project.dir,
      env: place.env(),
      stdio: 'ignore',
      detached: true,
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await expect.poll(() => project.has('begun'), { timeout: 60_000 }).toBe(true);
    process.kill(-(child.pid ?? 0), signal);
    expect(await ended).toBe(code);
    expect(project.read('dvc.lock')).toContain('quick:');
    expect(project.read('dvc.lock')).not.toContain('slow:');
    expect(project.has('c')).toBe(false);
  });
});

describe('what is asked for', () => {
  test('is refused as DVC refuses it where the words are wrong', () => {
    const project = new Project(CHAIN);
    expect(project.repro('--no-such').code).toBe(254);
    expect(project.repro('-j', 'many').code).toBe(254);
    expect(project.repro('nowhere').code).toBe(255);
    expect(project.run('status', 'nowhere').code).toBe(1);
    expect(place.runIn('/', ['repro']).code).toBe(253);
  });

  test('-i without anybody to ask runs nothing', () => {
    const project = new Project(CHAIN);
    const { code, stderr } = project.repro('-i');
    expect(code).toBe(255);
    expect(stderr).toContain('reproduction aborted by the user');
    expect(project.has('a')).toBe(false);
  });

  test('--allow-missing takes what is not there as unchanged, unless something else was made of it', () => {
    const project = new Project(CHAIN);
    project.repro();
    project.remove('a');
    project.remove('.dvc/cache');
    project.remove('c');
    const { stdout } = project.repro('--allow-missing', '--dry');
    expect(stdout).toContain('Data and pipelines are up to date.');
    project.write({ 'params.yaml': 'lr: 3\n' });
    expect(project.repro('--allow-missing', '--dry').stdout).toContain("Running stage 'second'");
  });

  test('--force-downstream runs what needs a stage that ran, also where its input is the same', () => {
    const project = new Project({
      raw: '1',
      'dvc.yaml':
        'stages:\n  a: {cmd: "cat raw > /dev/null; echo same > a", deps: [raw], outs: [a]}\n  b: {cmd: cp a b, deps: [a], outs: [b]}\n',
    });
    project.repro();
    project.write({ raw: '2' });
    const fates = project.figures('--force-downstream').stages.map(({ fate }) => fate);
    expect(fates).toEqual(['ran', 'ran']);
  });
});

describe('energy', () => {
  const close = (a: number, b: number): void =>
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-5 * Math.abs(b));

  test('the figures add up, from what is run to what is restored and what is unchanged', () => {
    const project = new Project(CHAIN);
    const first = project.figures('-j', '2');
    expect(first.spent.value).toBeGreaterThan(0);
    expect(first.spent.low).toBeLessThan(first.spent.value);
    close(first.fromScratch.value, first.spent.value);
    expect([first.avoided.value, first.unchanged.value]).toEqual([0, 0]);
    const again = project.figures();
    close(again.unchanged.value, first.spent.value);
    expect([again.spent.value, again.avoided.value, again.run]).toEqual([0, 0, null]);
    project.remove('dvc.lock');
    project.remove('dvc.energy.json');
    const restored = project.figures();
    close(restored.avoided.value, first.spent.value);
    close(restored.fromScratch.value, first.spent.value);
    // What was avoided was not spent, and is taken from nothing.
    expect([restored.spent.value, restored.run]).toEqual([0, null]);
  });

  test('what came from the cache stands in the journal of the run around it, and is found by it', () => {
    const project = new Project(CHAIN);
    const first = project.figures();
    project.write({ 'params.yaml': 'lr: 2\n' });
    project.repro();
    // Back to what was computed already, with one stage more that has to run.
    project.write({
      'params.yaml': 'lr: 1\n',
      'dvc.yaml': `${CHAIN['dvc.yaml']}  fourth: {cmd: cp c d, deps: [c], outs: [d]}\n`,
    });
    const { run, stages, avoided } = project.figures();
    expect(stages.map(({ fate }) => fate)).toEqual(['unchanged', 'restored', 'restored', 'ran']);
    const took = first.stages
      .filter(({ stage }) => stage !== 'first')
      .reduce((sum, { record }) => sum + (record?.energy.wall.value ?? Number.NaN), 0);
    close(avoided.value, took);
    const journals = readdirSync(join(project.dir, '.joulebook/runs'), { recursive: true, encoding: 'utf8' });
    const journal = journals.find((path) => path.endsWith(`${run ?? 'none'}/journal.jsonl`));
    const told = project
      .read(`.joulebook/runs/${journal ?? ''}`)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
      .filter(({ k }) => k === 'cache');
    expect(told).toEqual([
      expect.objectContaining({ hits: 2, saved: expect.objectContaining({ unit: 'J' }) }),
    ]);
    close((told[0] as { readonly saved: Energy }).saved.value, took);
    const shown = JSON.parse(project.run('show', run ?? '', '--json').stdout) as {
      readonly data: { readonly cache: { readonly hits: number; readonly saved: Energy } };
    };
    expect(shown.data.cache.hits).toBe(2);
    close(shown.data.cache.saved.value, took);
    // The index has it, so that lists filter and sort by it; the runs that computed it have none.
    const ids = (filter: string): string => project.run('ls', '--ids', filter).stdout.trim();
    expect(ids('cacheSaved>0')).toBe(run);
    expect(ids('cacheHits=2')).toBe(run);
  });

  test('is known again where only dvc.energy.json came along', () => {
    const project = new Project(CHAIN);
    const first = project.figures();
    project.remove('.dvc/cache/energy');
    const again = project.figures();
    close(again.unchanged.value, first.spent.value);
    expect(again.withoutRecord).toEqual([]);
    project.remove('dvc.energy.json');
    expect(project.figures().withoutRecord).toEqual(['first', 'second', 'third']);
  });

  test('of a stage that fails is spent, and computes nothing', () => {
    const project = new Project({
      'dvc.yaml': 'stages:\n  s: {cmd: "seq 200000 > /dev/null; exit 1", outs: [o]}\n',
    });
    const { spent, fromScratch, stages } = project.figures();
    expect(spent.value).toBeGreaterThan(0);
    expect(fromScratch.value).toBe(0);
    expect(stages.map(({ fate }) => fate)).toEqual(['failed']);
  });

  test('of the stages is no more than that of the run around them, and the book counts it once', () => {
    const project = new Project(CHAIN);
    const { spent, run, stages } = project.figures();
    const shown = JSON.parse(project.run('show', run ?? '', '--json').stdout) as {
      readonly data: { readonly energy: { readonly wall: { readonly attributed: Energy } } };
    };
    expect(spent.value).toBeLessThanOrEqual(shown.data.energy.wall.attributed.value * 1.001);
    const listed = JSON.parse(project.run('ls', '--json').stdout) as {
      readonly data: { readonly runs: readonly { readonly kind: string; readonly parentId?: string }[] };
    };
    const parts = listed.data.runs.filter(({ parentId }) => parentId === run);
    expect(parts).toHaveLength(stages.length);
    expect(parts.every(({ kind }) => kind === 'stage')).toBe(true);
    expect(listed.data.runs.filter(({ parentId }) => parentId === undefined)).toHaveLength(1);
  });

  test('--max-energy begins no stage that would take the whole above it, by what it took before', () => {
    const project = new Project(CHAIN);
    project.repro();
    const { code, stderr } = project.repro('-f', '--max-energy', '1 mJ');
    expect(code).toBe(4);
    expect(stderr).toContain("stage 'first' was not begun");
    expect(project.repro('-f', '--max-energy', '1 kWh').code).toBe(0);
  });
});

test('two repros at once leave a project that is up to date', async () => {
  const project = new Project(CHAIN);
  const both = [1, 2].map(
    () =>
      new Promise<number | null>((resolve) => {
        const child = spawn(LAUNCHER, ['repro'], { cwd: project.dir, env: place.env(), stdio: 'ignore' });
        child.once('exit', resolve);
      }),
  );
  for (const code of await Promise.all(both)) expect([0, 255]).toContain(code);
  expect(project.repro().code).toBe(0);
  expect(project.run('status').stdout).toBe('Data and pipelines are up to date.\n');
});
