import { type Problem, problem } from '../../../errors.ts';
import { textIn } from './s3-xml.ts';

/** What a server answered that is no success. */
export interface S3Refusal {
  readonly status: number;
  /** XML, or nothing (HEAD). */
  readonly text: string;
}

const BAD_CREDENTIALS = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'TokenRefreshRequired',
]);

/** The name that S3 has for what went wrong. */
export function s3Code({ status, text }: S3Refusal): string {
  return (
    textIn(text, 'Code') ?? (status === 404 ? 'NotFound' : status === 403 ? 'AccessDenied' : `${status}`)
  );
}

/**
 * What a refusal means to the user.
 *
 * @param doing `read s3://bucket/key`.
 */
export function refusalProblem(refusal: S3Refusal, doing: string, bucket: string, endpoint: string): Problem {
  const code = s3Code(refusal);
  const what = `cannot ${doing}`;
  const said = textIn(refusal.text, 'Message');
  const why = `${endpoint} answers ${code}${said === undefined ? '' : `: ${said}`}`;
  if (code === 'NoSuchBucket')
    return problem(
      'E_REMOTE',
      what,
      `there is no bucket '${bucket}' at ${endpoint}`,
      'make it, or correct the url or endpointurl of the remote',
    );
  if (BAD_CREDENTIALS.has(code))
    return problem(
      'E_REMOTE',
      what,
      why,
      'look at the credentials: options of the remote, environment, profile; a session may have ended',
    );
  if (refusal.status === 403 || code === 'AccessDenied' || refusal.status === 401)
    return problem(
      'E_REMOTE',
      what,
      why,
      'ask the owner of the bucket for the right, or use other credentials (profile, access_key_id)',
    );
  if (code === 'RequestTimeTooSkewed') return problem('E_REMOTE', what, why, 'set the clock of this machine');
  return problem('E_REMOTE', what, why, 'look at the server, and at the url and endpointurl of the remote');
}

/** Worth another try: the server is busy or fell over. */
export function isPassing(refusal: S3Refusal): boolean {
  const { status } = refusal;
  const code = s3Code(refusal);
  return (
    status === 429 ||
    (status >= 500 && status !== 501) ||
    code === 'RequestTimeout' ||
    code === 'SlowDown' ||
    code === 'OperationAborted' ||
    // A body that was damaged on its way.
    code === 'BadDigest' ||
    code === 'XAmzContentSHA256Mismatch'
  );
}
