/** Frames by document kind, one a line; what stands in braces is filled in by erp-sentences.ts. Nobody is named in any of them. */
export const technicalFrames: Readonly<Record<string, string>> = {
  'correlation ids': `
Correlation id {uuid} appears in three systems.
traceparent 00-{x32}-{x16}-01
Request {uuid} timed out after {d5} ms.
x-request-id: {x32}
Change set {uuid} has {d2} operations.
The batch {x24} was replayed.
ETag W/"{x16}" does not match.
Run {uuid} stopped at step 4 of 7.`,
  'IP-like versions': `
Firmware {d1}.{d2}.{d1}.{d3} is required.
Upgrade from 7.5.0.{d2} to 7.5.1.{d2}.
Section 4.2.1.{d1} of the specification applies.
Build 10.0.{d5}.{d4} failed two tests.
Driver 31.0.15.{d4} is signed.
Schema 1.0.2.{d1} is backward compatible.
Drawing index 3.1.4.{d2} was withdrawn.
Kernel patch 753.{d2} on release 8.0.{d1}.{d1}.`,
  'hashes and commits': `
Commit {x7} fixes the rounding of freight.
sha256:{x64} does not match the manifest.
Image digest {x12} was deployed.
Checksum {x32} (md5) of the price file.
Revert {x40} and rerun the import.
Signature {b44} could not be verified.
Artifact {x8}-{d4} was promoted to production.
Lock file changed from {x10} to {x10}.`,
  'log lines': `
{date}T{time}:{d2}Z INFO sync finished rows={d5} skipped={d2} duration_ms={d4}
WARN [scheduler-{d1}] retry 3 of 5 for job {d6}
ERROR BAPI_SALESORDER_CHANGE returned E V1 {d3}
[{d10}.{d3}] queue depth {d4}, oldest {d3} s
level=error component=outbox attempt={d1} code=ETIMEDOUT
GET /api/v2/orders/{d8} 404 {d2}ms
DEBUG cache hit ratio {p} size={d5}
FATAL out of memory: heap {d4} MB, limit {d4} MB
INFO lock released by worker-{d2} after {d4} ms`,
  SQL: `
SELECT order_id, total FROM orders WHERE status = 'OPEN' AND plant = '{d4}'
UPDATE stock SET qty = qty - {d2} WHERE sku = '{A2}-{d5}'
INSERT INTO outbox (id, kind) VALUES ({d8}, 'invoice.created')
DELETE FROM sessions WHERE expires_at < {d10}
SELECT COUNT(*) FROM EKPO WHERE EBELN BETWEEN '{d10}' AND '{d10}'
CREATE INDEX idx_delivery_date ON deliveries (ship_date, plant_id)
SELECT Id, StageName FROM Opportunity WHERE Amount > {d5}
MERGE INTO price_list USING staging ON (price_list.item = staging.item)`,
  'JSON snippets': `
{"order":"{d10}","status":"SHIPPED","lines":{d1}}
{"material":"{A2}-{d5}","plant":"{d4}","qty":{d3},"unit":"PC"}
{"error":{"code":"{A2}/{d3}","message":"No delivery items found"}}
[{"id":{d7},"type":"credit-memo"},{"id":{d7},"type":"invoice"}]
{"cursor":"{b20}","hasMore":true,"count":{d2}}
{"currency":"EUR","net":"{d5}.{d2}","taxCode":"V1"}
{"event":"goods-issue.posted","at":"{date}T{time}:00Z","doc":"{d10}"}
{"incoterms":{"code":"FCA","place":"{port}"}}`,
  'mail subjects': `
RE: Delivery {d8} delayed by two days
FW: Price list Q{q} and lead times
Action required: invoice {d8} blocked for payment
Reminder: cycle count in plant {d4}
[EXTERNAL] Order confirmation {d7}
AW: Liefertermin Auftrag {d8}
Out of stock: {product}
Weekly report week {d2}: open orders and backlog
Re: RE: Return authorisation RMA-{d6}`,
  'return and service orders': `
RMA-{d6} covers {qty} {unit} of the {product}.
Return order {d8} awaits inspection.
Service notification {d9}: pump leaks at flange.
Repair {d7} was quoted at {amt} EUR.
Warranty claim WC-{d4}-{d4} was rejected.
Exchange unit {A2}{d7} left the depot.
Counter reading {d6} h at {date}.
Maintenance plan {d8}, call {d3}, cycle 6 months.`,
  'roles and authorisations': `
Role Z_MM_BUYER_{d4} lacks activity 02.
Profile T-{A2}{d6} was regenerated.
Authorisation object M_BEST_EKO failed for purchasing organisation {d4}.
Approval level {d1} is required above {amt} EUR.
Delegation rule {d3} ends on {date}.
Transport {A3}K9{d5} was imported into quality.
Job ZSD_BACKLOG_{d2} runs every {d2} minutes.
Segregation of duties rule {d4} is violated.`,
  'units, standards and norms': `
Tested according to EN ISO 9001:2015 and DIN 53438-2.
Torque {d2} Nm, tolerance class h{d1}.
Complies with RoHS 2011/65/EU and REACH 1907/2006.
Noise below {d2} dB(A) at 1 m.
Protection IP{d2}, insulation class F.
ASTM A{d3} grade 316L, thickness {p} mm.
Operating range -25 to +{d2} C, humidity 95 %.
Pressure test at {d2} bar for 30 min.`,
};

