/** Whether one edit (a letter more, less, exchanged, or two swapped) makes the word of a text into the known one. */
export function isOneEditApart(letters: Uint16Array, start: number, end: number, known: string): boolean {
  const length = end - start;
  const difference = length - known.length;
  if (difference > 1 || difference < -1) return false;
  const shorter = difference < 0 ? length : known.length;
  let at = 0;
  while (at < shorter && letters[start + at] === known.charCodeAt(at)) at += 1;
  if (difference > 0) return endsAlike(letters, start + at + 1, end, known, at);
  if (difference < 0) return endsAlike(letters, start + at, end, known, at + 1);
  if (at === length) return false;
  if (endsAlike(letters, start + at + 1, end, known, at + 1)) return true;
  const isSwapped = letters[start + at] === known.charCodeAt(at + 1) && letters[start + at + 1] === known.charCodeAt(at);
  return isSwapped && at + 1 < length && endsAlike(letters, start + at + 2, end, known, at + 2);
}

function endsAlike(letters: Uint16Array, from: number, end: number, known: string, fromKnown: number): boolean {
  for (let at = 0; from + at < end; at += 1) if (letters[from + at] !== known.charCodeAt(fromKnown + at)) return false;
  return true;
}
