/**
 * Ollama's stream, a line at a time and nothing but JSON. Its client drops a line it cannot read, so words would be missing
 * from the middle of an answer, and prints the line, which is what the model said; here it ends the stream instead.
 */
export function onlyJsonLines(response: Response): Response {
  if (!response.body) return response;
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  const pass = (line: string, onward: TransformStreamDefaultController<Uint8Array>): void => {
    if (line.trim() === '') return;
    if (isJson(line)) onward.enqueue(encoder.encode(`${line}\n`));
    else onward.error(new Error('The provider sent a line that is no JSON'));
  };
  const lines = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, onward) {
      const [last = '', ...whole] = `${rest}${decoder.decode(bytes, { stream: true })}`.split('\n').toReversed();
      rest = last;
      for (const line of whole.toReversed()) pass(line, onward);
    },
    flush(onward) {
      pass(rest + decoder.decode(), onward);
    },
  });
  return new Response(response.body.pipeThrough(lines), response);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    // The error would quote the line.
    return false;
  }
}
