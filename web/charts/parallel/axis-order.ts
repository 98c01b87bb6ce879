/** The keys of axes in the order of the address; those that it does not name follow in their own order. */
export function orderOf(keys: readonly string[], text: string | undefined): readonly string[] {
  const known = new Set(keys);
  const asked = listOf(text).filter((key) => known.has(key));
  return [...new Set([...asked, ...keys])];
}

/** An order as it stands in the address; undefined where it is that of the axes themselves. */
export function orderText(order: readonly string[], keys: readonly string[]): string | undefined {
  return order.every((key, i) => key === keys[i]) ? undefined : order.map(encoded).join(',');
}

/** Moves a key to another place. */
export function movedTo(order: readonly string[], key: string, place: number): readonly string[] {
  const rest = order.filter((other) => other !== key);
  const at = Math.min(Math.max(place, 0), rest.length);
  return [...rest.slice(0, at), key, ...rest.slice(at)];
}

/** Keys of the address, e.g. those that are turned upside down. */
export function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      try {
        return [decodeURIComponent(part)];
      } catch {
        return [];
      }
    });
}

/** Adds a key to a list of the address, or takes it out. */
export function toggled(text: string | undefined, key: string): string | undefined {
  const now = listOf(text);
  const next = now.includes(key) ? now.filter((other) => other !== key) : [...now, key];
  return next.length === 0 ? undefined : next.map(encoded).join(',');
}

function encoded(key: string): string {
  return encodeURIComponent(key);
}
