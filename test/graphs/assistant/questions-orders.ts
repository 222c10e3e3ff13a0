import type { Conversation } from './questions.ts';

/** Orders, products and stock. */
export const ordersAndStock: Readonly<Record<string, readonly Conversation[]>> = {
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
};
