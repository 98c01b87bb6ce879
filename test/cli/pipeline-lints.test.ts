import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Place } from './joulebook.ts';

/** A project whose one stage loses a variable between the lines of its command and reads a number that PyYAML takes for text. */
function aProject(): Place {
  const place = new Place();
  mkdirSync(join(place.dir, '.dvc'));
  writeFileSync(join(place.dir, '.dvc', 'config'), '[core]\n    no_scm = true\n');
  writeFileSync(join(place.dir, 'params.yaml'), 'lr: 1e-3\n');
  writeFileSync(
    join(place.dir, 'dvc.yaml'),
    'stages:\n  train:\n    cmd: |\n      X=1\n      echo $X > out\n    params: [lr]\n    outs: [out]\n',
  );
  return place;
}

describe('what costs runs', () => {
  test('is told by status, with its place, and leaves what DVC would print alone', () => {
    const place = aProject();
    const { code, stdout, stderr } = place.run(['status']);
    expect(code).toBe(0);
    expect(stdout).not.toContain('PyYAML');
    expect(stderr).toContain("'1e-3' for PyYAML");
    expect(stderr).toContain('at params.yaml:1:5');
    expect(stderr).toContain('shells of their own');
    const { warnings } = JSON.parse(place.run(['status', '--envelope']).stdout) as { warnings: unknown[] };
    expect(warnings.length).toBe(2);
    expect(place.run(['status', '-q']).stderr).toBe('');
  });

  test('is told by repro before a stage runs, and not where none does', () => {
    const place = aProject();
    const first = place.run(['repro']);
    expect(first.code).toBe(0);
    expect(first.stderr).toContain("'1e-3' for PyYAML");
    const again = place.run(['repro']);
    expect(again.stdout).toContain("Stage 'train' didn't change");
    expect(again.stderr).not.toContain('PyYAML');
    expect(place.run(['status']).stderr).not.toContain('PyYAML');
  });

  test('is told by repro once; again where it was mended and is back', () => {
    const place = aProject();
    const params = join(place.dir, 'params.yaml');
    const told = (lr: string): readonly boolean[] => {
      writeFileSync(params, `lr: ${lr}\n`);
      const { code, stderr } = place.run(['repro', '-f']);
      expect(code).toBe(0);
      return [stderr.includes('PyYAML'), stderr.includes('shells of their own')];
    };
    expect(told('1e-3')).toEqual([true, true]);
    expect(told('1e-3')).toEqual([false, false]);
    expect(told('0.001')).toEqual([false, false]);
    expect(told('1e-3')).toEqual([true, false]);
    const { warnings } = JSON.parse(place.run(['repro', '-f', '--json']).stdout) as { warnings: unknown[] };
    expect(warnings.length).toBe(2);
  });
});
