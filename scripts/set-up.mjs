// What the other scripts need on the machine, from a bare clone with nothing but Node: the packages of the lock, further Nodes,
// virtual environments of Python. Each is made once and kept under node_modules or .cache. Plain Node, no packages.
//
//   node scripts/set-up.mjs packages | node MAJOR | python REQUIREMENTS | sshd | chromium
//
// All but the first print the path of the program they have made ready.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache');

/** The Nodes that the packed command is tried on. They come as packages of npm, so nothing but npm is needed to have them. */
const NODES = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' };

/** Installs the packages of the lock if they are missing or others than it names. */
export function packages() {
  if (isInstalled()) return;
  say('installing the packages of package-lock.json');
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], root);
}

/** A Node of that major version; the path of its binary. */
export function nodeOf(major) {
  const version = NODES[major];
  if (version === undefined) throw new Error(`no Node ${major} is pinned in scripts/set-up.mjs`);
  if (process.version === `v${version}`) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(cache, 'nodes', version);
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(binary)) return binary;
  say(`fetching Node ${version}`);
  made(folder, (fresh) => {
    writeFileSync(join(fresh, 'package.json'), '{"private":true}\n');
    npm(
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', fresh, `${name}@${version}`],
      fresh,
    );
  });
  return binary;
}

/** A virtual environment with what `requirements` (a path in the repository) pins; the path of its Python. */
export function pythonWith(requirements) {
  const wanted = readFileSync(join(root, requirements), 'utf8');
  const key = createHash('sha256').update(requirements).update(wanted).digest('hex').slice(0, 12);
  const folder = join(cache, 'venv', key);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'complete'))) return python;
  say(`making a virtual environment for ${requirements}`);
  // A virtual environment knows its own path, so it is made in place; the last file says that it is whole.
  rmSync(folder, { recursive: true, force: true });
  run('python3', ['-m', 'venv', folder]);
  run(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '-r',
    join(root, requirements),
  ]);
  writeFileSync(join(folder, 'complete'), '');
  return python;
}

/** Debian's packages with a server of SSH and what it links to. */
const SSH_PACKAGES = ['openssh-server', 'libwrap0'];

/** The system's `sshd`, or one of Debian's packages that is unpacked beside; `[path, folder of its libraries]`. */
export function sshd() {
  const system = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path));
  if (system !== undefined) return [system, ''];
  const folder = join(cache, 'sshd');
  const path = join(folder, 'usr', 'sbin', 'sshd');
  if (!existsSync(path)) {
    say('fetching a server of SSH');
    made(folder, (fresh) => {
      run('apt-get', ['download', '-qq', ...SSH_PACKAGES], { cwd: fresh });
      for (const name of readdirSync(fresh))
        if (name.endsWith('.deb')) run('dpkg-deb', ['-x', join(fresh, name), fresh]);
    });
  }
  const libraries = join(folder, 'usr', 'lib');
  const [arch = ''] = readdirSync(libraries).filter((name) => name.includes('-linux-'));
  return [path, join(libraries, arch)];
}

/** Where Debian and others put the browser. */
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's Chromium; where it is missing and may be installed, Debian's package. */
export function chromium() {
  const found = () => BROWSERS.find((path) => existsSync(path));
  if (found() === undefined) {
    say('installing Chromium');
    const install = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
    try {
      run('apt-get', install);
    } catch {
      run('apt-get', ['update', '-qq']); // the list of packages is older than the packages
      run('apt-get', install);
    }
  }
  const path = found();
  if (path === undefined) throw new Error('there is no Chromium; install the package chromium');
  return path;
}

/** Runs a program to its end, its output on our stderr; throws if it fails. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    ...options,
  });
  if (error !== undefined) throw new Error(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${signal ?? `exit ${status}`})`);
}

/** Says on stderr what is being done. */
export function say(text) {
  process.stderr.write(`· ${text}\n`);
}

function npm(args, cwd) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) run(process.execPath, [script, ...args], { cwd });
  else run('npm', args, { cwd });
}

/** Makes a folder whole or not at all. */
function made(folder, fill) {
  const fresh = `${folder}.${process.pid}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    fill(fresh);
    mkdirSync(dirname(folder), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Whether what npm has installed is what the lock names. Optional packages of other platforms may be missing. */
function isInstalled() {
  const installed = lockedPackages(join(root, 'node_modules', '.package-lock.json'));
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  if (installed === undefined || wanted === undefined) return false;
  const isRight = ([path, { version }]) => wanted.get(path)?.version === version;
  const isThere = ([path, { version, optional, devOptional }]) =>
    optional || devOptional || installed.get(path)?.version === version;
  return [...installed].every(isRight) && [...wanted].every(isThere);
}

function lockedPackages(file) {
  if (!existsSync(file)) return undefined;
  const all = Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages);
  return new Map(all.filter(([path]) => path !== ''));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [what, which] = process.argv.slice(2);
  if (what === 'packages') packages();
  else if (what === 'node') process.stdout.write(`${nodeOf(which)}\n`);
  else if (what === 'python') process.stdout.write(`${pythonWith(which)}\n`);
  else if (what === 'sshd') process.stdout.write(`${sshd().join('\n')}\n`);
  else if (what === 'chromium') process.stdout.write(`${chromium()}\n`);
  else throw new Error('set-up.mjs packages | node MAJOR | python REQUIREMENTS | sshd | chromium');
}
