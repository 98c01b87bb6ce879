import { createHash } from 'node:crypto';
import { problem } from '../../../errors.ts';
import { errnoName, whyNot } from '../../../host/file-failure.io.ts';
import type { Host } from '../../../host/host.ts';
import { proxyFor } from '../../../host/http/proxy.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { RemoteSettings } from '../../project/config.ts';
import type { RemoteStore } from '../remote-store.ts';
import { awsProfile, s3Credentials } from './credentials.io.ts';
import { s3Url } from './s3-address.ts';
import { S3Client } from './s3-client.io.ts';
import { s3Settings } from './s3-settings.ts';
import { S3Store } from './s3-store.io.ts';

/** Opens a bucket of AWS or of another server that speaks S3. */
export async function openS3(
  host: Host,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  settings: RemoteSettings,
): Promise<Result<RemoteStore>> {
  const profile = awsProfile(host, settings);
  if (!profile.ok) return profile;
  const known = s3Settings(settings, host.env, profile.value, md5Base64);
  if (!known.ok) return known;
  const credentials = await s3Credentials(host, settings, profile.value);
  if (!credentials.ok) return credentials;
  const proxy = proxyFor(s3Url(known.value, bucket, ''), host.env, (text) =>
    Buffer.from(text).toString('base64'),
  );
  if (proxy === 'wrong')
    return err(
      problem(
        'E_REMOTE',
        'the proxy of the environment is not understood',
        'http_proxy or https_proxy is no address',
        'write it as http://proxy.example.org:3128',
      ),
    );
  try {
    return ok(new S3Store(new S3Client(host, bucket, known.value, credentials.value, proxy), prefix));
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    const { why, fix } = whyNot(error);
    return err(problem('E_REMOTE', 'cannot read the certificates that are trusted (ssl_verify)', why, fix));
  }
}

function md5Base64(base64: string): string {
  return createHash('md5').update(Buffer.from(base64, 'base64')).digest('base64');
}
