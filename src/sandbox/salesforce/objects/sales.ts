import { amount, choice, day, email, externalKey, flag, longText, lookup, moment, object, percent, phone, text } from './field.ts';

/** Standard stages with what they imply. Order is the picklist's order. */
export const stages: Readonly<
  Record<string, { readonly isClosed: boolean; readonly isWon: boolean; readonly probability: number; readonly forecast: string }>
> = {
  Prospecting: { isClosed: false, isWon: false, probability: 10, forecast: 'Pipeline' },
  Qualification: { isClosed: false, isWon: false, probability: 10, forecast: 'Pipeline' },
  'Needs Analysis': { isClosed: false, isWon: false, probability: 20, forecast: 'Pipeline' },
  'Value Proposition': { isClosed: false, isWon: false, probability: 50, forecast: 'Pipeline' },
  'Id. Decision Makers': { isClosed: false, isWon: false, probability: 60, forecast: 'Pipeline' },
  'Perception Analysis': { isClosed: false, isWon: false, probability: 70, forecast: 'Pipeline' },
  'Proposal/Price Quote': { isClosed: false, isWon: false, probability: 75, forecast: 'Best Case' },
  'Negotiation/Review': { isClosed: false, isWon: false, probability: 90, forecast: 'Commit' },
  'Closed Won': { isClosed: true, isWon: true, probability: 100, forecast: 'Closed' },
  'Closed Lost': { isClosed: true, isWon: false, probability: 0, forecast: 'Omitted' },
};

export const account = object(
  'Account',
  '001',
  [
    text('Name', 255, { required: true }),
    text('AccountNumber', 40),
    choice('Type', ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Supplier', 'Customer and Supplier', 'Other']),
    phone('Phone'),
    text('BillingStreet', 255),
    text('BillingCity', 40),
    text('BillingState', 80),
    text('BillingPostalCode', 20),
    text('BillingCountry', 80),
    longText('Description'),
    lookup('OwnerId', ['User']),
    externalKey('ERP_Customer_Id__c', 20, true),
    externalKey('ERP_Vendor_Id__c', 20, true),
    text('Language__c', 10),
    text('Website', 255),
    text('Email__c', 80),
    text('Tax_Id__c', 40, { indexed: true }),
    text('Payment_Terms__c', 10),
    text('CurrencyIsoCode', 3),
    lookup('ParentId', ['Account']),
    day('Last_Order_Date__c'),
    amount('Renewal_Amount__c'),
    text('Churn_Risk__c', 20),
    text('Sync_Status__c', 40),
    lookup('Merged_Into__c', ['Account']),
    text('Countersign_Key__c', 40, { indexed: true }),
  ],
  {
    children: [
      { name: 'Contacts', child: 'Contact', field: 'AccountId' },
      { name: 'Opportunities', child: 'Opportunity', field: 'AccountId' },
      { name: 'Cases', child: 'Case', field: 'AccountId' },
      { name: 'Assets', child: 'Asset', field: 'AccountId' },
    ],
  },
);

export const contact = object(
  'Contact',
  '003',
  [
    text('FirstName', 40),
    text('LastName', 80, { required: true }),
    text('Name', 121, { readOnly: true }),
    text('Title', 128),
    email('Email'),
    phone('Phone'),
    flag('HasOptedOutOfEmail'),
    lookup('AccountId', ['Account']),
    lookup('OwnerId', ['User']),
    text('Language__c', 10),
    lookup('Merged_Into__c', ['Contact']),
    text('Countersign_Key__c', 40, { indexed: true }),
  ],
  { children: [{ name: 'OpportunityContactRoles', child: 'OpportunityContactRole', field: 'ContactId' }] },
);

export const opportunity = object(
  'Opportunity',
  '006',
  [
    text('Name', 120, { required: true }),
    lookup('AccountId', ['Account']),
    choice('StageName', Object.keys(stages), { required: true, restricted: true }),
    amount('Amount'),
    // The organisation uses several currencies.
    text('CurrencyIsoCode', 3),
    percent('Probability'),
    day('CloseDate', { required: true }),
    flag('IsClosed', { readOnly: true }),
    flag('IsWon', { readOnly: true }),
    choice('ForecastCategoryName', ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed']),
    longText('Description'),
    text('NextStep', 255),
    choice('Type', ['Existing Business', 'New Business']),
    lookup('OwnerId', ['User']),
    // An external id that is not unique: two opportunities may name one order, and an upsert over it answers 300.
    externalKey('ERP_Order_Id__c', 20, false),
    text('ERP_Order_Status__c', 40),
    text('Tracking_Number__c', 80),
    text('Customer_PO__c', 35),
    day('Requested_Delivery_Date__c'),
    text('ERP_Sync_Status__c', 40),
    flag('HasOpportunityLineItem', { readOnly: true }),
    text('Countersign_Key__c', 40, { indexed: true }),
  ],
  {
    children: [
      { name: 'OpportunityContactRoles', child: 'OpportunityContactRole', field: 'OpportunityId' },
      { name: 'OpportunityLineItems', child: 'OpportunityLineItem', field: 'OpportunityId' },
      { name: 'Tasks', child: 'Task', field: 'WhatId' },
    ],
  },
);

/** Written by the CRM itself whenever one of these changes; nobody can write or change it. */
export const opportunityHistory = object(
  'OpportunityHistory',
  '008',
  [
    lookup('OpportunityId', ['Opportunity'], { required: true }),
    choice('StageName', Object.keys(stages)),
    amount('Amount'),
    text('CurrencyIsoCode', 3),
    percent('Probability'),
    day('CloseDate'),
  ],
  { createable: false, updateable: false },
);

export const opportunityContactRole = object('OpportunityContactRole', '00K', [
  lookup('OpportunityId', ['Opportunity'], { required: true, updateable: false }),
  lookup('ContactId', ['Contact'], { required: true }),
  choice('Role', [
    'Business User',
    'Decision Maker',
    'Economic Buyer',
    'Economic Decision Maker',
    'Evaluator',
    'Executive Sponsor',
    'Influencer',
    'Technical Buyer',
    'Other',
  ]),
  flag('IsPrimary'),
]);

export const order = object(
  'Order',
  '801',
  [
    text('OrderNumber', 30, { readOnly: true }),
    lookup('AccountId', ['Account'], { required: true }),
    lookup('OpportunityId', ['Opportunity']),
    day('EffectiveDate', { required: true }),
    choice('Status', ['Draft', 'Activated'], { required: true, restricted: true }),
    choice('StatusCode', ['Draft', 'Activated'], { readOnly: true }),
    amount('TotalAmount', { readOnly: true }),
    text('CurrencyIsoCode', 3),
    text('ERP_Status__c', 40),
    amount('ERP_Net__c'),
    moment('As_Of__c'),
    longText('Description'),
    lookup('OwnerId', ['User']),
    externalKey('ERP_Order_Id__c', 20, false),
    text('Countersign_Key__c', 40, { indexed: true }),
  ],
  { children: [{ name: 'OrderItems', child: 'OrderItem', field: 'OrderId' }] },
);

export const orderItem = object('OrderItem', '802', [
  lookup('OrderId', ['Order'], { required: true, updateable: false }),
  lookup('Product2Id', ['Product2']),
  text('OrderItemNumber', 30, { readOnly: true }),
  amount('Quantity', { required: true }),
  amount('UnitPrice', { required: true }),
  amount('TotalPrice', { readOnly: true }),
  text('Description', 255),
]);
