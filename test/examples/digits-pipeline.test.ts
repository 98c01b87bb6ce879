import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Place } from '../cli/joulebook.ts';

interface Summary {
  readonly data: {
    readonly stages: readonly { readonly stage: string; readonly fate: string }[];
    readonly spent: { readonly value: number };
    readonly avoided: { readonly value: number };
    readonly fromScratch: { readonly value: number };
    readonly withoutRecord: readonly string[];
  };
}

describe('the digits as a pipeline', () => {
  const places = [new Place(), new Place()];
  const [first, second] = places as [Place, Place];
  const cache = join(first.dir, 'cache');
  afterAll(() => {
    for (const { dir } of places) rmSync(dir, { recursive: true, force: true });
  });
  for (const { dir } of places) {
    cpSync('examples/digits', dir, { recursive: true });
    const params = readFileSync(join(dir, 'params.yaml'), 'utf8');
    writeFileSync(
      join(dir, 'params.yaml'),
      params.replace('epochs: 40', 'epochs: 3').replace('hidden: 256', 'hidden: 16'),
    );
    mkdirSync(join(dir, '.dvc'));
    writeFileSync(join(dir, '.dvc', 'config'), `[core]\n    no_scm = True\n[cache]\n    dir = ${cache}\n`);
  }
  const repro = (place: Place): Summary['data'] => {
    const { code, stdout, stderr } = place.run(['repro', '--json']);
    expect(code, stderr).toBe(0);
    return (JSON.parse(stdout) as Summary).data;
  };
  const fates = ({ stages }: Summary['data']): string[] =>
    stages.map(({ stage, fate }) => `${stage} ${fate}`);

  it('is computed once, and then restored wherever the cache is', () => {
    const computed = repro(first);
    expect(fates(computed)).toEqual(['prepare ran', 'train ran', 'evaluate ran']);
    expect(computed.spent.value).toBeGreaterThan(0);
    expect(computed.avoided.value).toBe(0);
    expect(computed.withoutRecord).toEqual([]);
    const restored = repro(second);
    expect(fates(restored)).toEqual(['prepare restored', 'train restored', 'evaluate restored']);
    expect(restored.spent.value).toBe(0);
    // Records keep seven digits.
    const off = Math.abs(restored.avoided.value - computed.spent.value);
    expect(off).toBeLessThanOrEqual(5e-7 * computed.spent.value);
    expect(readFileSync(join(second.dir, 'dvc.lock'))).toEqual(readFileSync(join(first.dir, 'dvc.lock')));
    expect(JSON.parse(readFileSync(join(second.dir, 'metrics.json'), 'utf8'))).toMatchObject({ images: 359 });
  });

  it('runs only what a changed parameter is for', () => {
    const path = join(first.dir, 'params.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('epochs: 3', 'epochs: 4'));
    expect(fates(repro(first))).toEqual(['prepare unchanged', 'train ran', 'evaluate ran']);
    expect(first.run(['status']).stdout).toBe('Data and pipelines are up to date.\n');
  });
});
