import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONFIG_KEY_NAMES, configKeySpec } from '../../src/cli/config/config-keys.ts';
import { editConfigYaml } from '../../src/cli/config/edit-config-yaml.ts';
import { parseConfigYaml } from '../../src/cli/config/parse-config-yaml.ts';
import { type ConfigFile, resolveSettings } from '../../src/cli/config/settings.ts';
import { parseValue } from '../../src/cli/parse/parse-value.ts';

const file = (text: string, origin: 'project' | 'user' = 'project', folder = '/p'): ConfigFile => {
  const path = `${folder}/joulebook.yaml`;
  return { origin, path, folder, ...parseConfigYaml(text, path) };
};
const resolved = (files: readonly ConfigFile[], env: Record<string, string> = {}) =>
  resolveSettings({
    files,
    env,
    resolvePath: (folder, path) => (path.startsWith('/') ? path : `${folder}/${path}`),
  });

test('every example and default of the table can be read', () => {
  for (const key of CONFIG_KEY_NAMES) {
    const spec = configKeySpec(key);
    expect(parseValue(spec.example, spec, key).ok, key).toBe(true);
    if (spec.default !== undefined) expect(parseValue(spec.default, spec, key).ok, key).toBe(true);
  }
});

test('sources rise: project, user, environment; each says where it stands', () => {
  const files = [
    file('# ours\nregion: DE\ncard: short\nproject: a\n'),
    file('region: FR\ncard: off\n', 'user', '/u'),
  ];
  const settings = resolved(files, { JOULEBOOK_REGION: 'SE' });
  expect(settings.problems).toEqual([]);
  expect(settings.get('region')).toMatchObject({
    value: 'SE',
    origin: 'environment',
    where: 'JOULEBOOK_REGION',
  });
  expect(settings.get('card')).toMatchObject({ value: 'off', origin: 'user', where: '/u/joulebook.yaml:2' });
  expect(settings.get('project')).toMatchObject({
    value: 'a',
    origin: 'project',
    where: '/p/joulebook.yaml:4',
  });
  expect(settings.get('interval')).toMatchObject({ value: 1, origin: 'default' });
});

test('a path in a file is relative to that file, the book of the environment is not', () => {
  expect(resolved([file('book: ../b\n')]).get('book').value).toBe('/p/../b');
  expect(resolved([file('book: ../b\n')], { JOULEBOOK_DIR: 'here' }).get('book').value).toBe('here');
});

describe('what is wrong is located', () => {
  test.each([
    ['regoin: FR\n', { line: 1, column: 1, length: 6 }, /unknown setting "regoin"/],
    ['region: FR\nmax-energy: 2 kW # x\n', { line: 2, column: 13, length: 4 }, /2 kW is a power/],
    ['pue: 0.2\n', { line: 1, column: 6, length: 3 }, /1 to 10/],
    ['live: perhaps\n', { line: 1, column: 7 }, /yes or no/],
    ['region: [FR, DE]\n', { line: 1, column: 9 }, /one value/],
    ['region: FR\n bad: [\n', { line: 2 }, /is no YAML/],
    ['region: FR\nregion: DE\n', { line: 2 }, /is no YAML/],
    ['- a\n', { line: 1 }, /settings are asked for/],
  ])('%j', (text, at, what) => {
    const [problem] = resolved([file(text)]).problems;
    expect(problem).toMatchObject({ code: 'E_CONFIG', at: { file: '/p/joulebook.yaml', ...at } });
    expect(problem?.what).toMatch(what);
  });

  test('one bad entry does not hide the others', () => {
    expect(resolved([file('regoin: FR\ncard: off\n')]).get('card').value).toBe('off');
  });

  test('an empty file and one of comments are fine', () => {
    for (const text of ['', '\n', '# nothing\n\n', '---\n'])
      expect(resolved([file(text)]).problems).toEqual([]);
  });

  test('the environment is named', () => {
    expect(resolved([], { JOULEBOOK_MAX_ENERGY: '2 kW' }).problems[0]?.what).toContain(
      'JOULEBOOK_MAX_ENERGY',
    );
  });
});

