import fc from 'fast-check';

/** One step of somebody who tracks data: an edit of the workspace, or a command of both tools. */
export type TrackStep =
  | { readonly k: 'write'; readonly path: string; readonly text: string; readonly isExecutable: boolean }
  | { readonly k: 'delete'; readonly path: string }
  | { readonly k: 'mkdir'; readonly path: string }
  | { readonly k: 'run'; readonly args: readonly string[] };

/** What is tracked: a file or a folder of the same name may stand there. */
const TOPS = ['data', 'dé/ä', "q'uote x", 'sub/h'] as const; // DVC does not take a line with a # or a bracket out of .gitignore again
const INNER = [
  'a',
  'b.txt',
  's/x',
  's/t/y',
  'ü',
  '\ufffd',
  '😀',
  'sp ace',
  '[z]*',
  'long'.repeat(50),
] as const;

const top = fc.constantFrom(...TOPS);
const inner = fc.constantFrom(...INNER);
const text = fc.oneof(
  fc.constantFrom('', 'a\n', 'b\n', 'x\r\ny\r\n'),
  fc.string({ maxLength: 8 }),
  fc.constantFrom('long '.repeat(30_000)),
);

const write = fc
  .tuple(top, fc.option(inner, { freq: 5 }), text, fc.boolean())
  .map(([name, rest, content, isExecutable]): TrackStep => {
    const path = rest === null ? name : `${name}/${rest}`;
    return { k: 'write', path, text: content, isExecutable: isExecutable && rest === null };
  });
const remove = fc
  .tuple(top, fc.option(inner))
  .map(([name, rest]): TrackStep => ({ k: 'delete', path: rest === null ? name : `${name}/${rest}` }));
const mkdir = top.map((path): TrackStep => ({ k: 'mkdir', path }));
const run = fc
  .oneof(
    { weight: 6, arbitrary: top.map((name) => ['add', name]) },
    { weight: 1, arbitrary: top.map((name) => ['add', '--no-commit', name]) },
    { weight: 2, arbitrary: fc.tuple(top, inner).map(([name, rest]) => ['add', `${name}/${rest}`]) },
    { weight: 4, arbitrary: top.map((name) => ['checkout', '-f', `${name}.dvc`]) },
    { weight: 2, arbitrary: top.map((name) => ['checkout', `${name}.dvc`]) },
    { weight: 1, arbitrary: top.map((name) => ['checkout', '--relink', '-f', `${name}.dvc`]) },
    { weight: 2, arbitrary: top.map((name) => ['commit', '-f', `${name}.dvc`]) },
    { weight: 1, arbitrary: top.map((name) => ['commit', `${name}.dvc`]) },
    { weight: 1, arbitrary: top.map((name) => ['remove', `${name}.dvc`]) },
    { weight: 1, arbitrary: top.map((name) => ['remove', '--outs', `${name}.dvc`]) },
    { weight: 1, arbitrary: fc.tuple(top, top).map(([from, to]) => ['move', from, to]) },
    { weight: 1, arbitrary: top.map((name) => ['unprotect', name]) },
    { weight: 1, arbitrary: top.map((name) => ['freeze', `${name}.dvc`]) },
    { weight: 1, arbitrary: fc.constant(['gc', '-w', '-f']) },
  )
  .map((args): TrackStep => ({ k: 'run', args }));

/** A while of tracking data, with the cache linked in one way. */
export const tracking = fc.record({
  cacheType: fc.constantFrom(
    'reflink,copy',
    'copy',
    'hardlink',
    'symlink',
    'hardlink,symlink',
    'symlink,copy',
  ),
  steps: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: write },
      { weight: 2, arbitrary: remove },
      { weight: 1, arbitrary: mkdir },
      { weight: 9, arbitrary: run },
    ),
    { minLength: 10, maxLength: 30 },
  ),
});
