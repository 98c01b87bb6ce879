import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/spec/commands.ts';
import { familyOf, listedCommands, secondWords } from '../../src/cli/spec/families.ts';
import type { CommandSpec } from '../../src/cli/spec/spec.ts';
import { Place } from './joulebook.ts';

const VERBS = (COMMANDS as readonly CommandSpec[]).filter(({ group }) => group === 'Pipeline');
const FAMILIES = listedCommands().flatMap((one) => (one.kind === 'family' ? [one.family] : []));

const outside = new Place();

/** A project of one stage that has a metric that is no number. */
function aProject(): Place {
  const place = new Place();
  mkdirSync(join(place.dir, '.dvc'));
  mkdirSync(join(place.dir, 'sub'));
  writeFileSync(join(place.dir, '.dvc', 'config'), '[core]\n    no_scm = true\n');
  writeFileSync(
    join(place.dir, 'dvc.yaml'),
    'stages:\n  train:\n    cmd: touch m.json\n    metrics: [m.json]\n',
  );
  writeFileSync(join(place.dir, 'm.json'), '{"loss": NaN, "note": "NaN Infinity \\" NaN"}');
  return place;
}

describe('words', () => {
  test.each(FAMILIES.map((family) => [family.first, family] as const))(
    '%s alone, with a wrong word and with --help',
    (first, family) => {
      const alone = outside.run([first]);
      expect(alone.code).toBe(254);
      for (const word of secondWords(family)) expect(alone.stderr).toContain(`\`${first} ${word}\``);
      const wrong = outside.run([first, 'qqqqqqq']);
      expect(wrong.code).toBe(254);
      expect(wrong.stderr).toContain(`unknown command "${first} qqqqqqq"`);
      const help = outside.run([first, '--help']);
      expect(help.code).toBe(0);
      expect(help.stdout).toBe(outside.run(['help', first]).stdout);
      for (const { name, summary } of family.members) {
        expect(help.stdout).toContain(name);
        expect(help.stdout.replaceAll(/\s+/gu, ' ')).toContain(summary);
      }
    },
  );

  test('slips in either word are understood', () => {
    expect(outside.run(['stage', 'lst']).stderr).toContain('Did you mean `stage list`?');
    expect(outside.run(['satge', 'list']).stderr).toContain('Did you mean `stage list`?');
    expect(outside.run(['metric', 'diff']).stderr).toContain('Did you mean `metrics diff`?');
    expect(outside.run(['help', 'params', 'dif']).stderr).toContain('Did you mean `params diff`?');
  });

  test('help of two words is that of the command', () => {
    expect(outside.run(['help', 'stage', 'list']).stdout).toBe(outside.run(['stage', 'list', '-h']).stdout);
    expect(outside.run(['help', 'stage', 'list']).stdout).toContain('joulebook stage list [OPTIONS]');
  });

  test('the overview names each family once, with its second words', () => {
    const lines = outside.run(['--help'], { COLUMNS: '200' }).stdout.split('\n');
    for (const family of FAMILIES) {
      const own = lines.filter((line) => line.startsWith(`  ${family.first} `));
      expect(own.length, family.first).toBe(1);
    }
    expect(familyOf('repro')).toBeUndefined();
  });
});

describe('exit codes are those of DVC', () => {
  test.each(VERBS.map(({ name }) => name))('%s: 254 for an option that it does not have', (name) => {
    const { code, stdout, stderr } = outside.run([...name.split(' '), '--no-such-option']);
    expect({ code, stdout }).toEqual({ code: 254, stdout: '' });
    expect(stderr).toContain('[E_PIPELINE_USAGE]');
  });

  test('254 for a value that is none', () => {
    expect(outside.run(['repro', '-j', 'many']).code).toBe(254);
    expect(outside.run(['repro', '--max-energy', '3']).code).toBe(254);
  });

  test('251 for a setting or a configuration that is not understood, 253 outside of a project', () => {
    const place = aProject();
    expect(place.run(['status'], { JOULEBOOK_INTERVAL: 'soon' }).code).toBe(251);
    writeFileSync(join(place.dir, '.dvc', 'config'), '[core\n');
    expect(place.run(['status']).code).toBe(251);
    expect(outside.run(['status']).code).toBe(253);
    expect(outside.run(['exp', 'list']).code).toBe(253);
  });

  test('other commands keep theirs', () => {
    expect(outside.run(['ls', '--no-such-option']).code).toBe(2);
    expect(outside.run(['stagelist']).code).toBe(2);
  });
});

describe('JSON', () => {
  const place = aProject();

  test("--json is DVC's; its errors are text, as DVC's are", () => {
    expect(JSON.parse(place.run(['status', '--json']).stdout)).toHaveProperty('train');
    const failed = outside.run(['status', '--json']);
    expect({ code: failed.code, stdout: failed.stdout }).toEqual({ code: 253, stdout: '' });
    expect(failed.stderr).toContain('not inside of a DVC repository');
  });

  test('--envelope puts the same into the object of all other commands', () => {
    const bare = JSON.parse(place.run(['status', '--json']).stdout) as unknown;
    const { code, stdout } = place.run(['status', '--envelope']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'joulebook.status/1', ok: true, data: bare });
    const failed = outside.run(['metrics', 'show', '--envelope']);
    expect(failed.code).toBe(253);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      schema: 'joulebook.metrics-show/1',
      ok: false,
      error: { code: 'E_NO_REPO' },
    });
    const misused = outside.run(['status', '--envelope', '--no-such-option']);
    expect(JSON.parse(misused.stdout)).toMatchObject({ ok: false, error: { code: 'E_PIPELINE_USAGE' } });
  });

  test('what is no number in DVC’s JSON is null in the envelope, and texts stay', () => {
    expect(place.run(['metrics', 'show', '--json']).stdout).toContain('NaN');
    const { data } = JSON.parse(place.run(['metrics', 'show', '--envelope']).stdout) as {
      data: Record<string, { data: Record<string, { data: unknown }> }>;
    };
    expect(data['']?.data['m.json']?.data).toEqual({ loss: null, note: 'NaN Infinity " NaN' });
  });

  test('every verb answers --envelope with one object, also outside of a project', () => {
    for (const { name } of VERBS) {
      const { stdout } = outside.run([...name.split(' '), '--envelope']);
      const { schema, ok } = JSON.parse(stdout) as { schema: string; ok: boolean };
      expect({ schema, ok }, name).toEqual({
        schema: `joulebook.${name.replaceAll(' ', '-')}/1`,
        ok: false,
      });
    }
  });
});

describe('--cd', () => {
  const place = aProject();
  const { dir } = place;

  test('before or behind the command: the work is done there', () => {
    const there = place.run(['status', '--json']).stdout;
    expect(outside.run(['--cd', dir, 'status', '--json']).stdout).toBe(there);
    expect(outside.run([`--cd=${dir}`, '-q', 'status']).code).toBe(1);
    expect(outside.run(['status', '--cd', dir, '--json']).stdout).toBe(there);
    expect(outside.run(['--cd', join(dir, 'sub'), 'stage', 'list', '../dvc.yaml']).stdout).toContain('train');
  });

  test('a folder that is not there is a failure that says so', () => {
    const { code, stderr } = outside.run(['--cd', join(dir, 'none'), 'status']);
    expect(code).toBe(255);
    expect(stderr).toContain('no such file or directory');
  });
});
