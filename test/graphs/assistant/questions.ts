import { customersAndDeals } from './questions-customers.ts';
import { ordersAndStock } from './questions-orders.ts';

/** A conversation, turn by turn: what is said, which questions are understood (`a+b` for two), and what the answer has to hold. */
export type Row = readonly [intents: string, says: string, holds?: RegExp];
export type Conversation = readonly Row[];

/** Each intent with its plain form, other words, a slip of the fingers, a follow-up and, where names can be doubtful, a doubtful one. */
export const english: Readonly<Record<string, readonly Conversation[]>> = { ...ordersAndStock, ...customersAndDeals };

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
