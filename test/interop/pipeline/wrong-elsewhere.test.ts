import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Files, TwinMaker, type Twins } from './twins.ts';

let maker: TwinMaker;
beforeAll(async () => {
  maker = new TwinMaker();
  await maker.prepare();
}, 900_000);
afterAll(() => maker.close(), 60_000);

const STAGES = `stages:
  one: {cmd: cp raw a, deps: [raw], outs: [a]}
  two: {cmd: cp a b, deps: [a], outs: [b]}
  grp:
    foreach: [x, y]
    do: {cmd: "cp a g-\${item}", deps: [a], outs: ["g-\${item}"]}
`;

const WRONG: readonly (readonly [what: string, files: Files])[] = [
  ['an undefined variable', { 'dvc.yaml': `${STAGES}  bad: {cmd: "echo \${nope}"}\n` }],
  [
    'a group without items',
    { 'dvc.yaml': `${STAGES}  bad:\n    foreach: \${nope}\n    do: {cmd: "echo \${item}"}\n` },
  ],
  [
    'an item that is not there',
    { 'dvc.yaml': `${STAGES}  bad:\n    foreach: [1]\n    do: {cmd: "echo \${item.no}"}\n` },
  ],
  ['a file that is no YAML', { 'sub/dvc.yaml': 'stages: [\n' }],
  [
    'two stages with one output',
    { 'sub/dvc.yaml': 'stages:\n  p: {cmd: x, outs: [o]}\n  q: {cmd: y, outs: [o]}\n' },
  ],
  ['a .dvc file', { 'sub/x.dvc': 'outs:\n- nonsense: 3\n' }],
];

const COMMANDS: readonly (readonly string[])[] = [
  ['repro', '-s', 'two'],
  ['repro', '-s', 'dvc.yaml:two', 'grp@x'],
  ['repro', '-s', 'grp'],
  ['repro', '-s', '--glob', 't*'],
  ['repro', '-s', 'bad'],
  ['repro', '-s'],
  ['repro', 'two'],
  ['freeze', 'two'],
  ['unfreeze', 'two'],
  ['commit', '-f', 'two'],
  ['checkout', 'two'],
  ['checkout', 'b'],
  ['fetch', 'two'],
  ['unprotect', 'b'],
  ['stage', 'list', 'two'],
  ['dag', 'two'],
  ['remove', 'two'],
];

/** What can be told only of what is out of date: DVC looks at all stages to say that there are none. */
const STATUS: readonly (readonly string[])[] = [
  ['status', 'two'],
  ['status', 'dvc.yaml:two'],
  ['status', 'grp@x'],
  ['status', 'grp'],
  ['status', '-d', 'two'],
  ['status', 'bad'],
];

describe('a stage that is named does not need what is wrong elsewhere', () => {
  it.each(WRONG)('%s', async (_, files) => {
    const twins = maker.make({ raw: '1\n', 'dvc.yaml': STAGES });
    await twins.repro();
    twins.write({ '.dvc/config': '[core]\n    remote = away\n[\'remote "away"\']\n    url = tmp/away\n' });
    twins.write({ ...files, a: 'changed\n' });
    for (const args of STATUS) await expectSame(twins, args, true);
    for (const args of COMMANDS) await expectSame(twins, args, false);
    // DVC writes the quotes of the whole file anew where it changes one stage.
    for (const name of ['dvc.yaml', '.gitignore']) twins.write({ [name]: '' });
    twins.expectAlike();
  });
});

async function expectSame(twins: Twins, args: readonly string[], isSaidAlike: boolean): Promise<void> {
  const theirs = await twins.dvc(args);
  const ours = twins.joulebook(args);
  const line = `${args.join(' ')}\n${ours.stderr}\nDVC: ${theirs.stderr}`;
  expect(ours.code, line).toBe(theirs.code);
  if (isSaidAlike && theirs.code === 0) expect(ours.stdout, line).toBe(theirs.stdout);
}

it('a remote that the project does not have is a matter of its configuration', async () => {
  const twins = maker.make({ 'dvc.yaml': 'stages:\n  one: {cmd: echo 1 > o, outs: [o]}\n' });
  await twins.repro();
  const asked = [
    ['data', 'status', '--not-in-remote', '--json'],
    ['data', 'status', '--not-in-remote', '-r', 'nope'],
    ['gc', '-w', '-f', '-c'],
    ['gc', '-w', '-f', '--not-in-remote', '-r', 'nope'],
    ['push', '-r', 'nope'],
    ['status', '-c', '-r', 'nope'],
  ];
  for (const args of asked) await expectSame(twins, args, args.includes('--json'));
  // A configuration that is not understood stops every command.
  twins.write({ '.dvc/config': '[core]\n    no_scm = perhaps\n' });
  for (const args of [['push'], ['commit'], ['status'], ['repro']]) await expectSame(twins, args, false);
});
