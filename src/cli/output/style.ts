/**
 * Colours by SGR codes. Written here because the usual libraries look at `process.stdout` when they are imported, and that alone
 * sets O_NONBLOCK on a pipe that the measured command shares.
 */
export interface Style {
  readonly enabled: boolean;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** A style that colours, or one that leaves text alone. */
export function styleFor(enabled: boolean): Style {
  const code = (open: number, close: number) => (text: string) =>
    enabled && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    enabled,
    bold: code(1, 22),
    dim: code(2, 22),
    red: code(31, 39),
    green: code(32, 39),
    yellow: code(33, 39),
    cyan: code(36, 39),
  };
}

/** What colour depends on. */
export interface ColorInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
  /** `--no-color`. */
  readonly noColor?: boolean;
}

/** Whether to colour: --no-color, NO_COLOR (any value but empty), FORCE_COLOR, CLICOLOR_FORCE, TERM=dumb, CLICOLOR=0, then whether it is a terminal. */
export function wantsColor({ env, isTTY, noColor }: ColorInput): boolean {
  if (noColor === true) return false;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if ((env['CLICOLOR_FORCE'] ?? '0') !== '0') return true;
  return isTTY && env['TERM'] !== 'dumb' && env['CLICOLOR'] !== '0';
}

/** Whether the locale writes UTF-8; otherwise only ASCII is printed. The first that is set decides, as in the C library. */
export function wantsUnicode(env: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  if (locale === undefined) return platform === 'darwin';
  return /utf-?8/i.test(locale);
}
