const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const;

/** Colours by meaning; without colours every one of them is the text itself. */
export type Paint = Readonly<Record<keyof typeof codes, (text: string) => string>>;

export function createPaint(hasColours: boolean): Paint {
  const colour =
    (name: keyof typeof codes) =>
    (text: string): string =>
      hasColours && text !== '' ? `\u001b[${codes[name][0]}m${text}\u001b[${codes[name][1]}m` : text;
  return {
    bold: colour('bold'),
    dim: colour('dim'),
    red: colour('red'),
    green: colour('green'),
    yellow: colour('yellow'),
    cyan: colour('cyan'),
  };
}
