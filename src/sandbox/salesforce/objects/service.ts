import { choice, day, email, externalKey, flag, longText, lookup, moment, object, text } from './field.ts';

export const caseObject = object('Case', '500', [
  text('CaseNumber', 30, { readOnly: true }),
  text('Subject', 255),
  longText('Description'),
  choice('Status', ['New', 'Working', 'Escalated', 'Closed'], { defaultValue: 'New' }),
  choice('Priority', ['High', 'Medium', 'Low'], { defaultValue: 'Medium' }),
  choice('Origin', ['Phone', 'Email', 'Web']),
  flag('IsClosed', { readOnly: true }),
  flag('IsEscalated'),
  moment('ClosedDate', { readOnly: true }),
  lookup('AccountId', ['Account']),
  lookup('ContactId', ['Contact']),
  lookup('AssetId', ['Asset']),
  lookup('OwnerId', ['User']),
  externalKey('Countersign_Key__c', 40, true),
  text('ERP_Order_Id__c', 20, { indexed: true }),
  choice('Type', ['Return', 'Repair', 'Service', 'Question', 'Complaint']),
  longText('Resolution__c'),
  text('Parts_Used__c', 255),
  text('ERP_Document_Id__c', 20, { indexed: true }),
  text('ERP_Status__c', 40),
  text('ERP_Order_Status__c', 40),
  moment('As_Of__c'),
]);

export const task = object('Task', '00T', [
  text('Subject', 255),
  longText('Description'),
  choice('Status', ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'], { defaultValue: 'Not Started' }),
  choice('Priority', ['High', 'Normal', 'Low'], { defaultValue: 'Normal' }),
  day('ActivityDate'),
  flag('IsClosed', { readOnly: true }),
  lookup('WhatId', ['Account', 'Opportunity', 'Case', 'Order', 'Asset', 'Product2', 'Contract']),
  lookup('WhoId', ['Contact']),
  lookup('OwnerId', ['User']),
  // Activities cannot carry a unique external id, so this key can be searched but refuses nothing.
  text('Countersign_Key__c', 40, { indexed: true }),
]);

/** Feed items take no custom fields, so nothing on them can carry a key. */
export const feedItem = object('FeedItem', '0D5', [
  lookup('ParentId', ['Account', 'Opportunity', 'Case', 'Contact', 'User', 'CollaborationGroup', 'Order'], {
    required: true,
    updateable: false,
  }),
  longText('Body', 10_000),
  text('Title', 255, { updateable: false }),
  choice('Type', ['TextPost', 'LinkPost', 'ContentPost'], { defaultValue: 'TextPost', updateable: false }),
  choice('Visibility', ['AllUsers', 'InternalUsers'], { defaultValue: 'InternalUsers', updateable: false }),
]);

export const user = object(
  'User',
  '005',
  [
    text('Username', 80, { required: true, unique: true }),
    text('FirstName', 40),
    text('LastName', 80, { required: true }),
    text('Name', 121, { readOnly: true }),
    email('Email', { required: true }),
    text('Title', 80),
    flag('IsActive', { defaultValue: true }),
  ],
  { createable: false, updateable: false },
);

export const collaborationGroup = object('CollaborationGroup', '0F9', [
  text('Name', 40, { required: true, indexed: true }),
  choice('CollaborationType', ['Public', 'Private'], { required: true }),
  longText('Description', 1_000),
  lookup('OwnerId', ['User']),
]);

export const asset = object('Asset', '02i', [
  text('Name', 255, { required: true }),
  text('SerialNumber', 80, { indexed: true }),
  lookup('AccountId', ['Account']),
  lookup('ContactId', ['Contact']),
  lookup('Product2Id', ['Product2']),
  day('InstallDate'),
  choice('Status', ['Shipped', 'Installed', 'Registered', 'Obsolete']),
  day('Warranty_Until__c'),
]);

/** The marker record that makes any write findable and unrepeatable: one per effect key. */
export const countersignEffect = object('Countersign_Effect__c', 'a00', [
  text('Name', 80),
  externalKey('Key__c', 40, true),
  text('Record_Id__c', 18, { indexed: true }),
]);

export const permissionSet = object(
  'PermissionSet',
  '0PS',
  [
    text('Name', 80, { required: true }),
    text('Label', 80),
    flag('IsOwnedByProfile'),
    flag('PermissionsModifyAllData'),
    flag('PermissionsViewAllData'),
    flag('PermissionsApiEnabled'),
  ],
  { createable: false, updateable: false },
);

export const permissionSetAssignment = object(
  'PermissionSetAssignment',
  '0Pa',
  [lookup('PermissionSetId', ['PermissionSet'], { required: true }), lookup('AssigneeId', ['User'], { required: true })],
  { createable: false, updateable: false },
);
