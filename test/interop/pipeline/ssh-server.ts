import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './moto-server.ts';

const setUp = fileURLToPath(new URL('../../../scripts/set-up.mjs', import.meta.url));

/** Root's sshd wants an account of its own and a folder in /run; any other account's wants neither. */
const ACCOUNT = { name: 'daemon', uid: 1, gid: 1 };

/** A server of SSH on loopback that lets one key in, and an `ssh` that knows its key. */
export class SshServer {
  readonly dir: string;
  readonly user: string;
  readonly port: number;
  /** The key that it lets in. */
  readonly keyFile: string;
  /** Where it may write. */
  readonly folder: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, dir: string, user: string, port: number) {
    this.#child = child;
    this.dir = dir;
    this.user = user;
    this.port = port;
    this.keyFile = join(dir, 'key');
    this.folder = join(dir, 'own', 'data');
  }

  static async start(): Promise<SshServer> {
    const [sshd = '', libraries = ''] = execFileSync(process.execPath, [setUp, 'sshd'], {
      encoding: 'utf8',
    }).split('\n');
    const isRoot = process.getuid?.() === 0;
    const dir = mkdtempSync(join(tmpdir(), 'joulebook-sshd-'));
    chmodSync(dir, 0o755);
    const own = join(dir, 'own');
    for (const folder of [own, join(own, 'data'), join(dir, 'bin')]) mkdirSync(folder);
    for (const key of [join(own, 'host'), join(dir, 'key')])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const port = await freePort();
    const config = {
      Port: port,
      ListenAddress: '127.0.0.1',
      HostKey: join(own, 'host'),
      AuthorizedKeysFile: join(dir, 'key.pub'),
      PidFile: 'none',
      UsePAM: 'no',
      StrictModes: 'no',
      PasswordAuthentication: 'no',
      KbdInteractiveAuthentication: 'no',
      Subsystem: 'sftp internal-sftp',
    };
    writeFileSync(
      join(own, 'config'),
      Object.entries(config)
        .map((pair) => `${pair.join(' ')}\n`)
        .join(''),
    );
    const known = readFileSync(join(own, 'host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(join(dir, 'known'), `[127.0.0.1]:${port} ${known}\n`);
    const options = `-F none -o UserKnownHostsFile=${join(dir, 'known')} -o GlobalKnownHostsFile=none`;
    const ssh = execFileSync('/bin/sh', ['-c', 'command -v ssh'], { encoding: 'utf8' }).trim();
    writeFileSync(join(dir, 'bin', 'ssh'), `#!/bin/sh\nexec ${ssh} ${options} "$@"\n`, { mode: 0o755 });
    if (isRoot)
      for (const path of ['', 'host', 'data', 'config']) chownSync(join(own, path), ACCOUNT.uid, ACCOUNT.gid);
    const child = spawn(sshd, ['-D', '-e', '-f', join(own, 'config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(libraries === '' ? {} : { env: { ...process.env, LD_LIBRARY_PATH: libraries } }),
      ...(isRoot ? { uid: ACCOUNT.uid, gid: ACCOUNT.gid } : {}),
    });
    await listening(child);
    return new SshServer(child, dir, isRoot ? ACCOUNT.name : userInfo().username, port);
  }

  /** With the `ssh` that knows the server first. */
  get path(): string {
    return `${join(this.dir, 'bin')}:${process.env['PATH'] ?? ''}`;
  }

  /** Lets `ssh` know another key than the server has. */
  forget(): void {
    const other = join(this.dir, 'other');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
    const key = readFileSync(`${other}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(join(this.dir, 'known'), `[127.0.0.1]:${this.port} ${key}\n`);
  }

  stop(): void {
    this.#child.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('Server listening')) resolve();
    });
    child.on('error', reject);
    child.on('close', () => reject(new Error(`sshd ended: ${said}`)));
  });
}
