import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/** Reads the address of a service: http or https, without a query. A user and a password in it are taken for a mistake: they would be shown. */
export function parseServiceUrl(text: string, name: string): Result<string> {
  const refuse = (why: string): Result<never> =>
    err(problem('E_CONFIG', `${name} is not understood`, why, 'write it as https://host/path'));
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return refuse('it is no URL');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refuse('it is neither https:// nor http://');
  if (url.username !== '' || url.password !== '') return refuse('it holds a user or a password');
  if (url.search !== '' || url.hash !== '') return refuse('it holds a query');
  return ok(`${url.origin}${url.pathname.replace(/\/+$/u, '')}`);
}
