const LEAST_PLAIN = -4;
const MOST_DIGITS = 100;

/** A number to so many significant digits as Python's format `g` writes it: no zeros at the end, `1e-05`, `nan`. */
export function pythonG(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '0', power = '0'] = evenExponential(value, digits).split('e');
  const exponent = Number(power);
  if (exponent < LEAST_PLAIN || exponent >= digits) {
    const size = `${Math.abs(exponent)}`.padStart(2, '0');
    return `${stripped(mantissa)}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  return stripped(plain(mantissa, exponent));
}

/** Of two that are as near Python takes the even one, JavaScript the one away from nought. */
function evenExponential(value: number, digits: number): string {
  const away = value.toExponential(digits - 1);
  const exact = value.toExponential(MOST_DIGITS);
  const [mantissa = '', power = '0'] = exact.split('e');
  const all = mantissa.replace(/[-.]/g, '');
  if (!/^50*$/.test(all.slice(digits)) || !/[02468]$/.test(all.slice(0, digits))) return away;
  const sign = value < 0 ? '-' : '';
  return `${sign}${all[0] ?? ''}${digits > 1 ? `.${all.slice(1, digits)}` : ''}e${power}`;
}

function plain(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = digits.slice(exponent + 1);
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`;
}

function stripped(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
