/**
 * Whether the books balance at the end of a day. Written from the list of what happened, in plain JavaScript: it imports nothing of
 * the product and reads nothing but the two faces of the sandbox, as an auditor with a login to each system would.
 * `node check.mjs SANDBOX_URL JOURNAL.json EXCEPTIONS.json` prints one JSON document.
 */
import { readFileSync } from 'node:fs';

const [url = '', journalFile = '', exceptionsFile = ''] = process.argv.slice(2);
const journal = JSON.parse(readFileSync(journalFile, 'utf8'));
const exceptions = JSON.parse(readFileSync(exceptionsFile, 'utf8'));

const missing = [];
const duplicated = [];
const unexplained = [];
const exactlyOne = (found, what) => {
  if (found.length === 0) missing.push(what);
  if (found.length > 1) duplicated.push(`${what} (${found.length})`);
  return found[0];
};

// --- the two faces ---------------------------------------------------------------------------------------------------
async function sap(path) {
  const rows = [];
  let next = `${url}/sap/opu/odata/sap/${path}`;
  while (next) {
    const answer = await fetch(next, {
      headers: { authorization: `Basic ${Buffer.from('COUNTERSIGN:sandbox').toString('base64')}`, accept: 'application/json' },
    });
    const { d } = await answer.json();
    rows.push(...d.results);
    next = d.__next;
  }
  return rows;
}
const login = await fetch(`${url}/services/oauth2/token`, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'countersign', client_secret: 'countersign-sandbox-secret' }),
});
const { access_token: token } = await login.json();
async function crm(statement) {
  const rows = [];
  let next = `/services/data/v60.0/query?q=${encodeURIComponent(statement)}`;
  while (next) {
    const answer = await fetch(`${url}${next}`, { headers: { authorization: `Bearer ${token}` } });
    const page = await answer.json();
    if (!Array.isArray(page.records)) throw new Error(`the CRM did not answer ${statement}: ${JSON.stringify(page)}`);
    rows.push(...page.records);
    next = page.done ? undefined : page.nextRecordsUrl;
  }
  return rows;
}
const by = (rows, field) => {
  const groups = new Map();
  for (const row of rows) {
    const key = row[field];
    if (key === null || key === undefined || key === '') continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
};

const [orders, items, scheduleLines, billing, billingItems, deliveries, deliveryItems, returns, services, customers] = await Promise.all([
  sap(
    'API_SALES_ORDER_SRV/A_SalesOrder?$select=SalesOrder,PurchaseOrderByCustomer,SoldToParty,TotalCreditCheckStatus,RequestedDeliveryDate',
  ),
  sap('API_SALES_ORDER_SRV/A_SalesOrderItem?$select=SalesOrder,SalesOrderItem,Material,RequestedQuantity,SalesDocumentRjcnReason'),
  sap('API_SALES_ORDER_SRV/A_SalesOrderScheduleLine'),
  sap('API_BILLING_DOCUMENT_SRV/A_BillingDocument'),
  sap('API_BILLING_DOCUMENT_SRV/A_BillingDocumentItem'),
  sap('API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryHeader'),
  sap('API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryItem'),
  sap('API_CUSTOMER_RETURN_SRV/A_CustomerReturn'),
  sap('API_SERVICE_ORDER_SRV/A_ServiceOrder'),
  sap('API_BUSINESS_PARTNER/A_Customer'),
]);
const [deals, cases, quotes, invoiceCopies, shipmentCopies, orderCopies, accounts] = await Promise.all([
  crm('SELECT Id, ERP_Order_Id__c, ERP_Order_Status__c, StageName, AccountId, OwnerId FROM Opportunity'),
  crm('SELECT Id, CaseNumber, ERP_Document_Id__c, ERP_Status__c, Status FROM Case'),
  crm('SELECT Id, Availability_Status__c FROM Quote'),
  crm('SELECT Id, ERP_Invoice_Id__c, Status__c, Net__c FROM ERP_Invoice__c'),
  crm('SELECT Id, ERP_Delivery_Id__c, Status__c FROM ERP_Shipment__c'),
  crm('SELECT Id, ERP_Order_Id__c, ERP_Status__c FROM Order'),
  crm('SELECT Id, ERP_Customer_Id__c, Last_Order_Date__c FROM Account'),
]);
const customerOf = new Map(accounts.map((row) => [row.Id, row.ERP_Customer_Id__c]));
const blocked = new Set(customers.filter((row) => row.OrderIsBlockedForCustomer || row.DeliveryIsBlocked).map((row) => row.Customer));
/** Its customer may order nothing in the ERP: no order is right, and so is an exception that says so. */
const isBlocked = (deal) => blocked.has(customerOf.get(dealsById.get(deal)?.AccountId));
const ordersByReference = by(orders, 'PurchaseOrderByCustomer');
const itemsByOrder = by(items, 'SalesOrder');
const dealsById = new Map(deals.map((row) => [row.Id, row]));
const dealsByOrder = by(deals, 'ERP_Order_Id__c');
const casesById = new Map(cases.map((row) => [row.Id, row]));

// --- deals: one order each, with the lines sold ----------------------------------------------------------------------
const quantities = (rows) =>
  rows
    .filter((row) => !row.SalesDocumentRjcnReason)
    .map((row) => `${row.Material}=${Number(row.RequestedQuantity)}`)
    .toSorted()
    .join(' ');
for (const deal of journal.deals) {
  const made = ordersByReference.get(deal.id) ?? [];
  if (deal.expect === 'none') {
    for (const order of made) duplicated.push(`deal ${deal.id} (${deal.why}) became order ${order.SalesOrder}`);
    continue;
  }
  // Lost before its order could be made: none is right, and so is one that was cancelled.
  if (deal.isLost && made.length === 0) continue;
  if (isBlocked(deal.id) && made.length === 0) continue;
  const order = exactlyOne(made, `order of deal ${deal.id}`);
  if (!order) continue;
  if (dealsById.get(deal.id)?.ERP_Order_Id__c !== order.SalesOrder) missing.push(`number of order ${order.SalesOrder} on deal ${deal.id}`);
  const wanted = deal.isLost
    ? ''
    : deal.lines
        .map((line) => `${line.material}=${line.quantity}`)
        .toSorted()
        .join(' ');
  const stands = quantities(itemsByOrder.get(order.SalesOrder) ?? []);
  if (stands !== wanted) missing.push(`order ${order.SalesOrder} of deal ${deal.id} holds "${stands}", sold was "${wanted}"`);
}

// --- cases: one document each, of the right kind, and completed when the case was resolved ----------------------------
const returnsByCase = by(returns, 'PurchaseOrderByCustomer');
const servicesByCase = by(services, 'ReferenceServiceOrder');
for (const one of journal.cases) {
  const row = casesById.get(one.id);
  const number = row?.CaseNumber;
  const asReturn = returnsByCase.get(number) ?? [];
  const asService = servicesByCase.get(number) ?? [];
  if (one.expect === 'none' || one.expect === 'problem') {
    if (asReturn.length + asService.length > 0) duplicated.push(`case ${one.id} (${one.expect}) became a document`);
    continue;
  }
  const found = one.expect === 'return' ? asReturn : asService;
  const other = one.expect === 'return' ? asService : asReturn;
  if (other.length > 0) duplicated.push(`case ${one.id} became a document of the wrong kind`);
  const document = exactlyOne(found, `${one.expect} of case ${one.id}`);
  if (!document) continue;
  if (row.ERP_Document_Id__c !== (document.CustomerReturn ?? document.ServiceOrder))
    missing.push(`number of the document on case ${one.id}`);
  if (one.isResolved && one.expect !== 'return' && document.ServiceOrderIsCompleted !== 'X')
    missing.push(`completion of ${document.ServiceOrder}`);
  if (one.isResolved && !['Completed', 'Released for credit'].includes(row.ERP_Status__c))
    missing.push(`state of the document on case ${one.id}`);
}

// --- quotes: each says what can be delivered --------------------------------------------------------------------------
const quotesById = new Map(quotes.map((row) => [row.Id, row]));
for (const { id } of journal.quotes) if (!quotesById.get(id)?.Availability_Status__c) missing.push(`availability on quote ${id}`);

// --- orders somebody moved: status on the one deal, copies of order, deliveries and invoices, each once --------------
const touched = new Set(journal.acts.map(({ order }) => order));
const invoicesOf = by(billingItems, 'SalesDocument');
const deliveriesOf = by(deliveryItems, 'ReferenceSDDocument');
const billingById = new Map(billing.map((row) => [row.BillingDocument, row]));
const invoiceCopiesBy = by(invoiceCopies, 'ERP_Invoice_Id__c');
const shipmentCopiesBy = by(shipmentCopies, 'ERP_Delivery_Id__c');
const orderCopiesBy = by(orderCopies, 'ERP_Order_Id__c');
const accountsByCustomer = by(accounts, 'ERP_Customer_Id__c');
const doubleLinked = new Set();
for (const order of touched) {
  exactlyOne(orderCopiesBy.get(order) ?? [], `copy of order ${order}`);
  const named = dealsByOrder.get(order) ?? [];
  if (named.length !== 1) doubleLinked.add(order);
  else if (!named[0].ERP_Order_Status__c) missing.push(`status of order ${order} on its deal`);
  const invoiced = journal.acts.some((act) => act.order === order && act.action === 'invoice');
  for (const id of new Set((invoicesOf.get(order) ?? []).map((row) => row.BillingDocument))) {
    // An invoice of an earlier day nobody touched today needs no copy.
    if (!invoiced) continue;
    const copy = exactlyOne(invoiceCopiesBy.get(id) ?? [], `copy of invoice ${id}`);
    const document = billingById.get(id);
    if (!copy || !document) continue;
    const paid = document.InvoiceClearingStatus === 'C';
    if ((copy.Status__c === 'paid') !== paid) missing.push(`payment of invoice ${id} on its copy`);
    if (Math.abs(Number(copy.Net__c) - Number(document.TotalNetAmount)) > 0.005) missing.push(`net of invoice ${id} on its copy`);
    const [account] = accountsByCustomer.get(document.SoldToParty) ?? [];
    const day = new Date(Number(/\d+/.exec(document.BillingDocumentDate)[0])).toISOString().slice(0, 10);
    if (account && !(account.Last_Order_Date__c >= day)) missing.push(`last order date of customer ${document.SoldToParty}`);
  }
  for (const id of new Set((deliveriesOf.get(order) ?? []).map((row) => row.DeliveryDocument)))
    exactlyOne(shipmentCopiesBy.get(id) ?? [], `copy of delivery ${id}`);
}
const strayCopies = [...invoiceCopiesBy, ...shipmentCopiesBy, ...orderCopiesBy].filter(([, rows]) => rows.length > 1);
for (const [key, rows] of strayCopies) duplicated.push(`copies of ${key} (${rows.length})`);

// --- exceptions: each has a reason in what happened -------------------------------------------------------------------
const badDeals = new Set(journal.deals.filter((deal) => deal.expect === 'none').map((deal) => deal.id));
const badCases = new Set(journal.cases.filter((one) => one.expect === 'problem').map((one) => one.id));
const ordersByNumber = new Map(orders.map((row) => [row.SalesOrder, row]));
const linesOfItem = by(
  scheduleLines.map((row) => ({ ...row, key: `${row.SalesOrder}/${Number(row.SalesOrderItem)}` })),
  'key',
);
const sent = by(
  deliveryItems.map((row) => ({ ...row, key: `${row.ReferenceSDDocument}/${Number(row.ReferenceSDDocumentItem)}` })),
  'key',
);
const proven = new Set(deliveries.filter((row) => row.OverallProofOfDeliveryStatus === 'C').map((row) => row.DeliveryDocument));
/** Items of which something still has to leave. */
const openItems = (order) =>
  (itemsByOrder.get(order) ?? []).filter((row) => {
    if (row.SalesDocumentRjcnReason) return false;
    const left = (sent.get(`${order}/${Number(row.SalesOrderItem)}`) ?? []).reduce(
      (sum, each) => sum + Number(each.ActualDeliveryQuantity),
      0,
    );
    return left < Number(row.RequestedQuantity);
  });
const instant = (text) => Number(/\d+/.exec(text ?? '')?.[0] ?? NaN);
/** The ERP's message says what was done to a part of the order; its documents say that the whole is not there yet, or not late. */
const claimsTooMuch = (claimed, order) => {
  const open = openItems(order);
  const isProven = (deliveriesOf.get(order) ?? []).every((row) => proven.has(row.DeliveryDocument));
  if (claimed === 'delivered') return open.length > 0 || !isProven;
  if (['shipped', 'invoiced', 'paid'].includes(claimed)) return open.length > 0;
  if (claimed !== 'delayed') return false;
  const wanted = instant(ordersByNumber.get(order)?.RequestedDeliveryDate);
  const isLate = open.some((row) =>
    (linesOfItem.get(`${order}/${Number(row.SalesOrderItem)}`) ?? []).some((line) => instant(line.ConfirmedDeliveryDate) > wanted),
  );
  return !isLate;
};
const isExplained = ({ code, record, details }) => {
  if (['data.missing', 'data.invalid', 'link.missing'].includes(code) && badDeals.has(details?.opportunity ?? record?.id)) return true;
  if (code === 'data.missing' && record?.type === 'Account' && journal.strangers.includes(record.id)) return true;
  if (code === 'record.blocked' && isBlocked(details?.opportunity)) return true;
  if (['link.missing', 'link.ambiguous', 'data.missing'].includes(code) && badCases.has(details?.case ?? record?.id)) return true;
  if (code === 'hint.disagrees' && touched.has(record?.id) && claimsTooMuch(details?.claimed, record.id)) return true;
  return ['link.missing', 'link.ambiguous'].includes(code) && doubleLinked.has(record?.id);
};
for (const one of exceptions)
  if (!isExplained(one)) unexplained.push(`${one.code} ${one.record?.type ?? ''} ${one.record?.id ?? ''}: ${one.message}`);

process.stdout.write(
  JSON.stringify({ missing, duplicated, unexplained, deals: journal.deals.length, cases: journal.cases.length, orders: touched.size }),
);
