/** Frames by document kind, one a line; what stands in braces is filled in by erp-sentences.ts. Nobody is named in any of them. */
export const businessFrames: Readonly<Record<string, string>> = {
  'cost centre groups': `
Cost centre group CC-{d4}-EMEA was closed for posting.
Allocate {p} % of {d4}-{d3} to {d4}-{d3}.
Assessment cycle {A3}{d2} sends {amt} EUR to cost centre {d10}.
Profit centre hierarchy PH{d4} has {d2} nodes.
Kostenstelle {d6} wurde zum {date} gesperrt.
Internal order {d7} settles to {d8}.
Activity type {d4} at {amt} EUR per hour.
Controlling area {d4}, version 0, plan {amt}.`,
  'ledger postings': `
Debit {d6} credit {d6} {amt} EUR, tax code V1.
Account {d10} is a reconciliation account.
Accrual {amt} to {d6}, reversal on {date}.
Clearing document {d10}, posting key 50, amount {amt}-.
Ledger 0L, company code {d4}, period 0{q}.
Sachkonto {d8} ist nicht bebuchbar.
Balance carried forward: {amt} H.
Recurring entry {d9} runs on the 15th.
Tolerance group: up to {amt} or {p} %.`,
  'WBS elements and projects': `
WBS element P-{d5}-{d2}-{d2} is released.
Network {d7}, activity {d4}, {qty} hours planned.
Project {A1}.{d4}.{d2} is {p} % complete.
Milestone {d12} moved to {date}.
Budget of {A2}-{d4}-{A1}{d2} exceeded by {amt} EUR.
PSP-Element {d2}-{d6}-{d3} wurde technisch abgeschlossen.
Settlement rule of T-{d4}.{d1}.{d2}: 100 % to asset.
Baseline {d2} was frozen in week {d2}.`,
  'IDoc segments and interfaces': `
Segment E1EDP01 at position {d6} has an empty field MENGE.
Message type ORDERS05 from partner LS {A3}CLNT{d3} is in status 64.
qRFC queue XBQO$I{d10} stopped with SYSFAIL.
Basic type DELVRY07, {d3} segments, direction 2.
AIF message {d16} was restarted.
Port SAP{A3}, RFC destination {A3}CLNT{d3}.
EDIFACT UNB+UNOC:3+{d13}:14+{d13}:14+{d6}:{d4}+{d9}' was accepted.
X12 850 control number {d9} acknowledged with 997.
ALE change pointer {d10} was not processed.`,
  'Salesforce ids of other objects': `
Quote 0Q0{A1}{d9}{b5} was synced.
Campaign 701{A1}{d8}{b6} has status Planned.
Record type 012{A1}{d8}{b3} is inactive.
Line item 00k{A1}{d8}{b6} has no price.
Flow interview 0Fo{A1}{d8}{b6} failed.
Queue 00G{A1}{d8}{b3} receives {d2} cases an hour.
Asset 02i{A1}{d8}{b6} was created from order 801{A1}{d8}{b6}.
Attachment 068{A1}{d8}{b6} has {d6} bytes.`,
  'NetSuite and HubSpot ids': `
NetSuite internal id {d6}, external id EXT-{d7}.
Deal {d11} moved to Closed Won.
HubSpot record {d12} was merged into {d12}.
custbody_{A3l}_ref is {d6} on transaction {d7}.
Pipeline stage {d9} is not in use.
Saved search customsearch{d4} returned {d3} rows.
Ticket {d10}, pipeline 0, stage 4.
ITEM-{d5} sits in subsidiary {d1}, location {d2}.
Subscription {d8} renews on {date}.`,
  'Dynamics and Oracle documents': `
Journal batch {A4}-{d6} was posted in ledger USMF.
Voucher APIN-{d8} is not balanced.
Sales quotation QUO-{d6} expires in {d2} days.
Oracle requisition {d8} line {d1} is incomplete.
Release {d6}-{d2} of blanket agreement {d7}.
Transfer journal {d2}-{d5} moved {qty} {unit}.
Number sequence Sale_{d2} has {d4} numbers left.
Dimension {d6}-{d3}-{d4} is not valid for account {d6}.`,
  'amounts and currencies': `
The total of {amt} EUR includes {amt} EUR VAT.
USD {amt} at 1.0842 gives EUR {amt}.
Unit price {amt}, discount {p} %, net {amt}.
Freight surcharge of CHF {amt} per 100 kg.
Der Rechnungsbetrag lautet {amt} EUR zzgl. 19 % MwSt.
Margin fell from {p} % to {p} %.
JPY {d7} rounded to {d6}.
Rebate accrual {amt}, paid {amt}, open {amt}.
Credit memo over {amt} GBP is waiting for approval.`,
  'quantities and units': `
{qty} {unit} of the {product} are in transit.
Minimum order quantity is {qty} {unit}.
Safety stock raised from {qty} to {qty} {unit}.
1 {unit} equals {d3} PC and weighs {p} kg.
Available to promise: {qty} {unit} on {date}.
Rounding profile {d4}: {qty} up to {qty}.
Backorder of {qty} {unit} in plant {d4}.
Consumption last 12 months: {qty}, {qty}, {qty}, {qty}.`,
  'unix timestamps and run times': `
The job started at {d10} and took {d4} ms.
Last sync cursor is {d13}.
created_at {d10}, updated_at {d10}.
Event 17{d11} arrived out of order.
Next poll in {d3} s, backoff {d5} ms.
Heartbeat {d10}.{d3} was late.
Token expires in {d4} seconds.
Offset {d9} of partition {d2} was committed at {d13}.`,
  'title-case headings': `
Order Fulfilment Status
Terms And Conditions Of Sale
Next Steps And Open Points
Accounts Receivable Ageing Report
Goods Receipt Against Purchase Order
Credit Hold Release Procedure
Weekly Backlog Review
Delivery Schedule And Call-Offs
Month-End Closing Checklist
Supplier Onboarding Guide`,
  'picklist labels': `
Stage: Negotiation/Review
Status changed from Ready To Ship to Partially Shipped.
Priority High, Origin Web, Type Problem.
Lead source is Trade Show.
Reason code Customer Request, subreason Wrong Quantity.
Payment method Wire Transfer, dunning level 2.
Shipping condition Express, risk category Low Risk.
Industry Chemicals, rating Warm.
Forecast category Best Case.`,
  'product names': `
The {product} is available in three lengths.
Please quote {qty} {unit} {product}.
{product} replaces the former model from {date}.
Spare part kit for {product}, series {d4}.
Warranty of the {product} is 24 months.
{product}: 24 V DC, IP67, M12 connector.
We tested the {product} at {d2} bar.
Das {product} ist ab Lager lieferbar.`,
  'material descriptions': `
HEX BOLT M{d2}X{d2} DIN 933 8.8 ZINC
O-RING {d2}X{d1} NBR 70 SHORE
BEARING 6{d3}-2RS C3
PUMP HOUSING GG25 RAL 5010
CABLE NYY-J 5X{d2} MM2 BLACK
Flange DN{d2} PN16 EN 1092-1 Type 11
LABEL THERMAL {d2}X{d2} MM ROLL OF {d4}
STEEL SHEET S235JR {d1}X1250X2500
Gear motor 0,75 kW i={d2} B5 IE3
GASKET SET DIESEL PUMP, OIL RESISTANT`,
  'part numbers': `
Part 10-{d4}-{d2} is superseded by 10-{d4}-{d2}.
Manufacturer part number {A2}{d4}-{d3}{A1} is obsolete.
Drawing {d3}-{d3}-{d3} Rev {A1} is released.
Use 6ES7{d3}-1{A2}{d2}-0AB0 instead.
P/N {d3}.{d3}.{d3} fits models {d4} to {d4}.
Cross reference {A3}-{d6} = {d8}.
Customer material {d4}/{d4}-{A1} has no price.
Article {d4}-{d2}-{d3} was moved to class C.`,
  'tax codes and rates': `
Tax code V1 was replaced by V5 in company code {d4}.
Input tax {p} % on {amt}.
Condition MWST yields {amt} at 7 %.
Withholding tax type 02, code 15, base {amt}.
Jurisdiction {d10} is not maintained.
Zero-rated export, reason 13b.
GST 18 % = CGST 9 % + SGST 9 %.
Reverse charge applies to item {d6}.`,
};
