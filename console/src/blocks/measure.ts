const context = document.createElement('canvas').getContext('2d');

/** How wide a chart's word is on this page; words of capitals and digits are wider than most. */
export function widthOf(text: string): number {
  if (!context) return text.length * 8;
  context.font = `13px ${getComputedStyle(document.body).fontFamily}`;
  return Math.ceil(context.measureText(text).width);
}

/** The text, shortened to what has room. */
export function fitting(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  let end = text.length - 1;
  while (end > 1 && widthOf(`${text.slice(0, end)}…`) > room) end -= 1;
  return `${text.slice(0, end)}…`;
}
