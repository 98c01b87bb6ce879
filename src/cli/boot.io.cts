/**
 * Starts the program from V8's code cache: compiling its source anew would cost a third of the start-up. The cache is made at the end of
 * the first run with each version of Node, beside the program if that can be written, else in the user's cache folder.
 */
const fs = require('node:fs') as typeof import('node:fs');
const os = require('node:os') as typeof import('node:os');
const path = require('node:path') as typeof import('node:path');
const url = require('node:url') as typeof import('node:url');
const vm = require('node:vm') as typeof import('node:vm');

/** Commands with a program of their own (scripts/build.mjs): a start pays for all that its file holds. The others are in `main`. */
const PROGRAMS = {
  look: ['ls', 'show', 'compare', 'tag', 'note', 'rename', 'rm', '__complete'],
  stages: ['repro', 'status'],
};
const word = commandWord();
const [program = 'main'] = Object.entries(PROGRAMS).find(([, commands]) => commands.includes(word)) ?? [];
const file = path.join(__dirname, `${program}.cjs`);
/** Commands that are started most keep a cache of their own, with the functions that they use. */
const OFTEN = ['run', 'agent', 'mark', 'ls', 'show', 'repro', 'status'];

/** The command's first word, behind what may stand before it (src/cli/dispatch.io.ts). */
function commandWord(): string {
  const words = process.argv.slice(2);
  for (;;) {
    const [first = ''] = words;
    if (first === '--cd') words.shift();
    else if (!/^(?:-q|--quiet|-v|--verbose|--cd=.*)$/su.test(first)) return first;
    words.shift();
  }
}

function cachePath(): string | undefined {
  if (process.env['JOULEBOOK_NO_CODE_CACHE'] === '1') return undefined;
  const { size, mtimeMs } = fs.statSync(file);
  const command = OFTEN.find((name) => name === word) ?? 'other';
  const name = `${process.version}-${process.arch}-${size}-${Math.floor(mtimeMs)}-${program}.${command}.bin`;
  const beside = path.join(__dirname, 'code-cache');
  if (writable(beside)) return path.join(beside, name);
  const user = process.env['XDG_CACHE_HOME'] ?? path.join(process.env['HOME'] ?? os.tmpdir(), '.cache');
  return path.join(user, 'joulebook', name);
}

function writable(folder: string): boolean {
  try {
    fs.accessSync(fs.existsSync(folder) ? folder : path.dirname(folder), fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function read(cache: string | undefined): Buffer | undefined {
  try {
    // Only our own: what is in it is executed.
    return cache !== undefined && fs.statSync(cache).uid === process.getuid?.()
      ? fs.readFileSync(cache)
      : undefined;
  } catch {
    return undefined;
  }
}

function save(script: InstanceType<typeof vm.Script>, cache: string): void {
  const temporary = `${cache}.${process.pid}.tmp`;
  try {
    fs.mkdirSync(path.dirname(cache), { recursive: true });
    const fd = fs.openSync(temporary, 'wx', 0o600);
    fs.writeSync(fd, script.createCachedData());
    fs.closeSync(fd);
    fs.renameSync(temporary, cache);
    forgetOlder(cache);
  } catch {
    // without a cache the next start is slower, and that is all
  }
}

/** Removes what other builds of this program left for the same version of Node and the same command. */
function forgetOlder(cache: string): void {
  const folder = path.dirname(cache);
  const mine = path.basename(cache);
  const [start, end] = [`${process.version}-${process.arch}-`, mine.slice(mine.lastIndexOf('-'))];
  for (const name of fs.readdirSync(folder)) {
    if (name !== mine && name.startsWith(start) && name.endsWith(end))
      fs.rmSync(path.join(folder, name), { force: true });
  }
}

const cache = cachePath();
const cachedData = read(cache);
// The build writes ASCII only: one byte a character is half the work.
const source = `(function (exports, require, module, __filename, __dirname, importPart) {${fs.readFileSync(file, 'latin1')}\n})`;
const script = new vm.Script(source, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
if (cache !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) {
  process.once('exit', () => save(script, cache));
}
const importPart = (name: string): Promise<unknown> =>
  import(url.pathToFileURL(path.join(__dirname, name)).href);
(script.runInThisContext() as (...values: unknown[]) => void)(
  {},
  require,
  module,
  file,
  __dirname,
  importPart,
);
