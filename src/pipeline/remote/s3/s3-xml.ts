/** Reads the few elements that matter of the XML that S3 answers with. */

/** The text of the first element of that name; undefined where there is none. */
export function textIn(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : unescaped(text);
}

/** The insides of all elements of that name. */
export function elementsIn(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}>`, 'gs'))].map(
    ([, inner = '']) => inner,
  );
}

/** One page of the list of a bucket. */
export interface ListPage {
  readonly objects: readonly { readonly key: string; readonly size: number }[];
  /** Asks for the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** Reads a page of a list; keys were asked for in the encoding of an address. */
export function parseListPage(xml: string): ListPage {
  const isEncoded = textIn(xml, 'EncodingType') === 'url';
  const objects = elementsIn(xml, 'Contents').map((inner) => {
    const key = textIn(inner, 'Key') ?? '';
    return { key: isEncoded ? decoded(key) : key, size: Number(textIn(inner, 'Size') ?? 0) };
  });
  const isMore = textIn(xml, 'IsTruncated') === 'true';
  return { objects, next: isMore ? textIn(xml, 'NextContinuationToken') : undefined };
}

/** A text within an element. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (whole, dec?: string, hex?: string, name?: string) => {
      if (dec !== undefined) return String.fromCodePoint(Number(dec));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return ENTITIES[name ?? ''] ?? whole;
    },
  );
}
