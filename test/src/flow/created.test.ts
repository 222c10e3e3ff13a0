import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { created, markRefusal, replaceCreated } from '../../../src/flow/created.ts';

const numbers = new Map([
  ['order', 'SO-1'],
  ['document', '8000001'],
]);
const idOf = (slot: string): string | undefined => numbers.get(slot);

describe('the number of a record another write creates', () => {
  it('takes the place of its mark wherever it stands: alone, within a text, in lists and objects', () => {
    const fields = { ERP_Order_Id__c: created('order'), Body: `Order ${created('order')} was made.`, lines: [{ of: created('document') }] };
    expect(replaceCreated(fields, idOf)).toEqual({ ERP_Order_Id__c: 'SO-1', Body: 'Order SO-1 was made.', lines: [{ of: '8000001' }] });
  });

  it('that is not known yet leaves its mark, and a write with a mark is refused and not sent', () => {
    const fields = replaceCreated({ note: `for ${created('customer')}` }, idOf);
    expect(fields).toEqual({ note: 'for {created:customer}' });
    expect(markRefusal({ operation: 'create', target: { type: 'Task' }, key: 'CS-1', fields })).toMatchObject({
      kind: 'refused',
      code: 'link.missing',
      field: 'note',
    });
    expect(markRefusal({ operation: 'create', target: { type: 'Task' }, key: 'CS-1', fields: { note: 'for SO-1' } })).toBeUndefined();
  });

  it('changes nothing in a value without marks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!JSON.stringify(value).includes('{created:'));
        expect(replaceCreated(value, idOf)).toEqual(value);
      }),
    );
  });
});
