import { amount, choice, day, externalKey, flag, longText, lookup, object, percent, text } from './field.ts';

export const product2 = object('Product2', '01t', [
  text('Name', 255, { required: true }),
  text('ProductCode', 255, { indexed: true }),
  flag('IsActive'),
  longText('Description'),
  text('Family', 40),
  text('QuantityUnitOfMeasure', 40),
  externalKey('ERP_Material_Id__c', 40, true),
  text('Countersign_Key__c', 40, { indexed: true }),
]);

export const pricebook2 = object('Pricebook2', '01s', [
  text('Name', 255, { required: true }),
  flag('IsActive'),
  flag('IsStandard'),
  externalKey('ERP_Customer_Id__c', 40, true),
  text('Countersign_Key__c', 40, { indexed: true }),
]);

export const pricebookEntry = object('PricebookEntry', '01u', [
  lookup('Pricebook2Id', ['Pricebook2'], { required: true, updateable: false }),
  lookup('Product2Id', ['Product2'], { required: true, updateable: false }),
  amount('UnitPrice', { required: true }),
  text('CurrencyIsoCode', 3),
  flag('IsActive', { defaultValue: true }),
  text('ProductCode', 255, { readOnly: true, indexed: true }),
  text('Countersign_Key__c', 40, { indexed: true }),
]);

export const opportunityLineItem = object('OpportunityLineItem', '00k', [
  lookup('OpportunityId', ['Opportunity'], { required: true, updateable: false }),
  lookup('PricebookEntryId', ['PricebookEntry'], { updateable: false }),
  lookup('Product2Id', ['Product2'], { updateable: false }),
  text('ProductCode', 255, { readOnly: true }),
  text('Name', 376, { readOnly: true }),
  amount('Quantity', { required: true }),
  amount('UnitPrice'),
  amount('ListPrice', { readOnly: true }),
  percent('Discount'),
  amount('TotalPrice', { readOnly: true }),
  day('ServiceDate'),
  text('Description', 255),
  text('CurrencyIsoCode', 3, { readOnly: true }),
]);

export const quote = object(
  'Quote',
  '0Q0',
  [
    text('Name', 255, { required: true }),
    text('QuoteNumber', 30, { readOnly: true }),
    lookup('OpportunityId', ['Opportunity']),
    lookup('AccountId', ['Account']),
    lookup('OwnerId', ['User']),
    choice('Status', ['Draft', 'Needs Review', 'In Review', 'Approved', 'Rejected', 'Presented', 'Accepted', 'Denied'], {
      defaultValue: 'Draft',
    }),
    day('ExpirationDate'),
    amount('GrandTotal', { readOnly: true }),
    text('CurrencyIsoCode', 3),
    longText('Description'),
    text('Availability_Status__c', 40),
    day('Availability_Date__c'),
    text('Countersign_Key__c', 40, { indexed: true }),
  ],
  { children: [{ name: 'QuoteLineItems', child: 'QuoteLineItem', field: 'QuoteId' }] },
);

export const quoteLineItem = object('QuoteLineItem', '0QL', [
  lookup('QuoteId', ['Quote'], { required: true, updateable: false }),
  lookup('PricebookEntryId', ['PricebookEntry'], { updateable: false }),
  lookup('Product2Id', ['Product2'], { updateable: false }),
  text('LineNumber', 30, { readOnly: true }),
  amount('Quantity', { required: true }),
  amount('UnitPrice', { required: true }),
  percent('Discount'),
  amount('TotalPrice', { readOnly: true }),
  day('ServiceDate'),
  text('Description', 255),
]);
