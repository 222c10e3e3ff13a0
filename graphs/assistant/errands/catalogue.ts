/** What an errand needs to be told: a record of this kind, a month, or nothing because it looks at everything. */
export type ErrandAbout =
  | 'deal'
  | 'order'
  | 'customer'
  | 'erp-customer'
  | 'contact'
  | 'contract'
  | 'product'
  | 'case'
  | 'invoice'
  | 'quote'
  | 'month'
  | 'everything';

export type Errand = {
  /** Id of the workflow it starts. */
  readonly workflow: string;
  readonly about: ErrandAbout;
  /** Each has to be found in the folded words of the sentence. */
  readonly words: readonly RegExp[];
  /** None of them may be found. */
  readonly not?: RegExp;
};

const deal = String.raw`(?:deal|opportunit\p{L}*|verkaufschance\p{L}*|chance|oportunidad\p{L}*|affaire|006\w{12,15})`;
const order = String.raw`(?:orders?|auftrag\p{L}*|bestellung\p{L}*|commandes?|pedidos?|so-?\d+)`;
const invoice = String.raw`(?:invoices?|bills?|rechnung\p{L}*|factur\p{L}*)`;
const quote = String.raw`(?:quotes?|angebot\p{L}*|devis|oferta|presupuesto|cotizacion|0q0\w{12,15})`;
const inCase = String.raw`(?:cases?|fall\p{L}*|dossier|caso|ticket|500\w{12,15})`;
const contract = String.raw`(?:contracts?|vertrag\p{L}*|vertrage\p{L}*|contrats?|contratos?)`;
const any = (...words: readonly string[]): RegExp => new RegExp(String.raw`(?<![\p{L}\d])(?:${words.join('|')})(?![\p{L}])`, 'u');

const creates = any(
  'create|make|place|enter|book|draft|raise|open|turn|write|prepare',
  String.raw`erstelle\p{L}*|erstell|lege|anlegen|mach\p{L}*|eroffne\p{L}*|entwirf|entwerfe\p{L}*`,
  String.raw`cree\p{L}*|creer|etabli\p{L}*|fai[ts]|faites|prepare[rz]?|passe[rz]?|redige[rz]?|ouvre[rz]?`,
  String.raw`crea\p{L}*|prepara\p{L}*|genera\p{L}*|convierte|abre|haz|redacta`,
);
const copies = any(
  String.raw`copy|mirror|kopiere?n?|spiegle?|ubertrage?n?|copie[rz]?|copia\p{L}*|refleja`,
  String.raw`bring|transfer|transfere[rz]?|transfiere|lleva`,
);
const refreshes = any(
  String.raw`refresh|sync|synchroni[sz]e|update|renew|run|redo|make|create|start|do`,
  String.raw`aktualisiere?n?|synchronisiere?n?|erneuere?n?|starte?n?|erstelle?n?|mach\p{L}*`,
  String.raw`actualise[rz]?|synchronise[rz]?|renouvelle[rz]?|lance[rz]?|refai[ts]|fai[ts]`,
  String.raw`actualiza\p{L}*|sincroniza\p{L}*|renueva|lanza|haz|crea\p{L}*`,
);
const crm = /(?<!\p{L})crm(?!\p{L})/u;
const other = any('tasks?|notes?|aufgaben?|notiz\\p{L}*|tache|note|tarea|nota');

const merging = String.raw`merge|combine|zusammenfuhren|zusammenlegen|zusammen|vereinige?n?|fusionne[rz]?|fusiona\p{L}*`;
const merged = any(String.raw`merge[rd]?|merging|zusammen\p{L}*|vereinig\p{L}*|fusion\p{L}*`);
const apart = any(String.raw`undo|unmerge|separate|split|back|trenne?n?|zuruck\p{L}*|annule[rz]?|separe[rz]?|deshaz|separa\p{L}*`);
const person = any(String.raw`contacts?|kontakt\p{L}*|ansprechpartner\p{L}*|contactos?`);
const party = any(
  String.raw`accounts?|customers?|duplicates?|kunde\p{L}*|konto|konten|dublette\p{L}*|comptes?|clients?|doublons?|cuentas?|clientes?|duplicad\p{L}*`,
);

