/** The clipboard, also where the browser gives scripts none because the page came over plain HTTP. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'only-read';
    document.body.append(area);
    area.select();
    // The old way is the only one without a secure context.
    const isDone = document.execCommand('copy');
    area.remove();
    return isDone;
  }
}
