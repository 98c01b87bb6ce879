import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../../errors.ts';
import type { Host } from '../../../host/host.ts';
import { sendRequest } from '../../../host/http/send-request.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { RemoteSettings } from '../../project/config.ts';
import { type AwsProfile, parseAwsFile } from './aws-files.ts';
import { credentialsOfJson, type S3Credentials } from './s3-credentials.ts';

/** Where machines of AWS tell of themselves. */
const INSTANCE = 'http://169.254.169.254';
const CONTAINER = 'http://169.254.170.2';
/** Elsewhere nothing answers there. */
const NEAR = { connectMs: 1000, wholeMs: 2000, mostBytes: 1 << 20 } as const;

/** The profile that a remote or the environment names, from the files `config` and `credentials`. */
export function awsProfile(host: Host, settings: RemoteSettings): Result<AwsProfile> {
  const { env, home = '/' } = host;
  const named = settings.get('profile') ?? env['AWS_PROFILE'] ?? env['AWS_DEFAULT_PROFILE'];
  const name = named ?? 'default';
  const configFile = env['AWS_CONFIG_FILE'] ?? settings.get('configpath') ?? join(home, '.aws', 'config');
  const keysFile =
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? settings.get('credentialpath') ?? join(home, '.aws', 'credentials');
  const config = parseAwsFile(textOf(configFile, home), true).get(name);
  const keys = parseAwsFile(textOf(keysFile, home), false).get(name);
  if (config === undefined && keys === undefined && named !== undefined) {
    const why = `neither ${configFile} nor ${keysFile} has it`;
    return err(
      problem(
        'E_REMOTE',
        `there is no profile '${named}'`,
        why,
        'correct the profile of the remote, or AWS_PROFILE',
      ),
    );
  }
  return ok(new Map([...(config ?? []), ...(keys ?? [])]));
}

/**
 * What requests are signed with: of the remote, the environment, the profile, the container or machine that this is, in this order; undefined where the
 * remote is to be used without.
 */
export async function s3Credentials(
  host: Host,
  settings: RemoteSettings,
  profile: AwsProfile,
): Promise<Result<S3Credentials | undefined>> {
  if (settings.get('allow_anonymous_login')?.toLowerCase() === 'true') return ok(undefined);
  const { env } = host;
  const own = keysOf((name) => settings.get(name), ['access_key_id', 'secret_access_key', 'session_token']);
  const around = keysOf(
    (name) => env[name],
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
  );
  const known = own ?? (settings.has('profile') ? undefined : around);
  if (known !== undefined) return ok(known);
  const role = ['role_arn', 'sso_session', 'sso_start_url'].find((key) => profile.has(key));
  const filed = keysOf(
    (name) => profile.get(name),
    ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'],
  );
  if (filed !== undefined && role === undefined) return ok(filed);
  const program = profile.get('credential_process');
  if (program !== undefined) return fromProgram(program);
  if (role !== undefined) return err(needsAws(role));
  const near = (await fromContainer(env)) ?? (await fromInstance(env));
  return near === undefined ? err(noCredentials()) : ok(near);
}

function keysOf(
  read: (name: string) => string | undefined,
  [keyName, secretName, tokenName]: readonly [string, string, string],
): S3Credentials | undefined {
  const [keyId, secret, token] = [read(keyName), read(secretName), read(tokenName)];
  if (keyId === undefined || keyId === '' || secret === undefined || secret === '') return undefined;
  return { keyId, secret, ...(token === undefined || token === '' ? {} : { token }) };
}

function fromProgram(program: string): Result<S3Credentials> {
  const { stdout, status } = spawnSync('/bin/sh', ['-c', program], {
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  const credentials = status === 0 ? credentialsOfJson(stdout) : undefined;
  if (credentials !== undefined) return ok(credentials);
  const why = status === 0 ? 'what it printed is not understood' : `it ended with ${status ?? 'a signal'}`;
  return err(
    problem(
      'E_REMOTE',
      `the program that gives the credentials failed: ${program}`,
      why,
      'look at credential_process in ~/.aws/config',
    ),
  );
}

/** In a container or a function of AWS. */
async function fromContainer(env: Host['env']): Promise<S3Credentials | undefined> {
  const path = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  const url = path === undefined ? env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] : CONTAINER + path;
  if (url === undefined || !URL.canParse(url)) return undefined;
  const tokenFile = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const token =
    env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ??
    (tokenFile === undefined ? '' : textOf(tokenFile, '/').trim());
  const answer = await sendRequest(
    { url: new URL(url), headers: token === '' ? {} : { authorization: token } },
    NEAR,
  );
  return answer.isWhole && answer.status === 200 ? credentialsOfJson(answer.text) : undefined;
}

/** On a machine of EC2, by the second version of its metadata service. */
async function fromInstance(env: Host['env']): Promise<S3Credentials | undefined> {
  if (env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') return undefined;
  const base = env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? INSTANCE;
  if (!URL.canParse(base)) return undefined;
  const asked = await sendRequest(
    {
      url: new URL('/latest/api/token', base),
      method: 'PUT',
      headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' },
    },
    NEAR,
  );
  if (!asked.isWhole || asked.status !== 200) return undefined;
  const headers = { 'x-aws-ec2-metadata-token': asked.text };
  const folder = '/latest/meta-data/iam/security-credentials/';
  const role = await sendRequest({ url: new URL(folder, base), headers }, NEAR);
  if (!role.isWhole || role.status !== 200) return undefined;
  const name = role.text.split('\n')[0]?.trim() ?? '';
  const answer = await sendRequest({ url: new URL(folder + name, base), headers }, NEAR);
  return answer.isWhole && answer.status === 200 ? credentialsOfJson(answer.text) : undefined;
}

function textOf(path: string, home: string): string {
  try {
    return readFileSync(path.startsWith('~/') ? join(home, path.slice(2)) : path, 'utf8');
  } catch {
    return ''; // none of these files need be there
  }
}

function needsAws(setting: string): Problem {
  return problem(
    'E_REMOTE',
    'the credentials of this profile have to be asked for first',
    `it has ${setting}, which only the tools of AWS follow`,
    'in ~/.aws/config give a profile `credential_process = aws configure export-credentials --profile NAME`, and name that one',
  );
}

function noCredentials(): Problem {
  return problem(
    'E_REMOTE',
    'there are no credentials for S3',
    'neither the remote nor AWS_ACCESS_KEY_ID, a profile or this machine gives any',
    'joulebook remote modify --local NAME access_key_id … and secret_access_key …; for a public bucket: remote modify NAME allow_anonymous_login true',
  );
}
