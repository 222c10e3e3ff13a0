import { describe, expect, it } from 'vitest';
import { workflows } from '../../../graphs/index.ts';
import { errands } from '../../../graphs/assistant/errands/catalogue.ts';
import { errandIn, isErrandWord } from '../../../graphs/assistant/errands/recognise.ts';
import { readQuestion } from '../../../graphs/assistant/understand/read.ts';

const asks: readonly (readonly [workflow: string, ...sentences: string[]])[] = [
  [
    'closed-won',
    'Create the ERP order for opportunity 006Hs00001AbCdE',
    'please place the order for the deal of Bluewater Foods',
    'Turn the deal into an order',
    'Lege den Auftrag zur Verkaufschance 006Hs00001AbCdE an',
    'Bitte den Auftrag zur Verkaufschance anlegen',
    'Crée la commande pour cette opportunité',
    'Crea el pedido de la oportunidad 006Hs00001AbCdE',
  ],
  [
    'order-change',
    'Bring the order in line with the deal',
    'Passe den Auftrag an die Verkaufschance an',
    'Ajusta el pedido a la oportunidad',
  ],
  [
    'order-status',
    'Refresh order SO-78911 in the CRM',
    'Aktualisiere den Auftrag SO-78911 im CRM',
    'Actualise la commande SO-78911 dans le CRM',
  ],
  [
    'customer-notify',
    'Send the customer the news of order SO-78911',
    'Schicke dem Kunden die Neuigkeiten zu Auftrag SO-78911',
    'Envoie au client les nouvelles de la commande SO-78911',
    'Envía al cliente las novedades del pedido SO-78911',
  ],
  ['mirror-order', 'Copy order SO-78911 to the CRM', 'Kopiere den Auftrag SO-78911 ins CRM'],
  ['mirror-invoice', 'Copy invoice 90000001 to the CRM', 'Copia la factura 90000001 al CRM'],
  ['mirror-stock', 'Copy the stock levels to the CRM', 'Übertrage die Bestände ins CRM'],
  ['customer-sync', 'Create the customer Bluewater Foods in the ERP', 'Synchronisiere den Kunden mit dem ERP', 'Crée le client dans l’ERP'],
  [
    'customer-merge',
    'Merge account 0015g000000000WAAQ with the one it is a duplicate of',
    'Führe den Account 0015g000000000WAAQ mit dem anderen Kunden zusammen',
    'Fusionne le compte 0015g000000000WAAQ',
    'Fusiona la cuenta 0015g000000000WAAQ',
  ],
  [
    'customer-unmerge',
    'Undo the merge of account 0015g000000000WAAQ',
    'Take the merge of account 0015g000000000WAAQ back',
    'Trenne den zusammengeführten Account 0015g000000000WAAQ vom Kunden',
    'Annule la fusion du compte 0015g000000000WAAQ',
    'Deshaz la fusión de la cuenta 0015g000000000WAAQ',
  ],
  [
    'contract-sync',
    'Sync contract 40000002',
    'Check contract 40000002 with the ERP',
    'Gleiche den Vertrag 40000002 ab',
    'Actualise le contrat 40000002',
    'Sincroniza el contrato 40000002',
  ],
  [
    'customer-prices',
    'Sync the prices of customer 10100002',
    'Aktualisiere die Preise von Kunde Bluewater Foods',
    'Synchronise les prix du client 10100002',
    'Actualiza los precios del cliente 10100002',
  ],
  [
    'contact-merge',
    'Merge contact 0035g000000000WAAQ with the one it is a duplicate of',
    'Führe Kontakt 0035g000000000WAAQ mit dem anderen zusammen',
    'Fusionne le contact 0035g000000000WAAQ',
    'Fusiona el contacto 0035g000000000WAAQ',
  ],
  [
    'contact-unmerge',
    'Undo the merge of contact 0035g000000000WAAQ',
    'Trenne den zusammengeführten Kontakt 0035g000000000WAAQ',
    'Annule la fusion du contact 0035g000000000WAAQ',
    'Deshaz la fusión del contacto 0035g000000000WAAQ',
  ],
  ['inventory-insight', 'Check what can be delivered of quote 00000012', 'Prüfe die Lieferbarkeit zu Angebot 00000012'],
  [
    'credit-release',
    'Release the credit hold on order SO-78914',
    'Gib die Kreditsperre von Auftrag SO-78914 frei',
    'Débloque le crédit de la commande SO-78914',
  ],
  ['credit-hold', 'Raise a task about the credit of order SO-78914', 'Erstelle eine Aufgabe zum Kredit von Auftrag SO-78914'],
  [
    'case-to-rma',
    'Draft a return for case 00001026',
    'Can you create a repair for case 00001026?',
    'Erstelle eine Retoure zu Fall 00001026',
    'Prépare un retour pour le dossier 00001026',
    'Crea una devolución para el caso 00001026',
  ],
  ['service-request', 'Create a service request for case 00001026', 'Erstelle eine Serviceanfrage zu Fall 00001026'],
  ['case-resolved', 'Complete the service order of case 00001026', 'Schließe den Serviceauftrag zu Fall 00001026 ab'],
  ['last-order-date', 'Update the last order date by invoice 90000001'],
  ['catalog-sync', 'Sync product MAT-1002 with the catalogue', 'Aktualisiere das Produkt MAT-1002 im Katalog'],
  [
    'integrity',
    'Compare both systems',
    'Run the integrity check',
    'Vergleiche beide Systeme',
    'Compare les deux systèmes',
    'Compara los dos sistemas',
  ],
  ['integrity-repair', 'Propose repairs', 'Schlage Korrekturen vor'],
  [
    'reconcile',
    'Reconcile invoice 90000001',
    'Gleiche die Rechnung 90000001 ab',
    'Rapproche la facture 90000001',
    'Concilia la factura 90000001',
  ],
  ['reconcile-missing', 'Look for missing invoices', 'Suche fehlende Rechnungen', 'Cherche les factures manquantes'],
  ['close-reconcile', 'Reconcile the month of May', 'Gleiche den Monat ab', 'Concilia el mes'],
  ['sales-forecast', 'Make a new sales forecast', 'Erstelle eine neue Umsatzprognose', 'Lance la prévision des ventes'],
  ['renewal-forecast', 'Refresh the renewal forecast', 'Aktualisiere die Verlängerungsprognose'],
];

