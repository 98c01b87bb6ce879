/** The least exponent that Python's `repr` writes out in full, and the first that it does not. */
const PLAIN_FROM = -4;
const PLAIN_TO = 16;

/** A floating-point number as Python's `repr` writes it: `1.0`, `1e-05`, `1e+16`, `inf`, `nan`. The shortest digits that read back the same. */
export function floatText(n: number): string {
  if (Number.isNaN(n)) return 'nan';
  if (!Number.isFinite(n)) return n > 0 ? 'inf' : '-inf';
  const sign = n < 0 || Object.is(n, -0) ? '-' : '';
  const [mantissa = '0', power = '0'] = Math.abs(n).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  if (exponent < PLAIN_FROM || exponent >= PLAIN_TO) {
    const size = `${Math.abs(exponent)}`.padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
