/** HTML elements without an end. */
const VOID = new Set(['meta', 'br', 'hr', 'img', 'input', 'link']);

/**
 * What is wrong with the tags of a page or a drawing: read as a strict parser of XML would, but for HTML's elements without an end. Content of
 * `style` is passed over.
 */
export function tagFaults(markup: string): readonly string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const ids = new Set<string>();
  const text = markup.replace(/<!DOCTYPE html>/, '').replaceAll(/<style>[^<]*<\/style>/g, '');
  const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z:][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*)\s*(\/?)>/g;
  const rest = text.replaceAll(TAG, (_, close: string, name: string, attributes: string, self: string) => {
    const id = /\sid="([^"]*)"/.exec(attributes)?.[1];
    if (id !== undefined && ids.has(id)) faults.push(`id ${id} stands twice`);
    if (id !== undefined) ids.add(id);
    if (close === '/') {
      const last = open.pop();
      if (last !== name) faults.push(`</${name}> closes <${last ?? 'nothing'}>`);
    } else if (self === '' && !VOID.has(name)) open.push(name);
    return '';
  });
  if (open.length > 0) faults.push(`never closed: ${open.join()}`);
  const stray = /[<>]|&(?!(?:amp|lt|gt|quot|#\d+);)/.exec(rest);
  if (stray !== null)
    faults.push(`a bare sign in ${rest.slice(Math.max(0, stray.index - 20), stray.index + 20)}`);
  return faults;
}
