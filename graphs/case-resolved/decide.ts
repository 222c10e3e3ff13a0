import type { CustomerReturn, ServiceCase, ServiceOrder } from 'countersign';
import type { Problem } from '../_shared/problem.ts';
import type { Mapping } from './mapping.ts';

export type Document =
  | { readonly kind: 'service-order'; readonly order: ServiceOrder }
  | { readonly kind: 'return'; readonly return: CustomerReturn };

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'complete'; readonly document: Document; readonly hasResolution: boolean };

/** A resolved case completes its service order, or releases its return; one without a resolution is asked about. */
export function decide(one: ServiceCase, document: Document | undefined, mapping: Mapping): Decision {
  if (!one.isClosed) return { kind: 'nothing', reason: 'the case is not closed' };
  if (one.erpDocumentId === undefined) return { kind: 'nothing', reason: 'the case has no ERP document' };
  if (one.erpStatus === mapping.completed || one.erpStatus === mapping.released)
    return { kind: 'nothing', reason: 'the ERP knows already' };
  if (!document)
    return {
      kind: 'problem',
      problem: {
        code: 'link.missing',
        field: 'ERP_Document_Id__c',
        message: `The ERP knows no service order and no return ${one.erpDocumentId}; correct the number on the case`,
      },
    };
  if (document.kind === 'service-order' && one.resolution === undefined)
    return {
      kind: 'problem',
      problem: {
        code: 'data.missing',
        field: 'Resolution__c',
        message: 'The case was closed without a resolution; write one and the service order follows',
      },
    };
  return { kind: 'complete', document, hasResolution: one.resolution !== undefined };
}

/** Materials with quantities out of a field people type into; what is no part is counted and goes no further. */
export function partsOf(text: string | undefined): { readonly parts: readonly string[]; readonly unread: number } {
  const entries = (text ?? '')
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const parts = entries.flatMap((entry) => {
    const [, material, quantity] = /^([A-Za-z0-9][\w./-]{0,39})\s*[x×*]\s*(\d{1,6}(?:[.,]\d{1,3})?)$/.exec(entry) ?? [];
    return material === undefined || quantity === undefined ? [] : [`${material} x ${quantity.replace(',', '.')}`];
  });
  return { parts, unread: entries.length - parts.length };
}

export function partsWords(text: string | undefined): string {
  const { parts, unread } = partsOf(text);
  const left =
    unread === 0
      ? ''
      : `${unread} ${unread === 1 ? 'entry is' : 'entries are'} no material with a quantity; read ${unread === 1 ? 'it' : 'them'} on the case`;
  if (parts.length === 0) return unread === 0 ? 'no parts were used' : `parts used: ${left}`;
  return `parts used: ${parts.join('; ')}${left === '' ? '' : `; ${left}`}`;
}
