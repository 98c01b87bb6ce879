import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realHost } from '../../../src/host/real-host.io.ts';
import { parseConfigText } from '../../../src/pipeline/project/config-text.ts';
import { mergedConfig, pipelineConfig } from '../../../src/pipeline/project/config.ts';
import { loadConfig } from '../../../src/pipeline/project/load-config.io.ts';

function parsed(text: string): Record<string, Record<string, unknown>> {
  const config = parseConfigText(text, '.dvc/config');
  if (!config.ok) throw new Error(config.error.what);
  return Object.fromEntries(
    [...config.value].map(([name, settings]) => [name, Object.fromEntries(settings)]),
  );
}

describe('the text of a configuration', () => {
  // Expected values: what ConfigObj 5.0.9, with which DVC reads its files, makes of these texts.
  it('is read as DVC reads it', () => {
    const text = [
      '# a comment',
      '[core]',
      '    remote = storage',
      "    Autostage = 'true'   # on",
      '[\'remote "storage"\']',
      '    url = s3://bucket/path',
      '    password = "a # b, c"',
      '[remote "My Other"]',
      'url=../else where',
      '[cache]',
      '    type = reflink, hardlink ,"copy"',
      '    dir = /a b/c',
      '    empty =',
      '    single = a,',
    ].join('\r\n');
    expect(parsed(text)).toEqual({
      core: { remote: 'storage', autostage: 'true' },
      'remote "storage"': { url: 's3://bucket/path', password: 'a # b, c' },
      'remote "My Other"': { url: '../else where' },
      cache: { type: ['reflink', 'hardlink', 'copy'], dir: '/a b/c', empty: '', single: ['a'] },
    });
  });
  it('that is none tells the line', () => {
    expect(parseConfigText('[core]\nremote\n', 'f')).toMatchObject({
      ok: false,
      error: { code: 'E_PIPELINE_CONFIG', at: { file: 'f', line: 2, text: 'remote' } },
    });
  });
});

describe('the meaning of a configuration', () => {
  const meaning = (...texts: string[]): ReturnType<typeof pipelineConfig> =>
    pipelineConfig(
      mergedConfig(
        texts.map((text) => {
          const config = parseConfigText(text, 'f');
          if (!config.ok) throw new Error(config.error.what);
          return config.value;
        }),
      ),
      '/repo/.dvc/cache',
    );
  it('has defaults', () => {
    expect(meaning('')).toEqual({
      ok: true,
      value: {
        remotes: new Map(),
        cacheDir: '/repo/.dvc/cache',
        linkTypes: ['reflink', 'copy'],
        isCacheShared: false,
        isAutostaged: false,
        isWithoutGit: false,
        hasHardlinkLock: false,
        parsing: { bool: 'store_true', list: 'nargs' },
        plots: { isOpened: false },
      },
    });
  });
  it('takes the nearer over the farther, setting by setting', () => {
    const config = meaning(
      '[core]\nremote = Far\nautostage = TRUE\n["remote \\"far\\""]\nurl = /x'.replaceAll('\\', ''),
      '[cache]\ntype = symlink,reflink\nshared = group\n[core]\nremote = near\n[parsing]\nbool=boolean_optional\nlist=append',
      '[plots]\nauto_open = True\nout_dir = pages\nhtml_template = page.html',
    );
    expect(config).toMatchObject({
      value: {
        defaultRemote: 'near',
        isAutostaged: true,
        linkTypes: ['symlink', 'reflink'],
        isCacheShared: true,
        parsing: { bool: 'boolean_optional', list: 'append' },
        plots: { isOpened: true, outDir: 'pages', htmlTemplate: 'page.html' },
      },
    });
  });
  it.each([
    ['[core]\nautostage = maybe', 'core.autostage is "maybe"; it takes true, false'],
    ['[cache]\ntype = hardlnk', 'cache.type has "hardlnk"; it takes reflink, hardlink, symlink, copy'],
    ['[remote "x"]\nregion = eu', 'remote "x" has no url'],
  ])('refuses %j', (text, why) => {
    expect(meaning(text)).toMatchObject({ ok: false, error: { code: 'E_PIPELINE_CONFIG', why } });
  });
});

it('is gathered from the four files, with paths from where each stands', () => {
  const root = mkdtempSync(join(tmpdir(), 'jb-config-'));
  const folders = ['etc', 'home/.config/dvc', 'repo/.dvc'].map((name) => join(root, name));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  const [system = '', global = '', project = ''] = folders;
  writeFileSync(join(system, 'config'), '[remote "shared"]\nurl = /mnt/shared\n');
  writeFileSync(join(global, 'config'), '[remote "home"]\nurl = ~/store\n[core]\nremote = home\n');
  writeFileSync(join(project, 'config'), '[remote "near"]\nurl = ../../store\n[cache]\ndir = ../../cache\n');
  writeFileSync(join(project, 'config.local'), '[core]\nremote = near\n');
  const home = join(root, 'home');
  const host = { ...realHost(), home, env: { DVC_SYSTEM_CONFIG_DIR: system } };
  const config = loadConfig(host, join(root, 'repo'));
  if (!config.ok) throw new Error(config.error.what);
  const { remotes, cacheDir, defaultRemote } = config.value;
  expect([...remotes].map(([name, remote]) => [name, remote.get('url')])).toEqual([
    ['shared', '/mnt/shared'],
    ['home', join(home, 'store')],
    ['near', join(root, 'store')],
  ]);
  expect({ cacheDir, defaultRemote }).toEqual({ cacheDir: join(root, 'cache'), defaultRemote: 'near' });
});
