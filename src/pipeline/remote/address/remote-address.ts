import { type Problem, problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { PipelineConfig, RemoteSettings } from '../../project/config.ts';

/** Where a remote is. */
export type RemoteAddress =
  | { readonly kind: 'local'; readonly folder: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  | {
      readonly kind: 'ssh';
      readonly host: string;
      readonly user?: string;
      readonly port?: number;
      readonly folder: string;
    };

/** A remote of a project, with all that its configuration says. */
export interface RemoteDefinition {
  readonly name: string;
  readonly address: RemoteAddress;
  readonly settings: RemoteSettings;
}

/** Kinds of remotes that DVC knows and this program does not. */
const OTHER_KINDS: Readonly<Record<string, string>> = {
  gs: 'Google Cloud Storage; its S3-compatible interface can be used: an s3:// address with endpointurl https://storage.googleapis.com and HMAC keys',
  azure: 'Azure Blob Storage',
  gdrive: 'Google Drive',
  oss: 'Alibaba OSS; its S3-compatible interface can be used: an s3:// address with its endpointurl',
  http: 'an HTTP server',
  https: 'an HTTP server',
  webdav: 'a WebDAV server; mounted as a folder (davfs2, rclone mount), it can be used by its path',
  webdavs: 'a WebDAV server; mounted as a folder (davfs2, rclone mount), it can be used by its path',
  hdfs: 'HDFS',
  webhdfs: 'HDFS',
};

/**
 * The remote of that name, or the default one.
 *
 * @param name as the user wrote it; names of remotes are in lower case.
 */
export function remoteNamed(
  { remotes, defaultRemote }: Pick<PipelineConfig, 'remotes' | 'defaultRemote'>,
  name: string | undefined,
): Result<RemoteDefinition> {
  const wanted = name?.toLowerCase() ?? defaultRemote;
  if (wanted === undefined) return err(noRemote(remotes));
  const settings = resolved(remotes, wanted, new Set());
  if (!settings.ok) return settings;
  const address = addressOfRemote(settings.value, wanted);
  if (!address.ok) return address;
  for (const option of ['version_aware', 'worktree'])
    if (settings.value.get(option)?.toLowerCase() === 'true') return err(versioned(wanted, option));
  return ok({ name: wanted, address: address.value, settings: settings.value });
}

/** Settings of a remote; one that stands on another (`remote://base/folder`) takes that one's along. */
function resolved(
  remotes: PipelineConfig['remotes'],
  name: string,
  seen: ReadonlySet<string>,
): Result<RemoteSettings> {
  const own = [...remotes].find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
  if (own === undefined) return err(unknownRemote(remotes, name));
  const [, base, rest = ''] = /^remote:\/\/([^/]+)\/?(.*)$/s.exec(own.get('url') ?? '') ?? [];
  if (base === undefined) return ok(own);
  if (seen.has(base)) {
    return err(
      problem(
        'E_PIPELINE_CONFIG',
        `remote '${name}' stands on itself`,
        `its url leads back to '${base}'`,
        'correct its url',
      ),
    );
  }
  const under = resolved(remotes, base, new Set([...seen, name, base]));
  if (!under.ok) return under;
  const url = `${(under.value.get('url') ?? '').replace(/\/$/, '')}/${rest}`;
  return ok(new Map([...under.value, ...own, ['url', url]]));
}

function addressOfRemote(settings: RemoteSettings, name: string): Result<RemoteAddress> {
  const url = settings.get('url') ?? '';
  const [, scheme = '', rest = ''] = /^(\w[\w+.-]*):\/\/(.*)$/s.exec(url) ?? [];
  if (scheme === '') return ok({ kind: 'local', folder: url });
  const kind = scheme.toLowerCase();
  if (kind === 'file') return ok({ kind: 'local', folder: rest });
  if (kind === 's3') return s3Address(rest, url, name);
  if (kind === 'ssh' || kind === 'sftp') return sshAddress(rest, url, settings, name);
  return err(otherKind(name, url, kind));
}

/** What is wrong with a url; undefined for one that this program or DVC understands. */
export function urlProblem(url: string, name: string): Problem | undefined {
  if (/[\r\n]/.test(url) || url === '')
    return badUrl(name, url, 'a folder, s3://BUCKET/FOLDER or ssh://HOST/FOLDER');
  const [, scheme] = /^(\w[\w+.-]*):\/\//.exec(url) ?? [];
  if (scheme === undefined || scheme === 'remote' || OTHER_KINDS[scheme.toLowerCase()] !== undefined)
    return undefined;
  const address = addressOfRemote(new Map([['url', url]]), name);
  return address.ok ? undefined : address.error;
}

function s3Address(rest: string, url: string, name: string): Result<RemoteAddress> {
  const [bucket = '', ...folders] = rest.split('/');
  if (bucket === '') return err(badUrl(name, url, 's3://BUCKET/FOLDER'));
  return ok({ kind: 's3', bucket, prefix: folders.filter((part) => part !== '').join('/') });
}

function sshAddress(
  rest: string,
  url: string,
  settings: RemoteSettings,
  name: string,
): Result<RemoteAddress> {
  const [, userPart, bare, portPart, folder = ''] =
    /^(?:([^@/]*)@)?(\[[^\]]*\]|[^:/]+)(?::(\d+))?(\/.*)?$/s.exec(rest) ?? [];
  // What begins with a dash would be read as an option of ssh.
  if (bare === undefined || bare.startsWith('-') || userPart?.startsWith('-') === true)
    return err(badUrl(name, url, 'ssh://USER@HOST:PORT/FOLDER'));
  const user = settings.get('user') ?? userPart?.split(':')[0];
  const port = Number(settings.get('port') ?? portPart ?? 0);
  return ok({
    kind: 'ssh',
    host: bare.replace(/^\[|\]$/g, ''),
    folder: folder === '' ? '.' : folder.replace(/(.)\/+$/, '$1'),
    ...(user === undefined || user === '' ? {} : { user }),
    ...(port > 0 ? { port } : {}),
  });
}

function noRemote(remotes: PipelineConfig['remotes']): Problem {
  const names = [...remotes.keys()];
  if (names.length === 0) {
    return problem(
      'E_PIPELINE_CONFIG',
      'no remote specified',
      'the project has none',
      'name one: joulebook remote add -d NAME URL (a folder, s3://… or ssh://…)',
    );
  }
  return problem(
    'E_PIPELINE_CONFIG',
    'no remote specified',
    `none of these is the default: ${names.join(', ')}`,
    `make one the default: joulebook remote default ${names[0] ?? ''}; or name it with -r`,
  );
}

function unknownRemote(remotes: PipelineConfig['remotes'], name: string): Problem {
  const names = [...remotes.keys()];
  const known = names.length === 0 ? 'the project has none' : `the project has ${names.join(', ')}`;
  const fix = `joulebook remote add ${name} URL`;
  return problem('E_PIPELINE_CONFIG', `remote '${name}' doesn't exist.`, known, fix);
}

function badUrl(name: string, url: string, form: string): Problem {
  return problem(
    'E_PIPELINE_CONFIG',
    `the url of remote '${name}' is not understood`,
    url,
    `write it as ${form}`,
  );
}

function otherKind(name: string, url: string, kind: string): Problem {
  const what = OTHER_KINDS[kind];
  if (what === undefined)
    return problem(
      'E_PIPELINE_CONFIG',
      `Unsupported URL type ${kind}://`,
      `remote '${name}' is ${url}`,
      'use a folder, s3:// or ssh://',
    );
  return problem(
    'E_REMOTE',
    `remote '${name}' cannot be used`,
    `it is ${what.split(';')[0] ?? what}: folders, s3:// and ssh:// are understood`,
    what.includes(';')
      ? (what.split('; ')[1] ?? '')
      : `let DVC itself carry the data (dvc push, dvc pull): the cache is the same`,
  );
}

function versioned(name: string, option: string): Problem {
  return problem(
    'E_REMOTE',
    `remote '${name}' cannot be used`,
    `${option} keeps data under its own names with versions of the cloud, which only DVC understands`,
    'let DVC itself carry the data (dvc push, dvc pull), or use a remote without it',
  );
}
