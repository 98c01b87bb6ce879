import fc from 'fast-check';

/** One thing that somebody does to a project between two repros. */
export type Edit =
  | { readonly k: 'write'; readonly path: string; readonly text: string }
  | { readonly k: 'remove'; readonly path: string }
  | { readonly k: 'param'; readonly value: string }
  | { readonly k: 'lock' }
  | { readonly k: 'object'; readonly index: number }
  | { readonly k: 'options'; readonly args: readonly string[] };

/** A pipeline and what is done to it. */
export interface Scenario {
  readonly files: Readonly<Record<string, string>>;
  readonly edits: readonly (readonly Edit[])[];
  /** Data that `dvc add` takes before the first repro. */
  readonly added: readonly string[];
}

interface Made {
  readonly path: string;
  readonly isFolder: boolean;
}

/** How a stage is drawn: what it reads of what is there before it, and how it writes. */
interface Draw {
  readonly reads: readonly number[];
  readonly kind: 'file' | 'folder' | 'two' | 'metric' | 'plot' | 'none';
  readonly cache: boolean;
  readonly persist: boolean;
  readonly params: readonly ('a' | 'b' | 'c.d' | 'whole')[];
  readonly isTemplated: boolean;
  readonly group: 'no' | 'foreach' | 'matrix';
  readonly isFrozen: boolean;
  readonly isAlways: boolean;
  readonly wdir: boolean;
  readonly inFolder: boolean;
  readonly isList: boolean;
}

const rarely = (weight: number): fc.Arbitrary<boolean> =>
  fc.oneof(
    { weight: weight - 1, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  );

const draw: fc.Arbitrary<Draw> = fc.record({
  reads: fc.array(fc.nat(20), { minLength: 0, maxLength: 3 }),
  kind: fc.constantFrom('file', 'file', 'folder', 'two', 'metric', 'plot', 'none'),
  cache: rarely(2).map((no) => !no),
  persist: rarely(8),
  params: fc.uniqueArray(fc.constantFrom('a', 'b', 'c.d', 'whole'), { maxLength: 2 }),
  isTemplated: fc.boolean(),
  group: fc.constantFrom('no', 'no', 'no', 'foreach', 'matrix'),
  isFrozen: rarely(12),
  isAlways: rarely(12),
  wdir: rarely(5),
  inFolder: rarely(5),
  isList: rarely(4),
});

const PARAMS = (value: string): string =>
  `a: ${value}\nb: [1, 2.0, x]\nc: {d: 1e-5, e: null}\nitems: [u, v]\n`;
const VALUES = ['1', '1.0', '2', 'text', 'true', '1e-3', '"1"', 'null'];
const SOURCES: readonly Made[] = [
  { path: 'in/one.txt', isFolder: false },
  { path: 'in/two.txt', isFolder: false },
  { path: 'in', isFolder: true },
  { path: 'data.csv', isFolder: false },
];

interface Built {
  readonly text: string;
  readonly makes: readonly Made[];
}

/** The YAML of one stage: what it reads is put together into what it writes. */
function stageOf(index: number, draw: Draw, known: readonly Made[], depth: string): Built {
  const group = draw.group;
  const item = group === 'foreach' ? '${item}' : group === 'matrix' ? '${item.x}-${item.y}' : '';
  const wdir = draw.wdir ? `w${index}` : '';
  const up = `${depth}${wdir === '' ? '' : '../'}`;
  const reads = [...new Set(draw.reads.map((n) => known[n % known.length]))].filter(
    (one) => one !== undefined,
  );
  // A folder and what lies in it are not both read: DVC refuses nothing, but draws two edges.
  const chosen = reads.filter(
    ({ path }) => !reads.some((other) => other.isFolder && path.startsWith(`${other.path}/`)),
  );
  const cat = chosen.map(({ path, isFolder }) =>
    isFolder ? `$(find ${up}${path} -type f | sort)` : `${up}${path}`,
  );
  const out = `o${index}${item}`;
  const source = cat.length === 0 ? `echo ${index} ${item}` : `cat ${cat.join(' ')}`;
  const extra = draw.isTemplated ? '; echo ${a}' : '';
  const into = (path: string): string => `(${source}${extra}) ${draw.persist ? '>>' : '>'} ${path}`;
  const commands: string[] = [];
  const outs: { readonly section: 'outs' | 'metrics' | 'plots'; readonly path: string }[] = [];
  const makes: Made[] = [];
  const where = depth === '' ? '' : 'sub/';
  const made = (path: string, isFolder: boolean): void => {
    if (item === '') makes.push({ path: `${where}${wdir === '' ? '' : `${wdir}/`}${path}`, isFolder });
  };
  switch (draw.kind) {
    case 'file':
      commands.push(into(`${out}.txt`));
      outs.push({ section: 'outs', path: `${out}.txt` });
      made(`${out}.txt`, false);
      break;
    case 'folder':
      commands.push(`mkdir -p ${out}/deep`, into(`${out}/x`), `cp ${out}/x ${out}/deep/y`);
      outs.push({ section: 'outs', path: out });
      made(out, true);
      made(`${out}/x`, false);
      break;
    case 'two':
      commands.push(into(`${out}.a`), `wc -c < ${out}.a > ${out}.b`);
      outs.push({ section: 'outs', path: `${out}.b` }, { section: 'outs', path: `./${out}.a` });
      made(`${out}.a`, false);
      made(`${out}.b`, false);
      break;
    case 'metric':
      commands.push(into(`${out}.txt`), `echo '{"m": ${index}}' > ${out}.json`);
      outs.push({ section: 'metrics', path: `${out}.json` }, { section: 'outs', path: `${out}.txt` });
      made(`${out}.txt`, false);
      made(`${out}.json`, false);
      break;
    case 'plot':
      commands.push(into(`${out}.csv`));
      outs.push({ section: 'plots', path: `${out}.csv` });
      made(`${out}.csv`, false);
      break;
    case 'none':
      commands.push(`${source} > /dev/null`);
  }
  const lines: string[] = [];
  const cmd = draw.isList
    ? `cmd: [${commands.map((line) => JSON.stringify(line)).join(', ')}]`
    : `cmd: ${JSON.stringify(commands.join(' && '))}`;
  lines.push(cmd);
  if (wdir !== '') lines.push(`wdir: ${wdir}`);
  if (chosen.length > 0) lines.push(`deps: [${chosen.map(({ path }) => `${up}${path}`).join(', ')}]`);
  const params = draw.params.map((key) =>
    up === '' && key !== 'whole' ? key : `${up}params.yaml: ${key === 'whole' ? '' : `[${key}]`}`,
  );
  if (params.length > 0) lines.push('params:', ...params.map((param) => `- ${param}`));
  for (const section of ['outs', 'metrics', 'plots'] as const) {
    const here = outs.filter((one) => one.section === section);
    if (here.length === 0) continue;
    lines.push(`${section}:`);
    for (const { path } of here) {
      const flags = [...(draw.cache ? [] : ['cache: false']), ...(draw.persist ? ['persist: true'] : [])];
      lines.push(flags.length === 0 ? `- ${path}` : `- ${path}: {${flags.join(', ')}}`);
    }
  }
  if (draw.isFrozen) lines.push('frozen: true');
  if (draw.isAlways) lines.push('always_changed: true');
  const indented = (by: number): string => lines.map((line) => `${' '.repeat(by)}${line}\n`).join('');
  const head = `  s${index}:\n`;
  if (group === 'foreach') return { text: `${head}    foreach: [p, 1]\n    do:\n${indented(6)}`, makes };
  if (group === 'matrix')
    return { text: `${head}    matrix: {x: [1, q], y: "\${items}"}\n${indented(4)}`, makes };
  return { text: `${head}${indented(4)}`, makes };
}

const text = fc.constantFrom('one\n', 'two\n', 'three\n', '', 'two\r\n', 'é😀\n');

function edit(paths: readonly string[]): fc.Arbitrary<Edit> {
  const inputs = SOURCES.filter(({ isFolder }) => !isFolder).map(({ path }) => path);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        k: fc.constant('write' as const),
        path: fc.constantFrom(...inputs, 'in/new'),
        text,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ k: fc.constant('param' as const), value: fc.constantFrom(...VALUES) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ k: fc.constant('remove' as const), path: fc.constantFrom('in/new', ...paths) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        k: fc.constant('write' as const),
        path: fc.constantFrom('in/new', ...paths),
        text,
      }),
    },
    { weight: 1, arbitrary: fc.constant({ k: 'lock' } as const) },
    { weight: 1, arbitrary: fc.record({ k: fc.constant('object' as const), index: fc.nat(30) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        k: fc.constant('options' as const),
        args: fc.constantFrom(
          ['-f'],
          ['--no-run-cache'],
          ['--no-commit'],
          ['--force-downstream'],
          ['-P'],
          ['-s', 's0'],
          ['s1'],
          ['--downstream', 's0'],
          ['-p', 's2'],
          ['--glob', 's*'],
          ['-R', '.'],
        ),
      }),
    },
  );
}

