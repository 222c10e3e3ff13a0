/** A moment as the vendor writes it, `2025-06-02T08:00:00.000+0000`, always whole seconds; undefined when unreadable. */
export function instantText(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  const at = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : momentText(at);
}

export function momentText(at: number): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString().replace('Z', '+0000');
}

export function momentMs(text: string): number {
  return Date.parse(text.replace(/\+0000$/, 'Z'));
}
