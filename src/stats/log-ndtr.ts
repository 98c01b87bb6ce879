/** ln √(2π). */
const HALF_LOG_TWO_PI = 0.9189385332046728;

// Rational approximations of erf and erfc, exact to a double's last digits: W. J. Cody, Mathematics of Computation 23 (1969) 631-637.
const ERF_TOP = [
  0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694,
];
const ERF_BELOW = [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const MIDDLE_TOP = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
  881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const MIDDLE_BELOW = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const TAIL_TOP = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
];
const TAIL_BELOW = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];
const ONE_OVER_SQRT_PI = 0.5641895835477563;

/** exp(y²) · erfc(y) for y >= 0.46875: what is left of erfc without the factor that underflows. */
function scaledErfc(y: number): number {
  if (y <= 4) return rational(MIDDLE_TOP, MIDDLE_BELOW, y);
  const z = 1 / (y * y);
  return (ONE_OVER_SQRT_PI - z * rational(TAIL_TOP, TAIL_BELOW, z)) / y;
}

function rational(top: readonly number[], below: readonly number[], x: number): number {
  let over = 0;
  let under = 0;
  for (const coefficient of top) over = over * x + coefficient;
  for (const coefficient of below) under = under * x + coefficient;
  return over / under;
}

/**
 * Distribution function of the standard normal distribution. As exact as the one of `normal.ts` in both tails, and ten times as fast: a
 * sampler calls it some thousand times for a proposal.
 */
export function ndtr(x: number): number {
  const y = Math.abs(x) * Math.SQRT1_2;
  if (y < 0.46875) return 0.5 + 0.5 * x * Math.SQRT1_2 * rational(ERF_TOP, ERF_BELOW, y * y);
  const tail = 0.5 * Math.exp(-x * x * 0.5) * scaledErfc(y);
  return x > 0 ? 1 - tail : tail;
}

/** Logarithm of {@link ndtr}; exact where that underflows. */
export function logNdtr(x: number): number {
  if (x > 0) return Math.log1p(-ndtr(-x));
  const y = -x * Math.SQRT1_2;
  return y < 0.46875 ? Math.log(ndtr(x)) : -x * x * 0.5 + Math.log(0.5 * scaledErfc(y));
}

/** Logarithm of the standard normal density. */
export function logNormalDensity(x: number): number {
  return -0.5 * x * x - HALF_LOG_TWO_PI;
}

/** Logarithm of the probability that a standard normal number lies in [a, b], a < b; small masses in either tail keep their digits. */
export function logNormalMass(a: number, b: number): number {
  if (a > 0) return logNormalMass(-b, -a);
  // 1 - p - q and not a sum of logarithms: nothing cancels where the mass is almost 1.
  if (b > 0) return Math.log1p(-ndtr(a) - ndtr(-b));
  const upper = logNdtr(b);
  return upper + Math.log(-Math.expm1(logNdtr(a) - upper));
}

// Coefficients of algorithm AS 241 (PPND16), exact to about 1e-16: M. J. Wichura, Applied Statistics 37 (1988) 477-484.
const CENTRE_TOP = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
];
const CENTRE_BELOW = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
];
const NEAR_TOP = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const NEAR_BELOW = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];
const FAR_TOP = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const FAR_BELOW = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
];

/** Quantile of the standard normal distribution for 0 < p < 1, at the price of two polynomials. */
export function normalQuantileFast(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(CENTRE_TOP, CENTRE_BELOW, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const tail = r <= 5 ? rational(NEAR_TOP, NEAR_BELOW, r - 1.6) : rational(FAR_TOP, FAR_BELOW, r - 5);
  return q < 0 ? -tail : tail;
}
