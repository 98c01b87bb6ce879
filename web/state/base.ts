/** The path under which the dashboard is reached; ends with `/`. */
export const BASE_PATH: string = new URL(document.baseURI).pathname;

/** The address of a question to the server, e.g. `/runs`. */
export function api(path: string): string {
  return `${BASE_PATH}api${path}`;
}

/** The address of a page or a view of it, e.g. `/runs?q=state:ok`, as a link needs it. */
export function href(path: string): string {
  return BASE_PATH + path.replace(/^\//, '');
}
