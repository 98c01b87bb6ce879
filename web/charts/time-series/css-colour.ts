/** A colour of the page as a canvas needs it, e.g. of `gpu`. */
export function cssColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