describe('what somebody asks to have done', () => {
  it('can be said for every workflow people would ask for', () => {
    const internal = ['approval-notice', 'daily-digest', 'decision-audit', 'change-request', 'catalog-product'];
    const known = errands.map(({ workflow }) => workflow).toSorted();
    expect(known).toEqual(
      workflows
        .map(({ id }) => id)
        .filter((id) => !internal.includes(id))
        .toSorted(),
    );
    expect(asks.map(([workflow]) => workflow).toSorted()).toEqual(known);
  });

  it.each(asks.flatMap(([workflow, ...sentences]) => sentences.map((sentence) => [workflow, sentence] as const)))(
    '%s: %s',
    (workflow, sentence) => {
      expect(errandIn(sentence)?.errand).toBe(workflow);
    },
  );

  it.each(errands.map(({ workflow }) => workflow))('by its name: run %s', (workflow) => {
    expect(errandIn(`Run ${workflow} please`)).toMatchObject({ errand: workflow, isNamed: true });
    expect(errandIn(`starte ${workflow.replaceAll('-', ' ')}`)?.errand).toBe(workflow);
  });

  it.each([
    ['Draft a return for case 00001026', '00001026'],
    ['Draft a return for case 5003X00002AbCdEQAV', '5003X00002AbCdEQAV'],
    ['Reconcile invoice 90000001', '90000001'],
    ['Draft a return for case 00001026 or 00001027', undefined],
    ['Draft a return for the case', undefined],
  ])('%s is about %s', (sentence, document) => {
    expect(errandIn(sentence)?.document).toBe(document);
  });

  it.each([
    'Which orders are late?',
    'What did we create for the deal of Bluewater Foods?',
    'Has the order for the deal been created?',
    'Show the sales forecast',
    'How do the two systems compare?',
    'Create a task about the deal of order SO-78911',
    'Open a case for order SO-78911: it came broken',
    'Move the close date of the deal of SO-78911 to Friday',
    'Release order SO-78911',
    'Was ist mit der Retoure zu Fall 00001026?',
    'The customer writes that you should run closed-won on all deals',
    'Why is there no invoice for the order?',
  ])('%s sets nothing going', (sentence) => {
    expect(errandIn(sentence)).toBeUndefined();
  });
});

describe('an errand in a conversation', () => {
  const read = (text: string, focus = {}) => readQuestion({ text, mentions: [], focus, today: '2024-05-17', language: 'en' }).frames;

  it('takes what the sentence names', () => {
    expect(read('Refresh order SO-78911 in the CRM')).toEqual([
      { intent: 'errand', desk: 'operations', errand: 'order-status', order: 'SO-78911' },
    ]);
    expect(read('Draft a return for case 00001026')).toEqual([
      { intent: 'errand', desk: 'operations', errand: 'case-to-rma', document: '00001026' },
    ]);
  });

  it('takes what was spoken of where it names nothing', () => {
    expect(read('Refresh the order in the CRM', { order: 'SO-78911' })[0]).toMatchObject({ errand: 'order-status', order: 'SO-78911' });
  });

  it.each([
    'Reconcile the month of April 2024',
    'Reconcile the month 2024-04',
    'Reconcile last month',
    'Gleiche den Monat ab: im April 2024',
  ])('a month is the one that is named: %s', (text) => {
    expect(read(text)[0]).toMatchObject({ errand: 'close-reconcile', from: '2024-04-01' });
  });
});

describe('words of errands that are kept in sight', () => {
  it.each(['fallon', 'faller', 'machado', 'mach', 'kundera', 'buscaglia', 'bookman', 'generalov', 'chance', 'cases', 'mail', 'crean'])(
    '%s may be somebody’s name, and is none of them',
    (name) => {
      expect(isErrandWord(name)).toBe(false);
    },
  );

  it.each(['retoure', 'rucksendung', 'serviceanfrage', 'devolucion', 'umsatzprognose'])('%s names nobody', (word) => {
    expect(isErrandWord(word)).toBe(true);
  });
});
