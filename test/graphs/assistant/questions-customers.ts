import type { Conversation } from './questions.ts';

/** Credit, customers, deals, changes and what is asked about the talk itself. */
export const customersAndDeals: Readonly<Record<string, readonly Conversation[]>> = {
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
