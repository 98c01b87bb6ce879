import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { compileFunction } from 'node:vm';
import { describe, expect, it } from 'vitest';

/** The examples in TSDoc comments are run, so they cannot lie. Those of `.io.ts` files need a world and are left to their own tests. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const pure = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path}`)
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.io.ts') && path !== 'src/index.ts');

const exportsOf = async (path: string): Promise<object> => (await import(join(root, path))) as object;

interface Example {
  readonly file: string;
  readonly line: number;
  readonly code: readonly string[];
}

function examplesOf(file: string): readonly Example[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((text, i) => {
    if (!/^\s*\*\s*@example/.test(text)) return [];
    const code: string[] = [];
    for (
      let at = i + 1;
      /^\s*\*(?!\/)/.test(lines[at] ?? '') && !/^\s*\*\s*@/.test(lines[at] ?? '');
      at += 1
    ) {
      code.push((lines[at] ?? '').replace(/^\s*\* ?/, ''));
    }
    return [
      { file, line: i + 1, code: code.filter((part) => part.trim() !== '' && !part.startsWith('```')) },
    ];
  });
}

/** What examples may take for granted. */
const world = {
  decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
  encode: (text: string) => new TextEncoder().encode(text),
  id: '01JB5C3EM0ABCDEFGHJKMNPQ7F3K',
  lines: [],
  runs: [],
  row: { id: '01JB5C3EM0ABCDEFGHJKMNPQ7F', state: 'failed', metrics: {}, params: {}, tags: [] },
  facts: {
    durationS: 724,
    powerW: 312,
    energyJ: 223_560,
    co2G: 1.9,
    epochs: 4,
    plannedEpochs: 20,
    stage: undefined,
    forecast: { totalJ: 1_119_600, lowJ: 1_030_032, highJ: 1_209_168, remainingS: 2880 },
  },
  plan: {
    name: 'digits',
    space: {
      parameters: [{ kind: 'float', name: 'lr', low: 1e-5, high: 0.1, scale: 'log' }],
      fixed: {},
    },
    objectives: [{ metric: 'loss', goal: 'minimize' }],
    maxResource: 10,
    budget: { trials: 20 },
    seed: 7,
    workers: 1,
    deterministic: false,
    retry: { max: 0, on: [] },
    constraints: [],
    controlShare: 0,
    sampler: { name: 'random' },
    stopper: { name: 'none', settings: {} },
  },
};

const all = pure.flatMap(examplesOf);

describe('examples in TSDoc', () => {
  it('are there', () => {
    expect(all.length).toBeGreaterThan(20);
  });

  it.each(all.map((example) => [`${example.file}:${example.line}`, example] as const))(
    '%s',
    async (_, example) => {
      const scope: Record<string, unknown> = { ...world };
      for (const path of pure) Object.assign(scope, await exportsOf(path));
      // The example's own file wins where two export the same name.
      Object.assign(scope, await exportsOf(example.file));
      const { statements, expected } = split(example.code);
      const last = statements.pop() ?? '';
      const body = `${statements.join('\n')}\nreturn (${last.replace(/;\s*$/, '')}\n);`;
      const isStatement = /^\s*(for|if|const|let)\b/.test(last);
      const code = isStatement ? [...statements, last].join('\n') : body;
      // In a block of its own: an example's names may be those of exports.
      const run = compileFunction(`{\n${code}\n}`, Object.keys(scope)) as (...values: unknown[]) => unknown;
      const result = run(...Object.values(scope));
      if (expected !== undefined && !isStatement)
        expect(flat(inspect(result, { depth: 9, breakLength: Infinity }))).toMatch(expected);
    },
  );
});

/** Statements, and what the last one should give: a comment behind it or below it, `…` for whatever. */
function split(code: readonly string[]): {
  readonly statements: string[];
  readonly expected: RegExp | undefined;
} {
  const statements: string[] = [];
  let comment: string | undefined;
  for (const text of code) {
    const cut = /(^|[;)\]}\s])\/\/ (.*)$/.exec(text);
    const before = cut === null ? text : text.slice(0, cut.index + (cut[1]?.length ?? 0));
    if (before.trim() !== '') statements.push(before.trimEnd());
    comment = cut?.[2] ?? (before.trim() === '' ? comment : undefined);
  }
  if (comment === undefined || /^(e\.g\.|the |in )/.test(comment)) return { statements, expected: undefined };
  return { statements, expected: patternOf(comment) };
}

function patternOf(text: string): RegExp {
  const parts = flat(text).split('…');
  return new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('.*')}$`, 's');
}

/** Without what a person writes differently: quotes, spaces, trailing semicolons. */
function flat(text: string): string {
  return text
    .replace(/["'`]/g, "'")
    .replace(/\s+/g, '')
    .replace(/;$/, '')
    .replace(/\[Object:nullprototype\]/g, '');
}
