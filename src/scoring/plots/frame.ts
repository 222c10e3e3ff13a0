/** A plot as a whole SVG file: opened by itself, shown in an `<img>`, or put into a page. */
export type Drawing = {
  readonly title: string;
  /** What it shows in a sentence, for who does not see it. */
  readonly description: string;
  /** A line below the title. */
  readonly subtitle?: string;
  /** Elements already written as SVG, every text in them escaped. */
  readonly body: readonly string[];
};

export const size = { width: 480, height: 360 } as const;
/** What lies outside the axes: title and subtitle above, ticks and their name below. */
export const margin = { top: 56, right: 18, bottom: 48, left: 62 } as const;

/** Colours by role, light and dark; a colour is never the only thing that tells two series apart. */
const style = [
  '.cs-ground{fill:#fff}.cs-ink{fill:#17212b}.cs-soft{fill:#5a6772}.cs-grid{stroke:#e1e7ec}.cs-axis{stroke:#8894a0}',
  '.cs-first{fill:#1f66d0}.cs-second{fill:#b4540a}.cs-line-first{stroke:#1f66d0}.cs-line-second{stroke:#b4540a}.cs-line-ink{stroke:#17212b}',
  '@media (prefers-color-scheme:dark){.cs-ground{fill:#12181f}.cs-ink{fill:#e6edf3}.cs-soft{fill:#9aa7b4}.cs-grid{stroke:#2a343f}.cs-axis{stroke:#66727e}',
  '.cs-first{fill:#6cb0ff}.cs-second{fill:#f0a35e}.cs-line-first{stroke:#6cb0ff}.cs-line-second{stroke:#f0a35e}.cs-line-ink{stroke:#e6edf3}}',
].join('');

/** The file. Ids come from the title, so that several plots may stand in one page. */
export function draw({ title, description, subtitle, body }: Drawing): string {
  const id = `cs-${title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`;
  const { width, height } = size;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc" font-family="system-ui, -apple-system, 'Segoe UI', sans-serif" font-size="11">`,
    `<title id="${id}-title">${escaped(title)}</title>`,
    `<desc id="${id}-desc">${escaped(description)}</desc>`,
    `<style>${style}</style>`,
    `<rect class="cs-ground" width="${width}" height="${height}"/>`,
    text(16, 24, shortened(title, 56), { size: 15, weight: 600 }),
    ...(subtitle === undefined ? [] : [text(16, 42, shortened(subtitle, 84), { tone: 'soft' })]),
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

export type TextOptions = {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly tone?: 'ink' | 'soft' | 'first' | 'second';
  readonly size?: number;
  readonly weight?: number;
  readonly turned?: boolean;
};

export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { anchor = 'start', tone = 'ink', size: fontSize, weight, turned = false } = options;
  const more = [
    anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
    fontSize === undefined ? '' : ` font-size="${fontSize}"`,
    weight === undefined ? '' : ` font-weight="${weight}"`,
    turned ? ` transform="rotate(-90 ${at(x)} ${at(y)})"` : '',
  ].join('');
  return `<text class="cs-${tone}" x="${at(x)}" y="${at(y)}"${more}>${escaped(content)}</text>`;
}

export type LineOptions = {
  readonly tone?: 'grid' | 'axis' | 'line-first' | 'line-second' | 'line-ink';
  readonly dashes?: string;
  readonly width?: number;
};

export function line(x1: number, y1: number, x2: number, y2: number, options: LineOptions = {}): string {
  return `<line class="cs-${options.tone ?? 'axis'}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"${strokes(options)}/>`;
}

export function path(points: readonly (readonly [number, number])[], options: LineOptions = {}): string {
  const moves = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('');
  return `<path class="cs-${options.tone ?? 'line-first'}" fill="none" stroke-linejoin="round" d="${moves}"${strokes(options)}/>`;
}

function strokes({ dashes, width = 1 }: LineOptions): string {
  return `${width === 1 ? '' : ` stroke-width="${width}"`}${dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`}`;
}

/** A coordinate with as many digits as a screen can show. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Text as XML holds it: markup escaped, control characters and halves of pairs left out. */
export function escaped(content: string): string {
  return (
    content
      .replace(/\p{Surrogate}/gu, '')
      // eslint-disable-next-line no-control-regex -- these are what XML 1.0 does not allow
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
  );
}

/** Whole letters up to `most`, the last one an ellipsis where some are left out. */
export function shortened(content: string, most: number): string {
  const letters = Array.from(content);
  return letters.length <= most ? content : `${letters.slice(0, most - 1).join('')}…`;
}
