/**
 * What every answer says: nothing but what came with the page is loaded or run, nobody frames it, nothing is guessed.
 *
 * @param scriptHash of the one script that stands in the page (it sets the theme before the first paint), `sha256-…`; none stands in what is no page.
 */
export function securityHeaders(scriptHash?: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    scriptHash === undefined ? "script-src 'none'" : `script-src 'self' '${scriptHash}'`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'none'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  };
}
