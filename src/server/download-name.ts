/** Longer names are cut: no file system takes them. */
const LONGEST = 120;

/**
 * What makes a browser save an answer, under a name that may hold anything: line breaks, quotes, paths, half a character.
 *
 * @example
 * saveAs('a/b".csv') // `attachment; filename="a_b_.csv"; filename*=UTF-8''a_b_.csv`
 */
export function saveAs(name: string): string {
  const plain = cut(name.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"*/:<>?\\|]/gu, '_'));
  const ascii = plain.replace(/[^ -~]|[%;]/gu, '_');
  const encoded = encodeURIComponent(plain).replace(
    /['()]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Keeps the ending, which says what the file is. */
function cut(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= LONGEST) return name;
  const ending = /\.[\w.]{1,12}$/.exec(name)?.[0] ?? '';
  return characters.slice(0, LONGEST - ending.length).join('') + ending;
}
