import { median, table, type Bench, type BenchOptions, type Figures, type Goal } from '../claim.ts';
import { cpuPerRun, playRounds, ratio, type Rounds } from '../rounds.ts';
import type { Detector } from '../../src/contracts/detection.ts';
import { timeAdversarial, type SlowText } from './adversarial-time.ts';
import { arePeersInstalled, missingPeers, peerNames } from './contestants.ts';
import { findPrivacyData, loadCorpus, loadNegatives, missingData, type Sample } from './corpus.ts';
import { loadDetector, missingDetector } from './detector.ts';
import { erpSentences } from './erp-sentences.ts';
import { bytesOf, messagesOf } from './messages.ts';
import { measureNotes, missingNotes } from './notes-part.ts';
import { alteredByKind, score, type Score } from './score.ts';
import { alteredLines, heldOut, kindLines, playSide, shareOf, sideLines, type Side, type Texts } from './sides.ts';
import { spanMatch } from './span-evaluator.ts';
import { contestantName } from './throughput-contestants.ts';
import { typedIds } from './typed-ids.ts';

const goals: readonly Goal[] = [
  { key: 'leak', atMost: 0.04, aim: 0.025, says: 'letters and digits of direct identifiers left in clear, presidio-research synth v2' },
  { key: 'recall', atLeast: 0.98, says: 'direct identifiers that something found overlaps' },
  { key: 'precision', atLeast: 0.92, says: 'found spans that overlap a label' },
  { key: 'person_leak', atMost: 0.02, aim: 0.01, says: 'letters of names left in clear' },
  { key: 'email_leak', atMost: 0, says: 'of mail addresses' },
  { key: 'card_leak', atMost: 0, says: 'of card numbers' },
  { key: 'ssn_leak', atMost: 0, says: 'of US social security numbers' },
  { key: 'url_leak', atMost: 0, says: 'of URLs and domains' },
  { key: 'held_leak', says: 'leak on templates nobody tuned on' },
  { key: 'held_recall', says: 'recall on those' },
  { key: 'held_precision', says: 'precision on those' },
  { key: 'f2_iou90', atLeast: 0.75, aim: 0.8, says: "F2 as Presidio's SpanEvaluator counts it, IoU 0.9" },
  { key: 'erp_altered', atMost: 0.005, says: 'harmless ERP sentences changed, kinds tuned on' },
  { key: 'erp_altered_typed', atMost: 0, says: 'the same when their numbers come from typed fields' },
  { key: 'erp_altered_other', atMost: 0.02, aim: 0.01, says: 'harmless ERP sentences changed, kinds nobody tuned on' },
  { key: 'notes_leak', atMost: 0.003, aim: 0.001, says: 'letters left in notes about people of the thread’s records' },
  { key: 'vs_redact_pii', atLeast: 5, gate: 1.8, says: 'processor time of redact-pii over ours, 1 KB messages' },
  { key: 'mb_per_s', atLeast: 15, gate: 4, aim: 20, says: 'MB redacted in a second of processor time, 1 KB messages' },
  { key: 'adversarial_ms', atMost: 10, gate: 40, says: 'processor time of the slowest of the adversarial texts of 64 KB' },
  { key: 'adversarial_growth', atMost: 2.5, says: 'time for 128 KB over 64 KB, the worst of them, fastest passes' },
];

/** Messages a round: about as long for each side, and long enough that the code is compiled for most of the first, which does not count. */
const messagesPerRound: Readonly<Record<string, number>> = {
  countersign: 12_000,
  'redact-pii': 5000,
  openredaction: 320,
  '@redactpii/node': 32_000,
  compromise: 80,
};

export const privacy: Bench = {
  name: 'privacy',
  says: 'Free text is redacted more thoroughly, more carefully and faster than by the libraries there are',
  goals,
  async run(options) {
    const folder = findPrivacyData();
    const detector = await loadDetector();
    if (!folder || !detector) {
      options.tell(folder ? missingDetector : missingData);
      return {};
    }
    const texts = { samples: loadCorpus(folder, 'presidio-synth-v2'), negatives: loadNegatives(folder), others: erpSentences(42) };
    // Before the others are loaded: their memory would be cleared away on our time.
    const slow = timeAdversarial((text) => detector.detect(text), options.isQuick ? 3 : 9);
    const { figures, ours } = await compare(texts, options);
    return {
      ...quality(ours),
      erp_altered_typed: alteredTyped(detector, texts, options),
      ...(await notes(detector, options)),
      ...figures,
      ...slowest(slow, options),
    };
  },
};