/** A random pipeline of small commands, in one or two files, with edits in between its repros. */
export const scenario: fc.Arbitrary<Scenario> = fc
  .tuple(
    fc.array(draw, { minLength: 3, maxLength: 6 }),
    fc.constantFrom(...VALUES),
    fc.subarray(['data.csv', 'in/one.txt']),
  )
  .chain(([draws, value, added]) => {
    const known: Made[] = [...SOURCES];
    const files: Record<string, string> = {
      'params.yaml': PARAMS(value),
      'sub/params.yaml': PARAMS(value),
      'in/one.txt': 'one\n',
      'in/two.txt': 'two\n',
      'data.csv': 'a,b\n1,2\n',
    };
    const texts = { '': '', sub: '' };
    for (const [index, one] of draws.entries()) {
      // The first ones can be named from the root.
      const isInner = one.inFolder && index > 2;
      const { text, makes } = stageOf(index, one, known, isInner ? '../' : '');
      texts[isInner ? 'sub' : ''] += text;
      if (one.wdir) files[`${isInner ? 'sub/' : ''}w${index}/keep`] = '';
      known.push(...makes);
    }
    files['dvc.yaml'] = `stages:\n${texts['']}`;
    if (texts.sub !== '') files['sub/dvc.yaml'] = `stages:\n${texts.sub}`;
    const made = known.slice(SOURCES.length).map(({ path }) => path);
    return fc
      .array(fc.array(edit(made), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
      .map((edits) => ({ files, edits, added }));
  });

/** What a params.yaml of these pipelines holds. */
export const paramsText = PARAMS;
