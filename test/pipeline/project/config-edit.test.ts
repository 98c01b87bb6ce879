import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editedConfig } from '../../../src/pipeline/project/config-edit.ts';
import { parseConfigText } from '../../../src/pipeline/project/config-text.ts';

const TEXT = `# ours
[core]
    remote = a  # the usual one
    analytics = false

# where the data is
['remote "a"']
    url = s3://b/c
    # a secret stands elsewhere
    profile = "x # y"

[cache]
  type = reflink,copy
`;
const A = 'remote "a"';

function valueIn(text: string, section: string, key: string): unknown {
  const parsed = parseConfigText(text, 'config');
  return parsed.ok ? parsed.value.get(section)?.get(key) : parsed.error;
}

describe('a change of a configuration file', () => {
  it('sets a value where it stands and leaves all else', () => {
    expect(editedConfig(TEXT, { k: 'set', section: 'core', key: 'remote', value: 'b' })).toBe(
      TEXT.replace('remote = a  #', 'remote = b  #'),
    );
    expect(editedConfig(TEXT, { k: 'set', section: A, key: 'profile', value: 'p' })).toBe(
      TEXT.replace('"x # y"', 'p'),
    );
  });

  it('adds a value behind the last of its section', () => {
    expect(editedConfig(TEXT, { k: 'set', section: 'cache', key: 'dir', value: '/c' })).toBe(
      `${TEXT}  dir = /c\n`,
    );
    expect(editedConfig(TEXT, { k: 'set', section: A, key: 'jobs', value: '4' })).toBe(
      TEXT.replace('"x # y"\n', '"x # y"\n    jobs = 4\n'),
    );
  });

  it('adds a section at the end, as DVC writes it', () => {
    const edit = { k: 'set', section: 'remote "new"', key: 'url', value: '../x' } as const;
    expect(editedConfig('', edit)).toBe(`['remote "new"']\n    url = ../x\n`);
    expect(editedConfig(TEXT, edit)).toBe(`${TEXT}['remote "new"']\n    url = ../x\n`);
  });

  it('takes a value, or a section with its settings, away', () => {
    expect(editedConfig(TEXT, { k: 'unset', section: 'core', key: 'remote' })).toBe(
      TEXT.replace('    remote = a  # the usual one\n', ''),
    );
    const without = editedConfig(TEXT, { k: 'remove', section: A });
    expect(without).not.toContain('s3://');
    expect(without).toContain('# where the data is');
    expect(without).toContain('[cache]');
    expect(editedConfig(TEXT, { k: 'remove', section: 'remote "none"' })).toBe(TEXT);
  });

  it('renames a section', () => {
    expect(editedConfig(TEXT, { k: 'rename', section: A, to: 'remote "z"' })).toBe(
      TEXT.replace('"a"', '"z"'),
    );
    expect(editedConfig('[remote "a"]\r\nurl=x\r\n', { k: 'rename', section: A, to: 'remote "z"' })).toBe(
      `['remote "z"']\r\nurl=x\r\n`,
    );
  });

  it('is read back as it was meant, whatever the value', () => {
    const value = fc.oneof(
      fc.string().filter((text) => !/[\r\n]/.test(text) && !text.endsWith('"')),
      fc.constantFrom(' a', 'a # b', 'a,b', "it's", '"q"x', `'"both"' x`, '', '#', 'ü,'),
    );
    fc.assert(
      fc.property(value, (text) => {
        const written = editedConfig(TEXT, { k: 'set', section: A, key: 'password', value: text });
        expect(valueIn(written, A, 'password')).toBe(text);
        expect(valueIn(written, A, 'url')).toBe('s3://b/c');
        expect(editedConfig(written, { k: 'unset', section: A, key: 'password' })).toBe(TEXT);
      }),
    );
  });
});