async function compare(texts: Texts, { isQuick, tell }: BenchOptions): Promise<{ figures: Figures; ours: Side }> {
  const hasPeers = arePeersInstalled();
  if (!hasPeers) tell(missingPeers);
  const names = ['countersign', ...(hasPeers ? peerNames : [])];
  const module = new URL('throughput-contestants.ts', import.meta.url);
  const entries = names.map((name) => ({ name: contestantName(name), module, runs: messagesPerRound[name] ?? 100 }));
  const rounds = await playRounds(entries, isQuick ? 3 : 7, tell);
  const speed = speeds(names, rounds, texts.samples);
  const ours = await playSide('countersign', texts);
  const sides: Side[] = [ours];
  for (const name of names.slice(1)) sides.push(await playSide(name, texts));
  tell('');
  for (const line of [...sideLines(sides, speed), '', ...kindLines(ours), '']) tell(line);
  for (const line of alteredLines('ERP sentences of the kinds tuned on', ours.altered)) tell(line);
  for (const line of alteredLines('ERP sentences of other kinds', ours.alteredOther)) tell(line);
  const [mine, theirs] = [rounds.samples.get('countersign'), rounds.samples.get('redact-pii')];
  const mbPerS = { mb_per_s: speed.get('countersign') ?? Number.NaN };
  return { ours, figures: mine && theirs ? { ...mbPerS, vs_redact_pii: ratio(theirs, mine, cpuPerRun) } : mbPerS };
}

function speeds(names: readonly string[], { samples }: Rounds, texts: readonly Sample[]): Map<string, number> {
  const messages = messagesOf(texts);
  const bytesPerMessage = bytesOf(messages) / messages.length;
  // Bytes in a microsecond are megabytes in a second.
  return new Map(names.map((name) => [name, bytesPerMessage / median((samples.get(contestantName(name)) ?? []).map(cpuPerRun))]));
}

function quality({ judged, score: all, altered, alteredOther }: Side): Figures {
  const held = score(heldOut(judged));
  const leakOf = (kind: 'PERSON' | 'EMAIL' | 'CARD' | 'SSN' | 'URL', figures: Score = all): number =>
    figures.byKind.get(kind)?.leak ?? Number.NaN;
  return {
    leak: all.leak,
    recall: all.recall,
    precision: all.precision,
    person_leak: leakOf('PERSON'),
    email_leak: leakOf('EMAIL'),
    card_leak: leakOf('CARD'),
    ssn_leak: leakOf('SSN'),
    url_leak: leakOf('URL'),
    held_leak: held.leak,
    held_recall: held.recall,
    held_precision: held.precision,
    f2_iou90: spanMatch(judged, 0.9).f2,
    erp_altered: shareOf(altered.all),
    erp_altered_other: shareOf(alteredOther.all),
  };
}

function alteredTyped(detector: Detector, { negatives }: Texts, { tell }: BenchOptions): number {
  const altered = alteredByKind(negatives.map(({ kind, text }) => ({ kind, found: detector.detect(text, typedIds) })));
  for (const line of alteredLines('the same with numbers from typed fields', altered)) tell(line);
  return shareOf(altered.all);
}

async function notes(detector: Detector, { isQuick, tell }: BenchOptions): Promise<Figures> {
  const measured = await measureNotes(detector, isQuick ? 10 : 60);
  if (!measured) {
    tell(`\n${missingNotes}`);
    return {};
  }
  const rows = Object.entries(measured.byForm).map(([form, leak]) => [form, (leak * 100).toFixed(2)]);
  for (const line of ['', ...table(['notes by form', 'leak %'], rows)]) tell(line);
  return { notes_leak: measured.leak };
}

function slowest(slow: readonly SlowText[], { tell }: BenchOptions): Figures {
  const growth = slow.toSorted((a, b) => b.growth - a.growth);
  const cells = ({ name, ms, growth: times }: SlowText): string[] => [name, ms.toFixed(2), times.toFixed(2)];
  const shown = [...new Set([...slow.slice(0, 6), ...growth.slice(0, 3)])];
  for (const line of ['', ...table(['slowest of 64 KB', 'CPU ms', '128 KB over 64 KB'], shown.map(cells))]) tell(line);
  return { adversarial_ms: slow[0]?.ms ?? Number.NaN, adversarial_growth: growth[0]?.growth ?? Number.NaN };
}