/** Harmless sentences in the languages our packs cover beside English. */
export const foreignFrames: Readonly<Record<string, string>> = {
  'German ERP sentences': `
Die Lieferung {d8} wurde am {date} gebucht.
Bitte prüfen Sie den Wareneingang zur Bestellung {d10}.
Der Auftrag {d7} ist wegen fehlender Freigabe gesperrt.
Im Werk {d4} fehlen {qty} {unit} der Komponente {d6}.
Die Rechnung wurde mit Skonto von {p} % bezahlt.
Der Liefertermin verschiebt sich auf Kalenderwoche {d2}.
Mahnstufe 2 wurde erreicht, offener Betrag {amt} EUR.
Für die Position {d6} liegt keine Auftragsbestätigung vor.
Der Bestand im Lagerort {d4} wurde auf null gesetzt.`,
  'French ERP sentences': `
La commande {d10} est bloquée pour dépassement de crédit.
La livraison {d8} partira le {date}.
Veuillez vérifier la facture {d8} avant le paiement.
Il manque {qty} {unit} dans le magasin {d4}.
Le prix unitaire passe de {amt} à {amt} EUR.
Le bon de réception {d9} n'a pas été comptabilisé.
Le délai de livraison est de {d2} jours ouvrés.
Avoir n° {d7} émis suite au retour de marchandise.
Le poste {d6} est soldé.`,
  'Spanish ERP sentences': `
El pedido {d10} está pendiente de aprobación.
La entrega {d8} sale el {date}.
Falta el albarán de la factura {d8}.
El precio incluye un descuento del {p} %.
Quedan {qty} {unit} en el almacén {d4}.
La orden de compra {d9} fue anulada.
El plazo de pago es de {d2} días.
Se registró la devolución {d7} con motivo 03.
El importe neto asciende a {amt} EUR.`,
  'Italian ERP sentences': `
L'ordine {d10} è in attesa di conferma.
La consegna {d8} è prevista per il {date}.
La fattura {d8} non corrisponde al documento di trasporto.
Mancano {qty} {unit} nel magazzino {d4}.
Lo sconto applicato è del {p} %.
Il lotto {d7} è bloccato per controllo qualità.
Il termine di pagamento è di {d2} giorni.
La nota di credito {d7} è stata registrata.
L'importo netto è di {amt} EUR.`,
  'Dutch ERP sentences': `
De bestelling {d10} wacht op goedkeuring.
Levering {d8} vertrekt op {date}.
De factuur {d8} is geblokkeerd voor betaling.
Er ontbreken {qty} {unit} in magazijn {d4}.
De korting bedraagt {p} %.
Partij {d7} is vrijgegeven voor verkoop.
De betalingstermijn is {d2} dagen.
Creditnota {d7} werd geboekt.
Het nettobedrag is {amt} EUR.`,
};
