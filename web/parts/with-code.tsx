/** A text of the command line in which what stands between backticks is to be typed. */
export function WithCode({ text }: { readonly text: string }) {
  const parts = text.split('`');
  // A backtick without its other is a letter.
  if (parts.length % 2 === 0) return <>{text}</>;
  return <>{parts.map((part, n) => (n % 2 === 1 ? <code key={n}>{part}</code> : part))}</>;
}
