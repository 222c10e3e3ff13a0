import type { Answering } from './given.ts';

const examples: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Which orders are late?',
    'Show the ten largest open orders as a table and a chart',
    'Which opportunities are at risk because stock is short?',
    'Which products are running low?',
  ],
  de: [
    'Welche Aufträge sind verspätet?',
    'Zeig mir die zehn größten offenen Aufträge als Tabelle und Diagramm',
    'Welche Verkaufschancen sind gefährdet, weil Ware fehlt?',
    'Welche Produkte sind knapp?',
  ],
  fr: ['Quelles commandes sont en retard ?', 'Montre les dix plus grandes commandes ouvertes'],
  es: ['¿Qué pedidos están retrasados?', 'Muestra los diez mayores pedidos abiertos'],
};

export function exampleQuestions(locale: string): readonly string[] {
  return examples[locale.slice(0, 2)] ?? examples['en'] ?? [];
}

const saying =
  (say: string, withExamples = false): Answering =>
  async ({ paper }) => {
    paper.say(say);
    if (withExamples) paper.suggest(...exampleQuestions(paper.locale));
  };

/** A place was named that the last list does not have. */
export const shortList: Answering = async ({ paper, frame }) => {
  paper.say('list-short', { count: paper.facts.count('in the list', frame.top ?? 0) });
};

export const help = saying('help', true);
export const greet = saying('greet', true);
export const thanks = saying('you-are-welcome');
export const bye = saying('bye');
export const unknown = saying('unknown', true);
