// Completes package-lock.json with the binaries of other platforms. npm leaves out of the lock what a registry does not have at this moment (a mirror
// may be behind for some platforms), and then `npm ci` refuses the lock everywhere. Run it after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(path, 'utf8'));
const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const CPUS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'mipsel',
  'ppc64',
  'ppc',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

let added = 0;
for (const [owner, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (
      owner === '' ||
      `node_modules/${name}` in lock.packages ||
      `${owner}/node_modules/${name}` in lock.packages
    )
      continue;
    const words = name.split(/[^a-z0-9]+/);
    const os = SYSTEMS.filter((system) => words.includes(system));
    const cpu = CPUS.filter((kind) => words.includes(kind));
    if (os.length === 0 && cpu.length === 0) continue; // not a platform's binary: npm knows why it is not there
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[~^]/, ''),
      ...(cpu.length === 0 ? {} : { cpu }),
      ...(entry.dev === true ? { dev: true } : {}),
      ...(words.includes('musl') || words.includes('musleabihf') ? { libc: ['musl'] } : {}),
      ...(words.includes('gnu') || words.includes('gnueabihf') ? { libc: ['glibc'] } : {}),
      optional: true,
      ...(os.length === 0 ? {} : { os }),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} entries added\n`);
