import { describe, expect, it } from 'vitest';
import { mapHooks, type HookRules } from '../../../src/events/map-hook.ts';

const change = (entityName: string, recordIds: unknown, commitUser = '005person') => ({
  payload: { ChangeEventHeader: { entityName, recordIds, changeType: 'UPDATE', commitUser } },
  event: { EventUuid: 'e-1', replayId: 7 },
});

const rules: HookRules = {
  ignore: { 'payload.ChangeEventHeader.commitUser': ['005us'] },
  rules: [
    {
      when: { 'payload.ChangeEventHeader.entityName': ['Opportunity', 'OpportunityLineItem'] },
      type: 'opportunity.changed',
      record: { type: 'Opportunity', id: 'payload.ChangeEventHeader.recordIds' },
      eventId: 'event.EventUuid',
      hint: { change: 'payload.ChangeEventHeader.changeType' },
    },
    {
      when: { 'data.BillingDocument': [] },
      type: 'invoice.changed',
      record: { type: 'BillingDocument', id: 'data.BillingDocument' },
      hint: {},
    },
  ],
};

describe('what a payload means', () => {
  it('the first rule whose values fit names type and record, with the sender’s own id of the event', () => {
    expect(mapHooks('crm', rules, change('Opportunity', ['0061']))).toEqual([
      {
        source: 'hook:crm',
        sourceId: 'e-1',
        type: 'opportunity.changed',
        record: { connection: 'crm', type: 'Opportunity', id: '0061' },
        hint: { change: 'UPDATE' },
      },
    ]);
    expect(mapHooks('erp', rules, { data: { BillingDocument: '9001' } })).toMatchObject([
      { type: 'invoice.changed', record: { id: '9001' } },
    ]);
  });

  it('a message about several records makes an event for each, none of them a repeat of another', () => {
    const events = mapHooks('crm', rules, change('Opportunity', ['0061', '0062']));
    expect(events.map((event) => [event.record.id, event.sourceId])).toEqual([
      ['0061', 'e-1/0061'],
      ['0062', 'e-1/0062'],
    ]);
  });

  it('our own echo starts nothing', () => {
    expect(mapHooks('crm', rules, change('Opportunity', ['0061'], '005us'))).toEqual([]);
  });

  it('what no rule speaks of is unmapped, not guessed', () => {
    expect(() => mapHooks('crm', rules, change('Knowledge', ['x']))).toThrow(
      expect.objectContaining({ code: 'input.unmapped', field: 'hook.rules' }),
    );
  });

  it.each([
    ['no id', change('Opportunity', [])],
    ['an empty id', change('Opportunity', [''])],
    ['an id that is an object', change('Opportunity', [{ id: '0061' }])],
    ['an id no record has', change('Opportunity', ['0'.repeat(81)])],
    [
      'more records than a message may name',
      change(
        'Opportunity',
        Array.from({ length: 201 }, (_, at) => `006${at}`),
      ),
    ],
  ])('%s is unmapped', (_, payload) => {
    expect(() => mapHooks('crm', rules, payload)).toThrow(expect.objectContaining({ code: 'input.unmapped' }));
  });

  it('a path never leaves the payload’s own members', () => {
    const sly: HookRules = { rules: [{ type: 't', record: { type: 'R', id: '__proto__.constructor.name' }, hint: {} }] };
    expect(() => mapHooks('crm', sly, {})).toThrow(expect.objectContaining({ code: 'input.unmapped' }));
  });
});
