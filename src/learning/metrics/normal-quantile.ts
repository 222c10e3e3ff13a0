import { CountersignError } from '../../contracts/errors.ts';

/**
 * The standard normal quantile by Wichura's algorithm AS 241 (1988), PPND16: about sixteen digits. `share` lies strictly between
 * 0 and 1; throws `input.invalid` otherwise.
 */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new CountersignError('input.invalid', 'A probability lies between 0 and 1', { field: 'share' });
  const off = share - 0.5;
  if (Math.abs(off) <= 0.425) {
    const r = 0.180625 - off * off;
    return (off * polynomial(middle, r)) / polynomial(middleUnder, r);
  }
  const r = Math.sqrt(-Math.log(off < 0 ? share : 1 - share));
  const size = r <= 5 ? polynomial(near, r - 1.6) / polynomial(nearUnder, r - 1.6) : polynomial(far, r - 5) / polynomial(farUnder, r - 5);
  return off < 0 ? -size : size;
}

function polynomial(coefficients: readonly number[], at: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * at + coefficient, 0);
}

// Wichura's published coefficients as the nearest doubles, lowest power first.
const middle = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813,
  2509.0809287301227,
];
const middleUnder = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854,
];
const near = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
];
const nearUnder = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345,
  1.0507500716444169e-9,
];
const far = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784,
  2.7115555687434876e-5, 2.0103343992922881e-7,
];
const farUnder = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5, 1.421511758316446e-7,
  2.0442631033899397e-15,
];
