import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { ExportFormat } from './export-format.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Headers with which a server lets somebody in: as the client that is usual for it takes them, else JOULEBOOK_EXPORT_AUTHORIZATION. */
export function credentialHeaders(format: ExportFormat, env: Env): Readonly<Record<string, string>> {
  const given = env['JOULEBOOK_EXPORT_AUTHORIZATION']?.trim() ?? '';
  const own = given === '' ? {} : { authorization: given };
  if (format === 'mlflow') return { ...own, ...mlflowHeaders(env) };
  return format === 'otlp' ? { ...own, ...otlpHeaders(env) } : own;
}

/** Every OpenTelemetry exporter takes `key=value,key=value`, percent-encoded. */
function otlpHeaders(env: Env): Readonly<Record<string, string>> {
  const text = env['OTEL_EXPORTER_OTLP_METRICS_HEADERS'] ?? env['OTEL_EXPORTER_OTLP_HEADERS'] ?? '';
  const pairs = text.split(',').flatMap((pair): (readonly [string, string])[] => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim().toLowerCase(), decoded(pair.slice(at + 1).trim())]];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As MLflow's own client takes them. */
function mlflowHeaders(env: Env): Readonly<Record<string, string>> {
  const token = env['MLFLOW_TRACKING_TOKEN']?.trim() ?? '';
  if (token !== '') return { authorization: `Bearer ${token}` };
  const user = env['MLFLOW_TRACKING_USERNAME'] ?? '';
  if (user === '') return {};
  const pair = `${user}:${env['MLFLOW_TRACKING_PASSWORD'] ?? ''}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Files of certificates, the particular before the general: OpenTelemetry's, MLflow's, and OpenSSL's own variable. */
const CERTIFICATES: Readonly<Partial<Record<ExportFormat, readonly string[]>>> = {
  otlp: ['OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE', 'OTEL_EXPORTER_OTLP_CERTIFICATE'],
  mlflow: ['MLFLOW_TRACKING_SERVER_CERT_PATH'],
};

/** Certificates (PEM) that are trusted: Node's own and those of a file that the environment names; undefined where it names none. */
export function trusted(format: ExportFormat, env: Env): Result<readonly string[] | undefined> {
  for (const name of [...(CERTIFICATES[format] ?? []), 'SSL_CERT_FILE']) {
    const path = env[name];
    if (path === undefined || path === '') continue;
    try {
      return ok([...rootCertificates, readFileSync(path, 'utf8')]);
    } catch (error) {
      const { why, fix } = whyNot(error);
      return err(problem('E_CONFIG', `cannot read the certificates of ${name}, ${path}`, why, fix));
    }
  }
  return ok(undefined);
}
