import { loadDetector, missingDetector } from './detector.ts';
import { languageTable, languageTexts, type LanguageRow } from './languages.ts';

/**
 * The table of docs/privacy.md: `node --conditions=source --import tsx bench/privacy/language-figures.ts`.
 * With `--misses de` what was left in clear and what was taken for nothing in that language.
 */
const detector = await loadDetector();
const wanted = process.argv[process.argv.indexOf('--misses') + 1];
if (!detector) {
  process.stderr.write(`${missingDetector}\n`);
  process.exitCode = 1;
} else if (process.argv.includes('--misses') && wanted !== undefined) showMisses(wanted, (text) => detector.detect(text));
else for (const line of markdown(languageTable((text) => detector.detect(text)))) console.log(line);

function markdown(rows: readonly LanguageRow[]): string[] {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return [
    '| Language | What | Labels | Found | Left in clear | Harmless sentences altered |',
    '|---|---|---:|---:|---:|---:|',
    ...rows.map(
      ({ language, kind, labels, recall, leak, falseAlarms }) =>
        `| ${language} | ${titleOf(kind)} | ${labels} | ${percent(recall)} | ${percent(leak)} | ${kind === 'spliced' ? '' : percent(falseAlarms)} |`,
    ),
  ];
}

function titleOf(kind: LanguageRow['kind']): string {
  if (kind === 'all') return '**all direct identifiers**';
  return kind === 'spliced' ? 'PERSON, surname spliced of two' : kind;
}

function showMisses(language: string, detect: (text: string) => readonly { kind?: string; start: number; end: number }[]): void {
  const texts = languageTexts().find((each) => each.language === language);
  for (const { text, spans } of texts?.personal ?? []) {
    const found = detect(text);
    for (const gold of spans) {
      const left = text
        .slice(gold.start, gold.end)
        .split('')
        .filter(
          (unit, at) => /[\p{L}\p{N}]/u.test(unit) && !found.some(({ start, end }) => start <= gold.start + at && gold.start + at < end),
        );
      if (left.length > 0) console.log(`${gold.type} “${left.join('')}” left: ${JSON.stringify(text)}`);
    }
  }
  for (const text of texts?.harmless ?? [])
    for (const { kind, start, end } of detect(text)) console.log(`taken as ${kind ?? '?'} “${text.slice(start, end)}”: ${text}`);
}
