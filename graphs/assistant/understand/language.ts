import { foldWord } from './fold.ts';

export const languages = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof languages)[number];

const telling: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: words(
    'the what is are which how when where who of for my our please show can could we do does did and orders order customer late by on to put move tell about has have need much many any give list thank with from this that should would why it its there deal deals hello hi status stock invoices overdue blocked open largest create draft run refresh release compare reconcile',
  ),
  de: words(
    'der die das den dem des ist sind wie was welche welcher welches wann wo wer von für fur mein meine unsere unser bitte zeig zeige mir kann können konnen wir und auftrag aufträge auftrage kunde kunden bis am auf zum zur gibt es hat haben noch nicht ein eine einen mit im uns wieviel wieviele viele über uber liste danke aus setze verschiebe bestellung lieferung rechnungen offen offene offenen hallo stand lager wird werden ich sie erstelle lege gleiche vergleiche aktualisiere suche schlage prüfe rechnung fall',
  ),
  fr: words(
    'le la les est sont quel quelle quels quelles combien quand où ou qui de du des pour mon ma mes notre nos montre moi peut pouvons nous et commande commandes client clients en jusqu avec retard une un factures bonjour merci statut stock pas au aux dans donne change mets bloque débloque crée prépare rapproche actualise compare cherche lance facture dossier',
  ),
  es: words(
    'el la los las es son está esta están estan qué que cuál cual cuáles cuánto cuanto cuándo cuando dónde donde quién quien de del para mi nuestro nuestros muestra podemos puede y pedido pedidos cliente clientes hasta con una un facturas hola gracias estado existencias en por un al dame dime cuéntame quiero cambia mueve pon quita libera bloquea fecha resumen crea haz prepara concilia actualiza sincroniza compara busca lanza factura caso devolución',
  ),
};

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' ').map(foldWord));
}

/** The language of a sentence, by its small words; `fallback` where none of them tells. */
export function languageOf(text: string, fallback: Language): Language {
  const found = (text.normalize('NFC').match(/\p{L}+/gu) ?? []).map(foldWord);
  const counts = languages.map((language) => found.filter((word) => telling[language].has(word)).length);
  const most = Math.max(...counts);
  if (most === 0) return fallback;
  const best = languages.filter((_, at) => counts[at] === most);
  return best.includes(fallback) ? fallback : (best[0] ?? fallback);
}
