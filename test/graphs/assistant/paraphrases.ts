import type { Conversation } from './questions.ts';

/** The questions of the suite in other words: slips, follow-ups, days as people say them, two questions in one message. */
export const paraphrases: readonly Conversation[] = [
  [
    ['order.status', "how's SO-78911 doing", /9 days late/],
    ['order.status', 'and SO-78912?', /SO-78912/],
  ],
  [['order.status', 'whats up with order 78911?', /Order SO-78911 is delayed/]],
  [['order.status', 'Where does SO-78911 stand right now?', /delayed/]],
  [['order.status', 'Any news on SO-78911?', /delayed/]],
  [['order.status', 'is SO-78911 going to be on time?', /9 days late/]],
  [['order.status', 'whats the staus of ordr SO-78911', /delayed/]],
  [['order.status', 'Wie weit ist SO-78911?', /SO-78911 ist verzögert/]],
  [['order.status', 'Gibt es Neuigkeiten zu Auftrag 78911?', /SO-78911 ist verzögert/]],
  [
    ['orders.late', "which of Norwick's orders are running behind?", /1 of 3 open orders/],
    ['list.short', 'and the second one?', /only 1 entry/],
    ['order.status', 'and the first?', /SO-78911/],
  ],
  [
    ['orders.late', 'does Hollister Pumpen GmbH have anything delayed?', /of Hollister Pumpen GmbH is late/],
    ['orders.late', 'same for Hollister Ltd', /of Hollister Pumps Ltd is late/],
  ],
  [
    ['orders.late', 'Hat Norwick verspätete Aufträge?', /1 von 3/],
    ['list.short', 'was ist mit dem zweiten?', /nur 1 Eintrag/],
    ['order.status', 'und mit dem ersten?', /SO-78911/],
  ],
  [['orders.late', 'late orders of Norwik please', /Norwick Supply Co\./]],
  [['orders.late', 'late orders of Contoso', /Which customer do you mean/]],
  [
    ['credit.exposure', 'credit exposure of Halvorsen', /€37,000\.00/],
    ['credit.exposure', 'credit exposure of Contoso', /Which customer do you mean/],
  ],
  [['orders.open', 'orders from Contoso', /Which customer do you mean/]],
  [
    ['stock.promise', 'Can we promise 40 screw pumps by next Friday?', /No: 40 pcs of Screw pump XP-30 .* May 24, 2024/],
    ['stock.promise', 'and in two weeks?', /40 pcs .* May 31, 2024/],
    ['stock.promise', 'and by the 12th?', /40 pcs .* June 12, 2024/],
    ['stock.promise', 'and by the end of next month?', /Yes: 40 pcs .* June 30, 2024/],
  ],
  [
    ['stock.promise', 'Can 40 of Screw pump XP-30 be promised by the 12th?', /40 pcs of Screw pump XP-30 \(MAT-1025\) .* June 12, 2024/],
    ['stock.alternatives', 'and what else would do?', /June 14, 2024/],
  ],
  [['stock.promise', 'Do we have 40 rotary valves for the 31st?', /Rotary valve RV-12 .* May 31, 2024/]],
  [['stock.promise', 'Can I get 40 servo drives until the end of the month?', /40 pcs of Servo drive SD-9 .* May 31, 2024/]],
  [['stock.promise', 'Können wir 40 Stück MAT-1025 bis zum 12. zusagen?', /40 Stück .* 12\. Juni 2024/]],
  [['stock.promise', 'Können wir 40 Stück MAT-1025 in zwei Wochen liefern?', /31\. Mai 2024/]],
  [
    ['stock.promise', 'Können wir 40 Schraubenpumpen bis Ende des Monats liefern?', /Welches Produkt/],
    ['stock.promise', 'MAT-1025', /40 Stück Screw pump XP-30 .* 31\. Mai 2024/],
  ],
  [['stock.promise+stock.alternatives', 'Können wir 40 Stück MAT-1025 bis zum 12. Juni zusagen? Und was ginge sonst?', /14\. Juni 2024/]],
  [
    ['credit.exposure', 'How much of their limit has Hollister Pumpen GmbH used?', /€46,769\.92/],
    ['credit.exposure', 'and Hollister Ltd?', /£47,988\.00/],
  ],
  [['invoices.open', 'Has Marchetta paid its bills?', /1 is overdue/]],
  [
    ['invoices.overdue', 'overdue invoices Hollister', /2 customers fit/],
    ['invoices.overdue', 'Hollister Pumpen', /2 overdue invoices, €13,289\.92/],
  ],
  [['invoices.overdue', 'invoices overdue of Marcheta Conservs', /1 overdue invoice, €5,380\.70/]],
  [['invoices.overdue', 'Wer zahlt zu spät?', /Welchen Kunden/]],
  [
    [
      'credit.exposure+invoices.overdue',
      'credit situation of hollister pumpen and their overdue invoices',
      /€94,000\.00[\s\S]*2 overdue invoices/,
    ],
  ],
  [
    [
      'credit.exposure+invoices.overdue',
      'Wie hoch ist das Kreditlimit von Hollister Pumpen und welche Rechnungen sind überfällig?',
      /94\.000,00.€[\s\S]*2 überfällige Rechnungen/,
    ],
  ],
  [
    ['deals.risk', 'Which deals are in danger because we are out of stock?', /at risk because stock is short/],
    ['deal.status', 'and the second one?', /Hollister Pumps Ltd – Screw pump XP-30/],
  ],
  [
    ['deals.risk', 'Welche Opportunities wackeln wegen fehlender Ware?', /gefährdet, weil Ware fehlt/],
    ['deal.status', 'was ist mit dem zweiten?', /Hollister Pumps Ltd/],
  ],
  [
    ['orders.largest', 'Show our ten biggest open orders in a table and as a bar chart', /10 largest open orders in EUR/],
    ['order.status', 'and for the second one?', /SO-78926/],
  ],
  [
    ['orders.largest', 'Zeig mir die zehn größten offenen Aufträge als Tabelle und Diagramm', /10 größten offenen Aufträge/],
    ['order.status', 'und der zweite?', /SO-78926/],
  ],
  [['change.close-date', 'Move the close date of the Ostermann opportunity to next Friday', /to May 24, 2024/]],
  [
    ['change.close-date', 'postpone the Marchetta deal by two weeks', /To which day/],
    ['change.close-date', 'in two weeks', /to May 31, 2024/],
  ],
  [['change.close-date', 'Move the close date of SO-78978 to the 12th', /to June 12, 2024/]],
  [['change.close-date', 'Verschiebe den Abschluss von Marchetta auf nächsten Freitag', /auf den 24\. Mai 2024/]],
  [['deal.status', 'Close date of SO-78980?', /close date July 26, 2024/]],
  [['change.block', 'Please block SO-78911 for delivery', /SO-78911 on delivery block/]],
  [['change.block', 'put a delivery block on order SO-78912', /SO-78912 on delivery block/]],
  [['change.block', 'stop delivery of SO-78915', /SO-78915 on delivery block/]],
  [['change.thank', 'say thank you to the customer of SO-78910', /thank-you for order SO-78910/]],
  [['change.thank', 'Send our thanks to the customer of SO-78910', /thank-you for order SO-78910/]],
  [['order.status+order.date', 'What is the status of SO-78911, and when does SO-78912 arrive?', /delayed[\s\S]*May 28, 2024/]],
  [['order.status+invoices.open', 'Is SO-78911 late? Also, what does Hollister Pumpen owe us?', /9 days late[\s\S]*€13,289\.92/]],
  [
    [
      'order.status+credit.exposure+stock.level',
      'status of SO-78911. credit limit of Halvorsen. stock of MAT-1025',
      /SO-78911[\s\S]*€37,000\.00[\s\S]*6 pcs/,
    ],
  ],
  [
    [
      'order.status+credit.exposure',
      'Wie ist der Status von SO-78911 und wie hoch ist das Obligo von Halvorsen?',
      /verzögert[\s\S]*8\.361,00.€/,
    ],
  ],
  [['unknown', 'Tell me a joke', /I can tell you about orders/]],
  [['unknown', 'Wie wird das Wetter morgen?', /Auskunft geben/]],
  [['unknown', 'book me a flight to Berlin', /did not understand/]],
];
