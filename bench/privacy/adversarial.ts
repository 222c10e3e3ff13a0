/**
 * Texts that make pattern matching slow: long runs that nearly match, again and again, so that whoever looks back from
 * every place takes the square of the length. Each is made to any length and the same every time.
 */
export const adversarialTexts: Readonly<Record<string, (length: number) => string>> = {
  'digits without end': repeated('4500012345'),
  'digits in groups of four': repeated('4111 1111 '),
  'digits and dashes': repeated('555-55-'),
  'a@a@a@': repeated('a@'),
  'dots and at signs': repeated('a.b.c@d.'),
  'mail without an end': (length) => `${fill('x.', length - 2)}@x`,
  '<<<<': repeated('<'),
  '((((': repeated('('),
  'all caps': repeated('INVOICE SMITH AND SONS LIMITED '),
  'alternating case': repeated('aBcDeFgH iJkL'),
  'one endless word': repeated('a'),
  'one endless capital word': repeated('A'),
  dots: repeated('.'),
  blanks: repeated(' '),
  'blanks after a cue': (length) => `SSN:${fill(' ', length - 4)}`,
  'nested quotes': repeated(`"'`),
  'combining marks': repeated('a\u0301\u0323\u0308'),
  'marks without a letter': repeated('\u0301'),
  'phone-like': repeated('+1 (555) 01-0 ext. '),
  'plus signs': repeated('+4+9+'),
  'address-like': repeated('12 Main Street Apt. 4, Springfield, IL 627'),
  'corners without a street': repeated('the corner of and '),
  names: repeated('Anna Maria von der Lühe-Smith Jr., '),
  initials: repeated('J. R. R. '),
  'hyphens in a name': (length) => `Anna${fill('-Anna', length - 4)}`,
  apostrophes: repeated("O'Neil's'"),
  newlines: repeated('\n'),
  'table cells': repeated('\t1\t|'),
  URLs: repeated('https://a.b/c?d=e&f=g#h/'),
  'one endless URL': (length) => `https://${fill('a.', length - 8)}`,
  'percent signs': repeated('%20%2F'),
  hex: repeated('9f86d081884c7d65'),
  base64: repeated('TWFuIGlzIGRpc3Rpbmd1aXNoZWQ='),
  'IP addresses that go on': repeated('1.2.3.'),
  colons: repeated('fe80:0:'),
  'IBAN beginnings': repeated('DE89 3704 '),
  emoji: repeated('👩‍👩‍👧 '),
  'right to left': repeated('שלום עולם مرحبا '),
  'zero-width': repeated('a\u200b1\u200d'),
  'soft hyphens': repeated('Schmidt\u00ad'),
  'lone surrogates': repeated('\ud800a\udc00'),
  'tokens that are none': repeated('<PERSON_<EMAIL_1'),
  'cue words': repeated('phone account name dob passport '),
  JSON: repeated('{"a":["b",{"c":1}],'),
};

function repeated(piece: string): (length: number) => string {
  return (length) => fill(piece, length);
}

const fill = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