describe('budget may be written as a map', () => {
  const text =
    'budget:\n  energy: 40 kWh\n  projects:\n    bert.fr:\n      energy: 10 kWh # less\n      enforce: true\n';

  test('its entries are settings, and those of projects are apart', () => {
    const settings = resolved([file(text)]);
    expect(settings.problems).toEqual([]);
    expect(settings.get('budget.energy')).toMatchObject({ value: 144e6, where: '/p/joulebook.yaml:2' });
    const own = settings.ofProjects.get('bert.fr');
    expect(own?.get('budget.energy')).toMatchObject({ value: 36e6, where: '/p/joulebook.yaml:5' });
    expect(own?.get('budget.enforce')?.value).toBe(true);
    expect(settings.get('budget.enforce').value).toBe(false);
  });

  test('lines with the whole name are the same, and the environment is above them', () => {
    expect(resolved([file('budget.energy: 40 kWh\n')]).get('budget.energy').value).toBe(144e6);
    const { get } = resolved([file(text)], { JOULEBOOK_BUDGET_ENERGY: '1 kWh' });
    expect(get('budget.energy').value).toBe(3.6e6);
  });

  test('the user adds to a project what its file does not say', () => {
    const own = 'budget:\n  projects:\n    bert.fr:\n      carbon: 2 kg\n';
    const settings = resolved([file(text), file(own, 'user', '/u')]).ofProjects.get('bert.fr');
    expect([...(settings?.keys() ?? [])]).toEqual(['budget.energy', 'budget.enforce', 'budget.carbon']);
  });

  test.each([
    ['budget:\n  enrgy: 40 kWh\n', { line: 2, column: 3, length: 5 }, /unknown setting "budget.enrgy"/],
    ['budget:\n  energy: 40 kW\n', { line: 2, column: 11, length: 5 }, /40 kW is a power/],
    ['budget: 40 kWh\n', { line: 1 }, /unknown setting "budget"/],
    ['budget:\n  projects:\n    a:\n      region: FR\n', { line: 4, column: 7 }, /budget.region/],
    ['energy: 1\nbudget:\n  projects:\n    a: 4 kWh\n', { line: 1 }, /unknown setting "energy"/],
    ['budget:\n  projects:\n    a: 4 kWh\n', { line: 3 }, /budget.projects/],
    ['budget:\n  projects:\n    a:\n      time-zone: UTC\n', { line: 4 }, /budget.time-zone/],
    ['budget:\n  energy: [1]\n', { line: 2 }, /one value/],
  ])('what is wrong is located: %j', (wrong, at, what) => {
    const [problem] = resolved([file(wrong)]).problems;
    expect(problem).toMatchObject({ code: 'E_CONFIG', at });
    expect(problem?.what).toMatch(what);
  });

  test('an empty one says nothing', () => {
    for (const empty of ['budget:\n', 'budget: {}\n', 'budget:\n  projects:\n'])
      expect(resolved([file(empty)]).problems).toEqual([]);
  });

  test.each([
    ['budget:\n  energy: 1 kWh # little\n', '2 kWh', 'budget:\n  energy: 2 kWh # little\n'],
    ['budget:\n  energy: 1 kWh\n  cost: 3\n', undefined, 'budget:\n  cost: 3\n'],
    ['budget:\n  cost: 3\n', '2 kWh', 'budget:\n  cost: 3\nbudget.energy: 2 kWh\n'],
  ])('and is edited where it stands: %j', (before, value, after) => {
    expect(editConfigYaml(before, 'budget.energy', value)).toBe(after);
    expect(resolved([file(after)]).get('budget.energy').text).toBe(value);
  });
});

describe('editing keeps every other byte', () => {
  test.each([
    ['region: DE   # office\n', 'FR', 'region: FR   # office\n'],
    ['# top\n\nregion: "DE" # x\ncard: off\n', 'FR', '# top\n\nregion: FR # x\ncard: off\n'],
    ['card: off', 'FR', 'card: off\nregion: FR\n'],
    ['', 'FR', 'region: FR\n'],
    ['region:\ncard: off\n', 'FR', 'region: FR\ncard: off\n'],
    ['region: DE # x\ncard: off\n', undefined, 'card: off\n'],
    ['card: off\nregion: DE', undefined, 'card: off\n'],
  ])('%j', (before, value, after) => expect(editConfigYaml(before, 'region', value)).toBe(after));

  test('what is set is read back, whatever it is', () => {
    const value = fc.oneof(
      fc.string({ minLength: 1 }).filter((text) => !['~', 'null'].includes(text)),
      fc.constantFrom('yes', 'NO', '007', '1e3', '0x1f', 'a: b', '# c', '- d', '*x', '2 kWh'),
    );
    fc.assert(
      fc.property(value, (text) => {
        const edited = editConfigYaml('# top\ncard: off # keep\n', 'project', text);
        expect(edited.startsWith('# top\ncard: off # keep\n')).toBe(true);
        expect(resolved([file(edited)]).get('project').text).toBe(text);
      }),
    );
  });
});
