/** A moment in the reader's zone with its offset: `2024-05-17 18:00:00 +02:00`. What is no moment is shown as it came. */
export function localTime(iso: unknown, timeZone: string | undefined): string {
  const at = new Date(typeof iso === 'string' ? iso : Number.NaN);
  if (Number.isNaN(at.getTime())) return typeof iso === 'string' ? iso : '';
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const offset = of('timeZoneName').replace('GMT', '') || '+00:00';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')} ${offset}`;
}

const formats = new Map<string | undefined, Intl.DateTimeFormat>();

function formatFor(timeZone: string | undefined): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const options: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  };
  const made = new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone === undefined ? {} : { timeZone }) });
  formats.set(timeZone, made);
  return made;
}

/** The zone `TZ` names, where it names one; otherwise undefined, which is the machine's own. */
export function zoneOf(name: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined;
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
