import { loadDetector, missingDetector } from './detector.ts';
import { languageTable, type LanguageRow } from './languages.ts';

/**
 * The table of docs/privacy.md: `node --conditions=source --import tsx bench/privacy/language-figures.ts`. It lists no
 * misses, because whoever reads them tunes on them; what is known to be missed stands in test/src/privacy/detect/cases.
 */
const detector = await loadDetector();
if (detector) for (const line of markdown(languageTable((text) => detector.detect(text)))) console.log(line);
else {
  process.stderr.write(`${missingDetector}\n`);
  process.exitCode = 1;
}

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
