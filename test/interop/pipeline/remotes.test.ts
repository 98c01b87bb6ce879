import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realHost } from '../../../src/host/real-host.io.ts';
import { openS3 } from '../../../src/pipeline/remote/s3/open-s3.io.ts';
import { openSsh } from '../../../src/pipeline/remote/ssh/open-ssh.io.ts';
import type { RemoteStore } from '../../../src/pipeline/remote/remote-store.ts';
import { Place, type Outcome } from '../../cli/joulebook.ts';
import { Collected, remoteContract, valueOf } from '../../pipeline/remote/remote-contract.ts';
import { DvcCommands } from './dvc-commands.ts';
import { MotoServer } from './moto-server.ts';
import { SshServer } from './ssh-server.ts';

const KEYS = {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_DEFAULT_REGION: 'us-east-1',
};
let dvc: DvcCommands;
let moto: MotoServer;
let ssh: SshServer;
beforeAll(async () => {
  dvc = DvcCommands.start();
  [moto, ssh] = await Promise.all([MotoServer.start(DvcCommands.python()), SshServer.start()]);
  await moto.makeBucket('bucket');
}, 600_000);
afterAll(() => {
  dvc.stop();
  moto.stop();
  ssh.stop();
});

function bucket(prefix: string): Promise<RemoteStore> {
  const host = { ...realHost(), env: KEYS };
  return openS3(host, { bucket: 'bucket', prefix }, new Map([['endpointurl', moto.endpoint]])).then(valueOf);
}

function machine(folder: string): RemoteStore {
  const host = { ...realHost(), env: { ...process.env, PATH: ssh.path } };
  const place = { host: '127.0.0.1', user: ssh.user, port: ssh.port, folder: join(ssh.folder, folder) };
  return valueOf(openSsh(host, place, new Map([['keyfile', ssh.keyFile]])));
}

remoteContract('a bucket of a real server', () => bucket('contract'), { large: 70 * 2 ** 20 });
remoteContract('a folder of another machine', async () => machine('not/yet/made'), { large: 5_000_000 });

describe('another machine', () => {
  it('that answers with another key than is known is not spoken to', async () => {
    const known = readFileSync(join(ssh.dir, 'known'));
    ssh.forget();
    const store = machine('x');
    const answer = await store.existing(['files/md5/ab/cd']);
    await store.close();
    writeFileSync(join(ssh.dir, 'known'), known);
    expect(answer).toMatchObject({
      ok: false,
      error: { why: expect.stringContaining('not the one that is known') },
    });
  });

  it('that is not known is not spoken to where nobody can be asked', async () => {
    const known = readFileSync(join(ssh.dir, 'known'));
    writeFileSync(join(ssh.dir, 'known'), '');
    const store = machine('x');
    const answer = await store.get('files/md5/ab/cd', new Collected());
    await store.close();
    writeFileSync(join(ssh.dir, 'known'), known);
    expect(answer).toMatchObject({ ok: false, error: { why: expect.stringContaining('not known yet') } });
  });

  it('that lets nobody write there says so', async () => {
    const store = machine('locked');
    mkdirSync(join(ssh.folder, 'locked'), { mode: 0o555 });
    chmodSync(join(ssh.folder, 'locked'), 0o555);
    const file = join(ssh.dir, 'file');
    writeFileSync(file, 'x');
    const put = await store.put({ path: file, size: 1 }, 'files/md5/ab/cd');
    await store.close();
    expect(put).toMatchObject({ ok: false, error: { why: 'permission denied' } });
  });
});

/** A project with a folder, a file, a stage with a metric that git keeps, and a remote. */
class Project {
  readonly place = new Place();
  readonly dir = join(this.place.dir, 'project');
  readonly env: Record<string, string> = {
    ...this.place.env(KEYS),
    PATH: ssh.path,
    DVC_SITE_CACHE_DIR: join(this.place.dir, 'site'),
    DVC_NO_ANALYTICS: '1',
  };

  async make(url: string): Promise<void> {
    mkdirSync(join(this.dir, 'data', 'sub'), { recursive: true });
    mkdirSync(join(this.place.dir, 'home'));
    writeFileSync(join(this.dir, 'data', 'a b.txt'), 'a');
    writeFileSync(join(this.dir, 'data', 'sub', 'ü'), 'b');
    writeFileSync(join(this.dir, 'in.txt'), 'in');
    writeFileSync(
      join(this.dir, 'dvc.yaml'),
      'stages:\n  train:\n    cmd: cp in.txt model && echo x >> model && echo 1 > score.json\n    deps: [in.txt]\n    outs: [model]\n    metrics: [score.json: {cache: false}]\n',
    );
    await this.dvc('init', '--no-scm', '-q');
    await this.dvc('add', '-q', 'data', 'in.txt');
    await this.dvc('repro', '-q');
    await this.dvc('remote', 'add', '-q', '-d', 'storage', url);
    if (url.startsWith('s3:'))
      await this.dvc('remote', 'modify', '-q', 'storage', 'endpointurl', moto.endpoint);
    if (url.startsWith('ssh:')) await this.dvc('remote', 'modify', '-q', 'storage', 'keyfile', ssh.keyFile);
  }

  async dvc(...args: readonly string[]): Promise<Outcome> {
    const outcome = await dvc.run(this.dir, args, this.env);
    expect(outcome.code, `dvc ${args.join(' ')}: ${outcome.stderr}`).toBe(0);
    return outcome;
  }

