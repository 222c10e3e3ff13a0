import { amount, choice, day, email, externalKey, flag, longText, lookup, moment, object, percent, phone, text } from './field.ts';

export const lead = object('Lead', '00Q', [
  text('FirstName', 40),
  text('LastName', 80, { required: true }),
  text('Name', 121, { readOnly: true }),
  text('Company', 255, { required: true }),
  text('Title', 128),
  email('Email'),
  phone('Phone'),
  text('Country', 80),
  choice('Status', ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'], {
    defaultValue: 'Open - Not Contacted',
  }),
  choice('LeadSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other']),
  flag('IsConverted', { readOnly: true }),
  lookup('OwnerId', ['User']),
]);

export const contract = object('Contract', '800', [
  text('ContractNumber', 30, { readOnly: true }),
  lookup('AccountId', ['Account'], { required: true }),
  lookup('OwnerId', ['User']),
  choice('Status', ['Draft', 'In Approval Process', 'Activated', 'Expired'], { required: true }),
  day('StartDate'),
  day('EndDate', { readOnly: true }),
  amount('ContractTerm'),
  amount('Annual_Amount__c'),
  text('CurrencyIsoCode', 3),
  text('Payment_Terms__c', 10),
  externalKey('ERP_Contract_Id__c', 20, false),
  text('Countersign_Key__c', 40, { indexed: true }),
]);

/** Periods and forecast items are the CRM's own; nobody writes them through the API. */
export const period = object(
  'Period',
  '026',
  [choice('Type', ['Month', 'Quarter', 'Year']), day('StartDate'), day('EndDate'), text('FullyQualifiedLabel', 80)],
  { createable: false, updateable: false },
);

export const forecastingItem = object(
  'ForecastingItem',
  '0J9',
  [
    lookup('OwnerId', ['User']),
    lookup('PeriodId', ['Period']),
    choice('ForecastCategoryName', ['Pipeline', 'Best Case', 'Commit', 'Closed']),
    amount('ForecastAmount'),
    text('CurrencyIsoCode', 3),
  ],
  { createable: false, updateable: false },
);

export const emailMessage = object('EmailMessage', '02s', [
  lookup('ParentId', ['Case'], { updateable: false }),
  lookup('RelatedToId', ['Account', 'Opportunity', 'Order'], { updateable: false }),
  text('ToAddress', 4000),
  text('FromAddress', 1000),
  text('Subject', 3000),
  longText('TextBody', 131_072),
  choice('Status', ['0', '1', '2', '3', '4', '5']),
  flag('Incoming', { updateable: false }),
  moment('MessageDate'),
  text('Countersign_Key__c', 40, { indexed: true }),
]);

/** Copies of the ERP's records: the ERP's number is a unique external id, so a second copy is refused. */
const mirrored = [text('Name', 80), moment('As_Of__c'), text('Countersign_Key__c', 40, { indexed: true })];

export const erpInvoice = object('ERP_Invoice__c', 'a01', [
  ...mirrored,
  externalKey('ERP_Invoice_Id__c', 20, true),
  lookup('Account__c', ['Account']),
  lookup('Opportunity__c', ['Opportunity']),
  text('ERP_Order_Id__c', 20, { indexed: true }),
  day('Issued_On__c'),
  day('Due_On__c'),
  amount('Net__c'),
  amount('Gross__c'),
  text('Currency__c', 3),
  text('Status__c', 40),
]);

export const erpShipment = object('ERP_Shipment__c', 'a02', [
  ...mirrored,
  externalKey('ERP_Delivery_Id__c', 20, true),
  lookup('Account__c', ['Account']),
  lookup('Opportunity__c', ['Opportunity']),
  text('ERP_Order_Id__c', 20, { indexed: true }),
  day('Shipped_On__c'),
  day('Expected_On__c'),
  text('Tracking_Number__c', 80),
  text('Status__c', 40),
]);

export const erpStock = object('ERP_Stock__c', 'a03', [
  ...mirrored,
  externalKey('ERP_Stock_Id__c', 60, true),
  text('Material__c', 40, { indexed: true }),
  text('Plant__c', 10),
  amount('On_Hand__c'),
  text('Unit__c', 10),
]);

export const erpForecast = object('ERP_Forecast__c', 'a04', [
  ...mirrored,
  externalKey('Forecast_Key__c', 60, true),
  day('Period_Start__c'),
  day('Period_End__c'),
  text('Currency__c', 3),
  amount('Expected__c'),
  amount('Low__c'),
  amount('High__c'),
  amount('Stage_Weighted__c'),
  amount('CRM_Forecast__c'),
  amount('Cash_Expected__c'),
  amount('Revenue_At_Risk__c'),
  longText('Explanation__c'),
]);

/** What was used of a contract, as a meter or a billing system enters it. */
export const usageRecord = object('Usage_Record__c', 'a06', [
  ...mirrored,
  lookup('Contract__c', ['Contract']),
  day('Period_Start__c'),
  day('Period_End__c'),
  amount('Used__c'),
  amount('Included__c'),
  text('Unit__c', 20),
]);

/** A difference between two systems that somebody has to look at. */
export const erpVariance = object('ERP_Variance__c', 'a05', [
  ...mirrored,
  externalKey('Variance_Key__c', 60, true),
  lookup('Account__c', ['Account']),
  lookup('Opportunity__c', ['Opportunity']),
  text('Kind__c', 40),
  text('ERP_Record__c', 40),
  amount('CRM_Amount__c'),
  amount('ERP_Amount__c'),
  percent('Share__c'),
  text('Currency__c', 3),
  longText('Explanation__c'),
  text('Status__c', 40),
]);
