/** A conversation, turn by turn: what is said, which questions are understood (`a+b` for two), and what the answer has to hold. */
export type Row = readonly [intents: string, says: string, holds?: RegExp];
export type Conversation = readonly Row[];

/** Each intent with its plain form, other words, a slip of the fingers, a follow-up and, where names can be doubtful, a doubtful one. */
export const english: Readonly<Record<string, readonly Conversation[]>> = {
  'order.status': [
    [
      ['order.status', 'What is the status of order SO-78911?', /SO-78911 is delayed.*9 days late.*Norwick/],
      ['order.status', 'and for SO-78912?', /SO-78912 has been partially shipped/],
    ],
    [['order.status', 'How far along is SO-78912?', /partially shipped/]],
    [['order.status', 'wht is teh staus of SO-78910', /SO-78910 has been (?:shipped|delivered)/]],
    [
      ['order.status', 'Check SO-78911 for me please', /delayed/],
      ['order.status', 'why is it late?', /SO-78911/],
    ],
    [['order.status', 'Did we already ship SO-78910?', /shipped/]],
    [
      ['order.status', "What's the status of the Norwick order?", /Norwick Supply Co\. has \d+ orders that fit/],
      ['order.status', 'SO-78911', /SO-78911 is delayed/],
    ],
    [['order.status', 'status of SO-12345', /no order SO-12345/]],
  ],
  'order.tracking': [
    [
      ['order.tracking', 'What is the tracking number of SO-78910?', /1Z999AA1234567890/],
      ['order.tracking', 'and of SO-78911?', /Nothing of order SO-78911 has left/],
    ],
    [['order.tracking', 'trakcing for SO-78910', /1Z999AA1234567890/]],
    [['order.tracking', 'Where is the parcel for SO-78912?', /1Z999AA1234567912/]],
    [
      ['order.tracking', 'Where is my parcel?', /Which order/],
      ['order.tracking', 'SO-78910 please', /1Z999AA1234567890/],
    ],
  ],
  'order.lines': [
    [
      ['order.lines', 'Which items are in SO-78912?', /SO-78912 has 2 lines/],
      ['order.lines', 'and SO-78911?', /SO-78911 has 2 lines/],
    ],
    [['order.lines', "What's in order SO-78911?", /2 lines/]],
    [['order.lines', 'show me the itmes of SO-78912', /2 lines/]],
  ],
  'order.date': [
    [
      ['order.date', 'When will SO-78911 arrive?', /expected on May 24, 2024/],
      ['order.date', 'and SO-78912?', /May 28, 2024/],
    ],
    [['order.date', "What's the delivery date for SO-78911?", /May 24, 2024/]],
    [['order.date', 'when wil SO-78911 be deliverd', /May 24, 2024/]],
  ],
  'order.invoice': [
    [
      ['order.invoice', 'Has SO-79901 been invoiced?', /Invoice 90079901.*overdue/s],
      ['order.invoice', 'and SO-78911?', /no invoice for order SO-78911/],
    ],
    [['order.invoice', 'Is SO-79901 paid?', /£1,200\.00/]],
    [['order.invoice', 'show the invioce for SO-79901', /90079902/]],
  ],
  'order.customer': [
    [
      ['order.customer', 'Who is the customer of SO-78911?', /Norwick Supply Co\. \(customer 10100001\)/],
      ['order.customer', 'and of SO-78920?', /SO-78920 is for/],
    ],
    [['order.customer', 'who placed SO-78911', /Norwick/]],
  ],
  'order.value': [
    [
      ['order.value', 'How much is SO-78911 worth?', /\$22,294\.44/],
      ['order.value', 'and SO-78910?', /\$182,400\.00/],
    ],
  ],
  'orders.late': [
    [
      ['orders.late', 'Which orders of Norwick are late?', /1 of 3 open orders of Norwick Supply Co\. is late.*SO-78911 with 9 days/],
      ['order.status', 'what about the first one?', /SO-78911 is delayed/],
    ],
    [['orders.late', 'late ordres of Norwck', /SO-78911/]],
    [
      ['orders.late', "Are any of Halvorsen's orders delayed?", /None of the \d+ open orders of Halvorsen/],
      ['orders.late', 'and of Norwick?', /1 of 3/],
    ],
    [['orders.late', 'Which shipments are running behind?', /open orders are late|open orders is late/]],
    [
      ['orders.late', 'Late orders of Castellan?', /2 customers fit/],
      ['orders.late', 'the second', /Castellan/],
    ],
  ],
  'orders.open': [
    [
      ['orders.open', 'Which orders does Norwick have open?', /3 open orders of Norwick/],
      ['orders.open', 'and Halvorsen?', /open orders? of Halvorsen/],
    ],
    [['orders.open', 'list all open orders', /open orders/]],
    [['orders.open', 'opne orders of Norwick', /3 open orders/]],
    [['orders.open', "What hasn't shipped yet for Norwick?", /3 open orders/]],
    [
      ['orders.open', 'open orders of Castellan', /2 customers fit/],
      ['orders.open', 'Équipements', /Castellan Équipements SAS/],
    ],
  ],
  'orders.largest': [
    [
      ['orders.largest', 'Show the ten largest open orders as a table and a chart', /the 10 largest open orders in [A-Z]{3}/],
      ['order.status', 'what is with the second one?', /Order SO-/],
    ],
    [['orders.largest', 'top 5 orders by value', /the 5 largest/]],
    [['orders.largest', 'What are our bigest open orders?', /largest open orders/]],
    [['orders.largest', 'which three orders are worth the most?', /the 3 largest/]],
  ],
  'orders.blocked': [
    [
      ['orders.blocked', 'Which orders are on delivery block?', /on hold/],
      ['order.status', 'and the first one?', /Order SO-/],
    ],
    [['orders.blocked', 'orders held by the credit check', /credit check/]],
    [['orders.blocked', 'which orders are bloked', /on hold/]],
  ],
  'orders.due': [
    [
      ['orders.due', 'Which orders are due next week?', /between May 20, 2024 and May 26, 2024/],
      ['orders.due', 'and this week?', /between May 13, 2024 and May 19, 2024/],
    ],
    [['orders.due', 'What ships this week?', /May 13, 2024/]],
    [['orders.due', 'which delivries are due tomorrow', /May 18, 2024/]],
  ],
  'orders.recent': [
    [
      ['orders.recent', 'What did Halvorsen order recently?', /newest order of Halvorsen/],
      ['orders.recent', 'and Norwick?', /newest order of Norwick/],
    ],
    [['orders.recent', 'latest ordes of Norwick', /newest order of Norwick/]],
  ],
  'orders.for-product': [
    [
      ['orders.for-product', 'Which orders contain MAT-1003?', /Hydraulic pump HP-16 \(MAT-1003\)/],
      ['orders.for-product', 'and MAT-1001?', /Gear reducer GR-40/],
    ],
    [['orders.for-product', 'who ordered hydraulic pumps?', /Hydraulic pump/]],
  ],
  'orders.count': [
    [
      ['orders.count', 'How many open orders do we have?', /There are \d+ open orders/],
      ['orders.count', 'and for Norwick?', /3 open orders of Norwick/],
    ],
    [['orders.count', "What's the total value of open orders?", /in total/]],
  ],
  'stock.promise': [
    [
      ['stock.promise', 'Can we promise 40 of MAT-1003 by Friday?', /Yes: 40 pcs of Hydraulic pump HP-16 \(MAT-1003\).*170 pcs/],
      ['stock.promise', 'and 200?', /No: 200 pcs/],
      ['stock.alternatives', 'what else would do?', /All plants together have 230 pcs/],
    ],
    [['stock.promise', 'Is it possible to deliver 10 servo motors tomorrow?', /Yes: 10 pcs of Servo motor/]],
    [['stock.promise', 'can we promse 40 hydrulic pumps by May 30', /Hydraulic pump HP-16/]],
    [['stock.promise', 'Do we have 15 MAT-1003 available?', /Yes: 15 pcs/]],
    [
      ['stock.promise', 'Can we deliver 5 gears by Monday?', /3 products fit/],
      ['stock.promise', 'the planetary one', /Planetary gear PG-12/],
    ],
  ],
  'stock.alternatives': [
    [['stock.alternatives', 'What else could we offer instead of MAT-1001?', /Gear reducer GR-40 \(MAT-1001\)/]],
    [['stock.alternatives', 'alternatives for MAT-1001', /instead|would|similar|else/i]],
  ],
  'stock.level': [
    [
      ['stock.level', 'How many MAT-1003 are in stock?', /230 pcs of Hydraulic pump/],
      ['stock.level', 'and MAT-1001?', /0 pcs of Gear reducer/],
    ],
    [['stock.level', 'stock of hydraulic pumps', /230 pcs/]],
    [['stock.level', 'how many hydralic pumps do we have on hand?', /230 pcs/]],
  ],
  'stock.short': [
    [
      ['stock.short', 'Which products are running low?', /less in stock than open orders want/],
      ['stock.level', 'and the first one?', /in stock/],
    ],
    [['stock.short', "what's out of stock?", /Gear reducer/]],
  ],
  'product.detail': [
    [
      ['product.detail', 'What is MAT-1003?', /MAT-1003 is Hydraulic pump HP-16/],
      ['product.detail', 'and MAT-1009?', /Sensor head/],
    ],
  ],
  'product.list': [[['product.list', 'Which products do we sell?', /The list has \d+ products/]]],
  'credit.exposure': [
    [
      ['credit.exposure', "What is Halvorsen's credit exposure?", /credit limit of €[\d,.]+ and an exposure of €/],
      ['credit.exposure', 'and Norwick?', /Norwick Supply Co\. has a credit limit/],
      ['invoices.overdue', 'which of their invoices are overdue?', /Norwick Supply Co\. has no overdue invoice/],
    ],
    [['credit.exposure', 'How much of its credit limit has Brightwater used?', /2 invoices are overdue/]],
    [['credit.exposure', 'credt exposure of Halvorsn', /Halvorsen/]],
    [
      ['credit.exposure', 'credit status of Castellan', /2 customers fit/],
      ['credit.exposure', 'the first one', /Castellan Industrie SARL has a credit limit/],
    ],
  ],
  'credit.room': [
    [
      ['credit.room', 'Can Halvorsen take another order of 10,000 EUR?', /An order of €10,000\.00 would fit/],
      ['credit.room', 'and 500k EUR?', /would not pass/],
    ],
    [['credit.room', 'Is there room in Halvorsens credit limit for EUR 20k?', /€20,000\.00/]],
    [['credit.room', 'How much credit does Halvorsen have left?', /of the limit of/]],
  ],
  'invoices.overdue': [
    [
      [
        'invoices.overdue',
        'Which invoices of Brightwater are overdue?',
        /2 overdue invoices, £1,800\.00 in total.*90079901, is 46 days overdue/,
      ],
      ['invoices.overdue', 'and of Halvorsen?', /no overdue invoice/],
    ],
    [['invoices.overdue', 'overdue invioces Brightwter', /2 overdue/]],
    [['invoices.overdue', 'Is Brightwater behind on payments?', /2 overdue/]],
    [
      ['invoices.overdue', 'which invoices are overdue?', /Which customer/],
      ['invoices.overdue', 'Brightwater', /2 overdue/],
    ],
  ],
  'invoices.open': [
    [
      ['invoices.open', 'What does Brightwater owe us?', /open invoices?/],
      ['invoices.open', 'and Norwick?', /Norwick/],
    ],
    [['invoices.open', 'open invoices of Brightwater', /2 are overdue/]],
  ],
  'credit.blocked': [
    [
      ['credit.blocked', 'Which customers are blocked?', /customers? (?:is|are) blocked/],
      ['credit.blocked', 'what about the first one?', /is blocked/],
    ],
    [
      ['credit.blocked', 'Is Halvorsen on credit hold?', /Halvorsen Antriebe GmbH is not blocked/],
      ['credit.blocked', 'and Lumenfeld?', /Lumenfeld Technik AG is/],
    ],
  ],
  'customer.profile': [
    [
      ['customer.profile', "What's the address of Halvorsen?", /Halvorsen Antriebe GmbH \(customer 10100002\), .*Hamburg/],
      ['customer.profile', 'and of Norwick?', /Columbus/],
    ],
    [['customer.profile', 'phone nubmer of Norwick', /Phone/]],
    [['customer.profile', 'Where is Brightwater based?', /Leeds/]],
  ],
  'customer.contacts': [
    [
      ['customer.contacts', 'Who is our contact at Halvorsen?', /The contact at Halvorsen Antriebe GmbH is/],
      ['customer.contacts', 'and at Norwick?', /Norwick/],
    ],
    [['customer.contacts', 'contcts at Norwick', /Norwick/]],
  ],
  'customer.cases': [
    [
      ['customer.cases', 'Are there open cases for Halvorsen?', /1 open case/],
      ['customer.cases', 'and for Norwick?', /no open case/],
    ],
    [['customer.cases', 'any complaints from Halvorsen?', /1 open case/]],
  ],
  'customer.summary': [
    [
      ['customer.summary', 'Tell me about Halvorsen', /Halvorsen Antriebe GmbH \(customer 10100002\)/],
      ['customer.summary', 'and Norwick?', /Norwick Supply Co\. \(customer/],
      ['orders.late', 'which of their orders are late?', /SO-78911/],
    ],
    [['customer.summary', 'Give me an overview of Brightwatr', /Brightwater/]],
    [
      ['customer.summary', 'How is Castellan doing?', /2 customers fit/],
      ['customer.summary', 'Équipements', /Castellan Équipements SAS/],
    ],
  ],
  'deal.status': [
    [
      ['deal.status', 'In which stage is the opportunity for SO-78911?', /is in stage Negotiation\/Review/],
      ['deal.status', 'and for SO-78910?', /Proposal\/Price Quote/],
    ],
    [['deal.status', "What's the status of the deal for SO-78911?", /close date June 1, 2024/]],
    [['deal.status', 'when does the SO-78911 oportunity close?', /June 1, 2024/]],
    [
      ['deal.status', 'How is the Norwick deal doing?', /opportunities fit/],
      ['deal.status', 'the first one', /is in stage/],
    ],
  ],
  'deals.open': [
    [
      ['deals.open', 'Show the open opportunities', /open opportunities/],
      ['deal.status', 'and the second one?', /is in stage/],
    ],
    [['deals.open', 'open deals with Norwick', /with Norwick/]],
  ],
  'deals.risk': [
    [
      ['deals.risk', 'Which opportunities are at risk because stock is short?', /at risk because stock is short.*Gear reducer/s],
      ['deal.status', 'what about the first one?', /is in stage/],
    ],
    [['deals.risk', 'deals endangered by shortages', /at risk/]],
    [['deals.risk', "Which deals might we lose because we can't deliver?", /at risk/]],
  ],
  'deals.closing': [
    [
      ['deals.closing', 'Which deals close next month?', /between June 1, 2024 and June 30, 2024/],
      ['deals.closing', 'and this month?', /May 31, 2024/],
    ],
    [['deals.closing', 'oportunities closing next week', /May 20, 2024/]],
  ],
  'deals.largest': [
    [
      ['deals.largest', 'What are our biggest deals?', /largest open opportunities/],
      ['deals.largest', 'top 3 opportunities', /the 3 largest/],
    ],
  ],
  'pipeline.total': [
    [['pipeline.total', 'How big is our pipeline?', /The pipeline holds \d+ open opportunities/]],
    [['pipeline.total', 'pipeline by stage as a chart', /pipeline holds/]],
    [['pipeline.total', 'what does the sales forcast look like?', /pipeline holds/]],
  ],
  'change.close-date': [
    [
      ['change.close-date', 'Move the close date of the SO-78911 deal to Friday', /to May 24, 2024\.\s+It waits for a countersignature/],
      ['pending', 'is it approved yet?', /waiting for a decision/],
    ],
    [['change.close-date', 'push the deal for SO-78911 to next Friday', /May 24, 2024/]],
    [
      ['change.close-date', 'Set close date for SO-78911 to 2024-06-15', /June 15, 2024/],
      ['withdraw', 'withdraw the proposal', /withdrawn/],
    ],
    [['change.close-date', 'mvoe the close date of the SO-78911 deal to 12 June', /June 12, 2024/]],
    [
      ['change.close-date', 'Move the close date of the SO-78911 deal', /To which day/],
      ['change.close-date', 'to Friday', /May 24, 2024/],
    ],
    [
      ['change.close-date', 'Move the close date of the Norwick deal to Friday', /opportunities fit/],
      ['change.close-date', 'the second', /May 24, 2024/],
    ],
  ],
  'change.stage': [
    [['change.stage', 'Set the stage of the SO-78910 deal to Negotiation', /from stage Proposal\/Price Quote to Negotiation\/Review/]],
    [['change.stage', 'Mark the opportunity for SO-78911 as closed won', /to Closed Won/]],
  ],
  'change.block': [
    [
      ['change.block', 'Put order SO-78911 on delivery block', /put order SO-78911 on delivery block[\s\S]*countersignature/],
      ['order.status', 'what is the status of SO-78912?', /Still waiting for controller: the delivery block/],
    ],
    [['change.block', 'hold SO-78912', /SO-78912 on delivery block/]],
    [['change.block', 'put ordr SO-78911 on delivery blok', /SO-78911 on delivery block/]],
  ],
  'change.release': [[['change.release', 'Release SO-78911', /no delivery block to release/]]],
  'change.thank': [
    [['change.thank', 'Thank the customer of SO-78910', /thank-you for order SO-78910 to .*Norwick/]],
    [['change.thank', 'Send a thank-you to the customer for SO-78910', /thank-you/]],
    [['change.thank', 'thnak the customer of SO-78910', /thank-you/]],
  ],
  'change.inform': [[['change.inform', 'Tell the customer of SO-78911 that it is late', /message on how order SO-78911 stands/]]],
  'change.note': [
    [['change.note', 'Add a note to the SO-78911 deal: they want a partial delivery', /add a note to Norwick/]],
    [['change.note', 'Note on Halvorsen: prefers morning deliveries', /add a note to Halvorsen/]],
    [
      ['change.note', 'Add a note to the SO-78911 deal', /What should be written/],
      ['change.note', 'they want a partial delivery', /add a note/],
    ],
  ],
  'change.task': [
    [['change.task', 'Remind me to call Halvorsen on Monday', /task about Halvorsen Antriebe GmbH, due on May 20, 2024/]],
    [['change.task', 'Create a task for the SO-78911 deal: check the new price', /task about Norwick/]],
  ],
  'change.case': [[['change.case', 'Open a case for SO-78910: two boxes arrived damaged', /open a case for order SO-78910/]]],
  reception: [
    [['help', 'What can you do?', /orders, stock/]],
    [
      ['greet', 'Hello!', /Hello/],
      ['thanks', 'thanks', /welcome/],
      ['bye', 'bye', /Goodbye/],
    ],
    [['pending', 'What is waiting for approval?', /Nothing that you asked for here/]],
    [['withdraw', 'never mind', /no proposal of yours/]],
    [
      ['credit.exposure', 'credit exposure of Halvorsen', /limit/],
      ['sources', 'Where did you get these numbers from?', /Credit account of 10100002/],
    ],
    [['unknown', "What's the weather in Paris?", /did not understand/]],
    [['unknown', 'Write me a poem about the sea', /I can tell you about orders/]],
    [['unknown', 'asdf qwer', /did not understand/]],
    [
      ['orders.late', 'late orders of Norwick', /1 of 3/],
      ['list.short', 'and the third one?', /only 1 entry/],
    ],
  ],
  'two at once': [
    [
      [
        'order.status+credit.exposure',
        "What's the status of SO-78911 and what is the credit exposure of Halvorsen?",
        /delayed[\s\S]*credit limit/,
      ],
    ],
    [['order.status+stock.level', 'Where is SO-78911? And how many MAT-1003 are in stock?', /230 pcs/]],
    [
      [
        'invoices.overdue+orders.late',
        'Which invoices of Brightwater are overdue and which of their orders are late?',
        /2 overdue invoices[\s\S]*open orders of Brightwater/,
      ],
    ],
    [['order.status+order.status', 'status of SO-78911 and SO-78912', /SO-78911[\s\S]*SO-78912/]],
  ],
};

export const german: readonly Conversation[] = [
  [
    ['order.status', 'Wie ist der Stand von Auftrag SO-78911?', /Auftrag SO-78911 ist verzögert/],
    ['order.status', 'und von SO-78912?', /teilweise versandt/],
  ],
  [['order.status', 'Was ist mit SO-78911 los?', /verzögert/]],
  [['order.tracking', 'Wie lautet die Sendungsnummer von SO-78910?', /1Z999AA1234567890/]],
  [['order.lines', 'Welche Positionen hat der Auftrag SO-78912?', /2 Positionen/]],
  [['order.date', 'Wann kommt SO-78911 an?', /24\. Mai 2024/]],
  [['order.invoice', 'Ist die Rechnung zu SO-79901 bezahlt?', /90079901/]],
  [
    ['orders.late', 'Welche Aufträge von Norwick sind verspätet?', /1 von 3 offenen Aufträgen von Norwick/],
    ['order.status', 'und der erste?', /SO-78911/],
  ],
  [['orders.open', 'Zeig mir die offenen Aufträge von Norwick', /3 offene Aufträge von Norwick/]],
  [['orders.largest', 'Die zehn größten offenen Aufträge bitte', /die 10 größten offenen Aufträge/]],
  [['orders.blocked', 'Welche Aufträge sind gesperrt?', /gesperrt/]],
  [['orders.due', 'Welche Lieferungen stehen nächste Woche an?', /20\. Mai 2024/]],
  [['orders.count', 'Wie viele offene Aufträge hat Norwick?', /3 offene Aufträge/]],
  [
    ['stock.promise', 'Können wir 40 Stück MAT-1003 bis Freitag liefern?', /Ja: 40 Stück Hydraulic pump HP-16/],
    ['stock.promise', 'und 200 Stück?', /Nein: 200 Stück/],
  ],
  [['stock.level', 'Wie hoch ist der Bestand von MAT-1003?', /230 Stück/]],
  [['stock.short', 'Bei welchen Produkten gibt es Engpässe?', /weniger am Lager/]],
  [
    ['credit.exposure', 'Wie hoch ist das Obligo von Halvorsen?', /Kreditlimit/],
    ['credit.exposure', 'und bei Norwick?', /Norwick/],
  ],
  [['credit.room', 'Kann Halvorsen noch einen Auftrag über 10.000 Euro bekommen?', /10\.000,00/]],
  [['invoices.overdue', 'Welche Rechnungen von Brightwater sind überfällig?', /2 überfällige Rechnungen/]],
  [['invoices.open', 'Welche Rechnungen von Brightwater sind noch offen?', /offene Rechnungen/]],
  [['credit.blocked', 'Welche Kunden sind gesperrt?', /gesperrt/]],
  [['customer.contacts', 'Wer ist der Ansprechpartner bei Halvorsen?', /Ansprechpartner bei Halvorsen/]],
  [['customer.cases', 'Gibt es Reklamationen von Halvorsen?', /1 offenen Fall/]],
  [['customer.summary', 'Gib mir einen Überblick über Halvorsen', /Halvorsen Antriebe GmbH \(Kunde/]],
  [
    ['customer.summary', 'Wie geht es Castellan?', /passen 2 Kunden/],
    ['customer.summary', 'dem zweiten', /Castellan/],
  ],
  [['deal.status', 'In welcher Phase ist die Verkaufschance zu SO-78911?', /Phase Negotiation/]],
  [['deals.risk', 'Welche Verkaufschancen sind gefährdet, weil Ware fehlt?', /gefährdet, weil Ware fehlt/]],
  [['deals.closing', 'Welche Abschlüsse stehen nächsten Monat an?', /1\. Juni 2024/]],
  [['pipeline.total', 'Wie groß ist die Pipeline?', /Die Pipeline hat/]],
  [
    ['change.close-date', 'Verschiebe das Abschlussdatum von SO-78911 auf Freitag', /24\. Mai 2024.*Gegenzeichnung/s],
    ['withdraw', 'Zieh den Vorschlag zurück', /zurückgezogen/],
  ],
  [
    ['change.block', 'Setze SO-78911 auf Liefersperre', /Liefersperre/],
    ['pending', 'Worauf wartet das?', /wartet/],
  ],
  [['change.release', 'Hebe die Liefersperre von SO-78911 auf', /keine Liefersperre/]],
  [['change.thank', 'Bedanke dich beim Kunden von SO-78910', /Dank für Auftrag SO-78910/]],
  [['change.note', 'Notiere bei SO-78911: Kunde möchte Teillieferung', /Notiz zu Norwick/]],
  [['change.task', 'Erinnere mich am Montag an Halvorsen', /Aufgabe zu Halvorsen/]],
  [['help', 'Was kannst du?', /Auskunft/]],
];