  ours(...args: readonly string[]): Outcome {
    const outcome = this.place.runIn(this.dir, args, { ...this.env, PWD: this.dir });
    expect(outcome.code, `joulebook ${args.join(' ')}: ${outcome.stderr}`).toBe(0);
    return outcome;
  }

  /** Leaves what a fresh clone has. */
  forget(): void {
    for (const name of ['.dvc/cache', 'data', 'in.txt', 'model', '.dvc/tmp'])
      rmSync(join(this.dir, name), { recursive: true, force: true });
  }

  get cached(): readonly string[] {
    const cache = join(this.dir, '.dvc', 'cache');
    const names = existsSync(cache) ? readdirSync(cache, { recursive: true, encoding: 'utf8' }) : [];
    return names.filter((name) => /^(?:files|runs)\/.*\/.*\//.test(name)).sort();
  }
}

describe.each([
  ['a folder', (project: Project) => join(project.place.dir, 'remote')],
  ['a bucket', () => `s3://bucket/project-${Math.random().toString(36).slice(2)}/x`],
] as const)('a project that both tools keep in %s', (_name, urlOf) => {
  it('is pulled by DVC as we pushed it', async () => {
    const project = new Project();
    await project.make(urlOf(project));
    expect(project.ours('push', '--run-cache').stdout).toBe('6 files pushed\n');
    expect((await project.dvc('status', '-c')).stdout).toContain('in sync');
    expect((await project.dvc('push')).stdout).toContain('Everything is up to date.');
    project.forget();
    await project.dvc('pull', '--run-cache');
    expect((await project.dvc('status')).stdout).toContain('up to date');
  });

  it('is pulled by us as DVC pushed it', async () => {
    const project = new Project();
    await project.make(urlOf(project));
    await project.dvc('push', '--run-cache');
    const before = project.cached;
    expect(project.ours('push', '--run-cache').stdout).toBe('Everything is up to date.\n');
    expect(project.ours('status', '-c').stdout).toBe("Cache and remote 'storage' are in sync.\n");
    project.forget();
    expect(project.ours('pull', '--run-cache').stdout).toContain('files fetched and 4 files added');
    expect((await project.dvc('status')).stdout).toContain('up to date');
    // A metric that git keeps is in the cache of whoever ran the stage and in no remote.
    expect(before.filter((name) => !project.cached.includes(name))).toHaveLength(1);
  });

  it('tells of the same differences', async () => {
    const project = new Project();
    await project.make(urlOf(project));
    await project.dvc('push', '-q', 'data');
    rmSync(join(project.dir, '.dvc/cache/files/md5/0c'), { recursive: true });
    const theirs = JSON.parse((await project.dvc('status', '-c', '--json')).stdout) as unknown;
    expect(JSON.parse(project.ours('status', '-c', '--json').stdout)).toEqual(theirs);
    for (const options of [[], ['--granular'], ['--granular', 'data'], ['model', 'in.txt']]) {
      const asked = ['data', 'status', '--not-in-remote', '--json', ...options];
      const said = (await project.dvc(...asked)).stdout;
      expect(inOrder(project.ours(...asked).stdout), asked.join(' ')).toEqual(inOrder(said));
    }
  });

  it('has the records of what it took with it', async () => {
    const project = new Project();
    await project.make(urlOf(project));
    project.ours('repro', '-q', '--force');
    project.ours('push');
    const energy = join(project.dir, '.dvc/cache/energy');
    const records = readdirSync(energy, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    );
    expect(records).toHaveLength(1);
    const text = readFileSync(join(energy, records[0] ?? ''), 'utf8');
    project.forget();
    project.ours('pull');
    expect(readFileSync(join(energy, records[0] ?? ''), 'utf8')).toBe(text);
    expect((await project.dvc('gc', '-w', '-f', '-c')).code).toBe(0);
    project.forget();
    project.ours('pull');
    expect(readFileSync(join(energy, records[0] ?? ''), 'utf8')).toBe(text);
  });

  it('is restored elsewhere instead of being computed again', async () => {
    const project = new Project();
    await project.make(urlOf(project));
    project.ours('push', '--run-cache');
    project.forget();
    rmSync(join(project.dir, 'dvc.lock'));
    expect(project.ours('repro', '--pull').stdout).toContain("Stage 'train' is cached - skipping run");
    expect(existsSync(join(project.dir, 'model'))).toBe(true);
  });
});

/** The parts of a data status, each sorted: DVC lists what a remote lacks in the order of its index. */
function inOrder(said: string): unknown {
  return JSON.parse(said, (_, value: unknown) => (Array.isArray(value) ? value.map(String).sort() : value));
}

describe('a project on another machine', () => {
  it('lies there as DVC would have laid it', async () => {
    const project = new Project();
    const folder = join(ssh.folder, 'project');
    await project.make(`ssh://${ssh.user}@127.0.0.1:${ssh.port}${folder}`);
    project.ours('push', '--run-cache');
    await project.dvc('remote', 'add', '-q', 'near', folder);
    expect((await project.dvc('status', '-c', '-r', 'near')).stdout).toContain('in sync');
    cpSync(folder, join(project.place.dir, 'copy'), { recursive: true });
    project.forget();
    expect(project.ours('pull', '--run-cache').stdout).toContain('4 files added');
    expect((await project.dvc('status')).stdout).toContain('up to date');
  });
});