const aligns = any(
  String.raw`sync|synchroni[sz]e|update|refresh|align|compare|check|bring|match|synchronisiere?n?|aktualisiere?n?|gleiche?|abgleichen|vergleiche?n?|prufe?n?`,
  String.raw`synchronise[rz]?|actualise[rz]?|aligne[rz]?|compare[rz]?|verifie[rz]?|sincroniza\p{L}*|actualiza\p{L}*|alinea|compara\p{L}*|comprueba`,
);

/** What can be asked for besides single changes, in the words people ask for it in four languages. The first that fits counts. */
export const errands: readonly Errand[] = [
  {
    workflow: 'order-change',
    about: 'deal',
    words: [
      any(order),
      any(deal),
      any(
        String.raw`match|in line|follow|adjust|angleiche?n?|gleiche?n?|anpassen|passe|conforme|ajuste[rz]?|aligne[rz]?|ajusta|alinea|segun`,
      ),
    ],
  },
  {
    workflow: 'closed-won',
    about: 'deal',
    words: [creates, any(order), any(deal)],
    not: any(
      String.raw`tasks?|notes?|cases?|close|date|stage|aufgaben?|notiz|fall|datum|phase|tache|etape|dossier|tarea|nota|caso|fecha|etapa|quotes?|angebot`,
    ),
  },
  {
    workflow: 'customer-notify',
    about: 'order',
    words: [
      any(String.raw`send|mail|e-mail|sende\p{L}*|schicke?n?|maile?|envoie[rz]?|envoyer|envia\p{L}*|manda`),
      any(String.raw`news|mail|e-mail|email|neuigkeit\p{L}*|nouvelles?|courriel|noticias|novedades|correo`),
      any(order),
    ],
    not: any('tasks?|notes?|aufgaben?|tache|tarea|thanks?|thank-you|dank\\p{L}*'),
  },
  { workflow: 'mirror-order', about: 'order', words: [copies, any(order), crm] },
  { workflow: 'mirror-invoice', about: 'invoice', words: [copies, any(invoice), crm] },
  {
    workflow: 'mirror-stock',
    about: 'everything',
    words: [copies, any(String.raw`stocks?|inventory|bestand\p{L}*|lagerbestand\p{L}*|inventaire|existencias|inventario`), crm],
  },
  { workflow: 'order-status', about: 'order', words: [refreshes, any(order), crm] },
  {
    workflow: 'customer-sync',
    about: 'customer',
    words: [
      any(
        String.raw`sync|synchroni[sz]e|create|synchronisiere?n?|lege|anlegen|synchronise[rz]?|cree[rz]?|creer|sincroniza\p{L}*|crea\p{L}*`,
      ),
      any(String.raw`customer|account|kunde\p{L}*|client\p{L}*|compte|cuenta`),
      any('erp'),
    ],
  },
  { workflow: 'contact-unmerge', about: 'contact', words: [apart, merged, person] },
  { workflow: 'contact-merge', about: 'contact', words: [any(merging), person], not: apart },
  { workflow: 'customer-unmerge', about: 'customer', words: [apart, merged, party] },
  { workflow: 'customer-merge', about: 'customer', words: [any(merging), party], not: apart },
  {
    workflow: 'inventory-insight',
    about: 'quote',
    words: [any(String.raw`check|deliver|prufe?n?|lieferbar|verifie[rz]?|livr\p{L}*|comprueba\p{L}*|entreg\p{L}*`), any(quote)],
    not: other,
  },
  {
    workflow: 'credit-release',
    about: 'order',
    words: [
      any(String.raw`release|freigebe?n?|gib|freigabe|libere[rz]?|debloque[rz]?|libera\p{L}*|desbloquea\p{L}*`),
      any(String.raw`credit\p{L}*|kredit\p{L}*`),
    ],
    not: any('limit|rahmen|plafond|limite'),
  },
  { workflow: 'credit-hold', about: 'order', words: [any(String.raw`credit\p{L}*|kredit\p{L}*`), other, any(order)] },
  {
    workflow: 'case-resolved',
    about: 'case',
    words: [
      any(String.raw`complete|finish|abschliesse?n?|schliesse?|termine[rz]?|clos|completa\p{L}*`),
      any(
        String.raw`service orders?|service requests?|returns?|serviceauftrag\p{L}*|retoure|ordre de service|retour|orden de servicio|devolucion`,
      ),
      any(inCase),
    ],
  },
  {
    workflow: 'service-request',
    about: 'case',
    words: [
      creates,
      any(
        String.raw`service requests?|service orders?|serviceauftrag\p{L}*|serviceanfrage|demande d'intervention|ordre de service|solicitud de servicio|orden de servicio`,
      ),
    ],
  },
  {
    workflow: 'case-to-rma',
    about: 'case',
    words: [creates, any(String.raw`returns?|rma|repairs?|retoure|rucksendung|reparatur\p{L}*|retour|reparation|devolucion|reparacion`)],
  },
  {
    workflow: 'last-order-date',
    about: 'invoice',
    words: [
      refreshes,
      any(
        String.raw`last order date|datum der letzten bestellung|letztes? auftragsdatum|date de (?:la )?derniere commande|fecha del ultimo pedido`,
      ),
    ],
  },
  { workflow: 'contract-sync', about: 'contract', words: [aligns, any(contract)] },
  { workflow: 'customer-prices', about: 'erp-customer', words: [aligns, any(String.raw`prices?|preise?n?|tarifs?|prix|precios?`), party] },
  {
    workflow: 'catalog-sync',
    about: 'product',
    words: [
      refreshes,
      any(String.raw`products?|materials?|articles?|produkt\p{L}*|artikel|produits?|productos?|materiale?s?|[a-z]{2,5}-\d{2,8}`),
      any(String.raw`catalog\p{L}*|katalog\p{L}*|crm`),
    ],
  },
  {
    workflow: 'integrity-repair',
    about: 'everything',
    words: [
      any(String.raw`propose|suggest|schlage?|vorschlage?n?|propose[rz]?|propon\p{L}*`),
      any(String.raw`repairs|corrections|reparaturen|korrekturen|correcciones|reparaciones`),
    ],
  },
  {
    workflow: 'integrity',
    about: 'everything',
    words: [
      any(
        String.raw`compare|check|run|vergleiche?n?|prufe?n?|starte?n?|compare[rz]?|verifie[rz]?|lance[rz]?|compara\p{L}*|comprueba|lanza`,
      ),
      any(
        String.raw`(?:both|two|beiden?|deux|dos|ambos) (?:the )?(?:systems|books|systeme|bucher|systemes|livres|sistemas|libros)|integrity|integritat\p{L}*|integrite|integridad`,
      ),
    ],
  },
  {
    workflow: 'close-reconcile',
    about: 'month',
    words: [
      any(String.raw`reconcil\p{L}*|abgleich\p{L}*|gleiche?|stimme?|rapproche[rz]?|concilia\p{L}*`),
      any(String.raw`close|closing|month|bookings|abschluss|monat\p{L}*|cloture|mois|cierre|mes`),
    ],
    not: any(invoice),
  },
  {
    workflow: 'reconcile-missing',
    about: 'everything',
    words: [
      any(String.raw`look|search|find|suche?n?|cherche[rz]?|busca\p{L}*`),
      any(String.raw`missing|unbilled|fehlende\p{L}*|manquant\p{L}*|faltan\p{L}*`),
      any(invoice),
    ],
  },
  {
    workflow: 'reconcile',
    about: 'invoice',
    words: [any(String.raw`reconcil\p{L}*|abgleich\p{L}*|gleiche?|rapproche[rz]?|concilia\p{L}*`), any(invoice)],
  },
  {
    workflow: 'renewal-forecast',
    about: 'everything',
    words: [refreshes, any(String.raw`renewals?|renewal forecast|verlangerung\p{L}*|renouvellements?|renovacion\p{L}*`)],
  },
  {
    workflow: 'sales-forecast',
    about: 'everything',
    words: [refreshes, any(String.raw`forecast|umsatzprognose|absatzprognose|prognose|prevision\p{L}*|pronostico`)],
    not: any(String.raw`show|zeig\p{L}*|montre|muestra`),
  },
];
