import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Place } from './joulebook.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
  mkdirSync(join(place.dir, '.dvc'));
  writeFileSync(join(place.dir, 'in'), 'x');
});
afterEach(() => rmSync(place.dir, { recursive: true, force: true }));

/** What a user has: everything but what the tools keep for themselves. */
function workspace(): Readonly<Record<string, string>> {
  const names = readdirSync(place.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(\.dvc\/tmp|\.joulebook|registry|home)\//.test(path));
  return Object.fromEntries(names.map((path) => [path, readFileSync(path, 'utf8')]));
}

/** A project that DVC refuses with 255, and where we say that it is at fault. */
const FAULTS: readonly (readonly [name: string, yaml: string, says: readonly string[], lock?: string])[] = [
  ['a tab', 'stages:\n  a:\n\tcmd: echo\n', ['at dvc.yaml:3:1', 'a tab stands where YAML wants spaces']],
  [
    'a cycle',
    'stages:\n  a: {cmd: cp y x, deps: [y], outs: [x]}\n  b: {cmd: cp x y, deps: [x], outs: [y]}\n',
    ['Same item(s) are defined as both a dependency and an output in stages: a, b.', 'a → b → a'],
  ],
  [
    'overlapping outputs',
    'stages:\n  a: {cmd: mkdir d, outs: [d]}\n  b: {cmd: touch d/x, outs: [d/x]}\n',
    ["'d'('a') and 'd/x'('b') overlap", 'at dvc.yaml:3:3'],
  ],
  [
    'one output of two stages',
    'stages:\n  a: {cmd: touch d, outs: [d]}\n  b: {cmd: touch d, outs: [d]}\n',
    ["output 'd' is specified in:"],
  ],
  [
    'an unknown key',
    'stages:\n  a:\n    cmd: echo\n    dep: [x]\n',
    ['extra keys not allowed, in stages -> a -> dep', 'at dvc.yaml:4:5', 'did you mean deps?'],
  ],
  [
    'an undefined variable',
    'stages:\n  a:\n    cmd: echo ${nope.x}\n',
    ["failed to parse 'stages.a.cmd' in 'dvc.yaml'", 'at dvc.yaml:3:15', "Could not find 'nope.x'"],
  ],
  [
    'an unresolved foreach',
    'stages:\n  a:\n    foreach: ${xs}\n    do:\n      cmd: echo ${item}\n',
    ["failed to parse 'stages.a.foreach' in 'dvc.yaml'", 'at dvc.yaml:3:14'],
  ],
  [
    'an output outside of the repository',
    'stages:\n  a: {cmd: echo, outs: [../../evil]}\n',
    ['Saving cached external output', 'not supported since DVC 3.0'],
  ],
  [
    'a lock of DVC 1',
    'stages:\n  a: {cmd: echo, deps: [in]}\n',
    ['dvc.lock is a lock of DVC 1', 'at dvc.lock:1:1'],
    'a:\n  cmd: echo\n',
  ],
  [
    'a lock with a conflict of a merge in it',
    'stages:\n  a: {cmd: echo, deps: [in]}\n',
    ['merge conflict', 'dvc.lock'],
    "<<<<<<< HEAD\nschema: '2.0'\n=======\nschema: '2.0'\n>>>>>>> other\n",
  ],
  [
    'a dependency that is not there',
    'stages:\n  a: {cmd: echo, deps: [no], outs: [o]}\n',
    ["'no' does not exist"],
  ],
  [
    'a working folder that is not there',
    'stages:\n  a: {cmd: echo, wdir: no}\n',
    ["stage working dir 'no' does not exist"],
  ],
  ['a key twice', 'stages:\n  a: {cmd: echo}\n  a: {cmd: echo}\n', ['written twice', 'at dvc.yaml:3:3']],
  ['a stage without a command', 'stages:\n  a:\n    deps: [in]\n', ['stages -> a -> cmd', 'at dvc.yaml:2:3']],
];

describe('what DVC refuses', () => {
  const cases = FAULTS.map(([name, yaml, says, lock]) => ({ name, yaml, says, lock }));
  it.each(cases)('$name is refused with its place, and nothing is changed', ({ yaml, says, lock }) => {
    writeFileSync(join(place.dir, 'dvc.yaml'), yaml);
    if (lock !== undefined) writeFileSync(join(place.dir, 'dvc.lock'), lock);
    const before = workspace();
    const { code, stderr } = place.run(['repro']);
    expect(code).toBe(255);
    for (const words of says) expect(stderr.replaceAll(/\s+/g, ' ')).toContain(words);
    expect(stderr).toMatch(/^ {2}(why|fix): /m);
    expect(workspace()).toEqual(before);
  });
  it('a book that cannot be written costs the record, not the stage, and it is said', () => {
    writeFileSync(join(place.dir, 'dvc.yaml'), 'stages:\n  a: {cmd: echo > o, deps: [in], outs: [o]}\n');
    const { code, stderr } = place.run(['repro'], { JOULEBOOK_DIR: '/proc/no/book' });
    expect(code).toBe(0);
    expect(stderr.match(/cannot make the book/g)).toHaveLength(1);
    expect(readFileSync(join(place.dir, 'dvc.lock'), 'utf8')).toContain('  a:');
  });
  it.each([
    ['in the same file', 'dvc.yaml', '  bad: {cmd: "echo ${nope}"}\n'],
    ['in another', 'sub/dvc.yaml', 'stages: [\n'],
    [
      'in what two stages make',
      'sub/dvc.yaml',
      'stages:\n  p: {cmd: x, outs: [o]}\n  q: {cmd: y, outs: [o]}\n',
    ],
  ])('what is wrong %s keeps no stage from work that is named alone', (_, file, text) => {
    const stages = 'stages:\n  a: {cmd: cp in o, deps: [in], outs: [o]}\n';
    writeFileSync(join(place.dir, 'dvc.yaml'), stages);
    mkdirSync(join(place.dir, 'sub'));
    writeFileSync(join(place.dir, file), file === 'dvc.yaml' ? stages + text : text);
    expect(place.run(['repro', '-s', 'a'])).toMatchObject({ code: 0 });
    expect(place.run(['status', 'a']).stdout).toBe('Data and pipelines are up to date.\n');
    writeFileSync(join(place.dir, 'o'), 'other');
    expect(place.run(['status', 'a']).stdout).toContain('changed outs');
    for (const verb of [['checkout', '-f'], ['commit', '-f'], ['freeze'], ['unfreeze'], ['unprotect']])
      expect(place.run([...verb, verb[0] === 'unprotect' ? 'o' : 'a']), verb[0]).toMatchObject({ code: 0 });
    expect(readFileSync(join(place.dir, 'o'), 'utf8')).toBe('x');
    // What it needs has to be known, and so has all else.
    expect(place.run(['repro', 'a']).code).toBe(255);
    expect(place.run(['dag', 'a']).code).toBe(255);
    expect(place.run(['repro', '-s', 'bad']).code).toBe(255);
    expect(place.run(['remove', 'a']).code).toBe(0);
  });
  it('a remote that the project does not have', () => {
    writeFileSync(join(place.dir, 'dvc.yaml'), 'stages:\n  a: {cmd: cp in o, deps: [in], outs: [o]}\n');
    place.run(['repro']);
    const asked = ['data', 'status', '--not-in-remote'];
    expect(place.run([...asked, '-r', 'nope'])).toMatchObject({
      code: 251,
      stderr: expect.stringContaining("remote 'nope' doesn't exist"),
    });
    // Where there is none at all, nothing is in it.
    const none = place.run([...asked, '--json']);
    expect([none.code, JSON.parse(none.stdout)]).toEqual([
      0,
      expect.objectContaining({ not_in_remote: ['o'] }),
    ]);
    expect(place.run(['gc', '-w', '-f', '-c']).code).toBe(251);
    expect(place.run(['push', '-r', 'nope']).code).toBe(1);
  });
  it('no repository, and no stages at all', () => {
    writeFileSync(join(place.dir, 'dvc.yaml'), '');
    expect(place.run(['repro'])).toMatchObject({ code: 0, stdout: 'Data and pipelines are up to date.\n' });
    rmSync(join(place.dir, '.dvc'), { recursive: true });
    expect(place.run(['repro']).code).toBe(253);
    expect(place.run(['status']).code).toBe(253);
  });
});
