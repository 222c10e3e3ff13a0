export type Envelope = {
  readonly from: string;
  readonly fromName: string;
  readonly to: readonly string[];
  readonly date: Date;
  /** Names the mail for good: a receiver that gets it twice shows it once. */
  readonly messageId: string;
  readonly language?: string;
};

/** A mail as RFC 5322 has it, in lines that end with CRLF: plain text in UTF-8, quoted-printable, so that every server carries it. */
export function mailText(mail: { readonly Subject: string; readonly Text: string }, envelope: Envelope): string {
  const headers = [
    `Date: ${dateOf(envelope.date)}`,
    `From: ${encodedWord(envelope.fromName)} <${envelope.from}>`,
    `To: ${envelope.to.map((address) => `<${address}>`).join(',\r\n ')}`,
    `Subject: ${encodedWord(mail.Subject)}`,
    `Message-ID: <${envelope.messageId}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    ...(envelope.language === undefined ? [] : [`Content-Language: ${envelope.language}`]),
    // Out-of-office answers to a program help nobody.
    'Auto-Submitted: auto-generated',
  ];
  return `${headers.join('\r\n')}\r\n\r\n${quotedPrintable(mail.Text)}\r\n`;
}

/** RFC 2047, in pieces of at most 75 characters that break between characters, never inside one. */
export function encodedWord(text: string): string {
  const oneLine = text.replaceAll(/\s+/g, ' ').trim();
  if (/^[A-Za-z0-9 .,:;!?()'+/-]*$/.test(oneLine) && oneLine.length <= 60) return oneLine;
  const pieces: string[] = [];
  let piece = '';
  for (const character of oneLine) {
    if (Buffer.byteLength(piece + character) > 45) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece].map((each) => `=?utf-8?B?${Buffer.from(each).toString('base64')}?=`).join('\r\n ');
}

/** RFC 2045: printable ASCII as it is, everything else as =XX, lines of at most 76 characters. */
export function quotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => {
      const pieces: string[] = [];
      let piece = '';
      const bytes = Buffer.from(line);
      bytes.forEach((byte, at) => {
        const isLast = at === bytes.length - 1;
        const isPlain = (byte >= 33 && byte <= 126 && byte !== 61) || ((byte === 32 || byte === 9) && !isLast);
        const written = isPlain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
        if (piece.length + written.length > 75) {
          pieces.push(piece);
          piece = '';
        }
        piece += written;
      });
      return [...pieces, piece].join('=\r\n');
    })
    .join('\r\n');
}

/** A line that begins with a dot gets another one; a dot alone ends the mail (RFC 5321). Every line ends with CRLF. */
export function dotStuffed(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return `${lines.map((line) => (line.startsWith('.') ? `.${line}` : line)).join('\r\n')}\r\n.\r\n`;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dateOf(date: Date): string {
  const [day, month] = [days[date.getUTCDay()], months[date.getUTCMonth()]];
  const time = date.toISOString().slice(11, 19);
  return `${day}, ${date.getUTCDate()} ${month} ${date.getUTCFullYear()} ${time} +0000`;
}
