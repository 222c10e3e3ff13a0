export type Place =
  | { readonly page: 'chat'; readonly thread: string | undefined }
  | { readonly page: 'approvals'; readonly id: string | undefined; readonly status: string }
  | { readonly page: 'home' }
  | { readonly page: 'unknown' };

/** Places live behind `#`, so that no path of the API collides with one. */
export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  const [, page = '', id, ...rest] = path.split('/').map(decode);
  if (rest.length > 0) return { page: 'unknown' };
  if (page === '') return { page: 'home' };
  if (page === 'chat') return { page, thread: id === '' ? undefined : id };
  if (page === 'approvals') return { page, id: id === '' ? undefined : id, status: new URLSearchParams(query).get('status') ?? 'waiting' };
  return { page: 'unknown' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const hashOfThread = (thread?: string): string => (thread === undefined ? '#/chat' : `#/chat/${encodeURIComponent(thread)}`);

export function hashOfApproval(id: string | undefined, status = 'waiting'): string {
  const query = status === 'waiting' ? '' : `?status=${encodeURIComponent(status)}`;
  return `#/approvals${id === undefined ? '' : `/${encodeURIComponent(id)}`}${query}`;
}
