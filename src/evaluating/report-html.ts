import { diffWordsWithSpace } from 'diff';
import type { Fact } from '../contracts/llm.ts';
import type { CheckFacts, Failing, Judged, Observed, Score } from './evaluated.ts';
import { failingOf } from './gate.ts';
import { closingLine, countsOf, judgedLines, sayings, type Reported } from './report.ts';
import { script, style } from './report-style.ts';
import type { CaseRun } from './run-suite.ts';

/** Every text in the report comes from a model or a file and is hostile until it went through here. */
export function html(text: string): string {
  return (
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;')
      // Letters that turn the direction of what follows are shown, not obeyed.
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, '�')
  );
}

/** At most so many unchanged or known cases of a suite are shown in full; the numbers say how many there are. */
const shownCases = 200;

/** One file that needs nothing else: no network, a policy that allows no foreign script, light and dark, narrow and wide. */
export function reportHtml(all: readonly Reported[], title: string): string {
  const worst = all.map(({ verdict }) => verdict.exitCode);
  const code = worst.includes(2) ? 2 : worst.includes(1) ? 1 : worst.includes(3) ? 3 : 0;
  const count = all.reduce((sum, { run }) => sum + run.cases.length, 0);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${html(title)}</title><style>${style}</style></head>
<body><header><p class="kicker">Countersign · evaluations</p><h1>${headline(code)}</h1>
<p class="lede">${html(closingLine(all))} · ${count} cases in ${all.length} suites</p></header>
<main><section aria-label="Suites"><table><thead><tr><th>Suite</th><th class="n">Passed</th><th class="n">Failed</th><th class="n">Skipped</th><th>Beside the baseline</th></tr></thead>
<tbody>${worstFirst(all).map(row).join('')}</tbody></table></section>
${worstFirst(all).map(section).join('')}</main>
<footer><p>Green is what the text says now, red what was accepted. A red mark in a text is a piece that no fact says.</p></footer>
<script>${script}</script></body></html>
`;
}

function headline(code: number): string {
  return ['Everything says what was accepted', 'Something got worse', 'This run could not be judged', 'The baseline is stale'][code] ?? '';
}

/** What needs looking at stands on top; the rest stays in order of names. */
function worstFirst(all: readonly Reported[]): readonly Reported[] {
  return [...all.filter(({ verdict }) => verdict.exitCode !== 0), ...all.filter(({ verdict }) => verdict.exitCode === 0)];
}

function row(one: Reported): string {
  const { passed, failed, skipped } = countsOf(one);
  const { run, verdict } = one;
  return `<tr><td><a href="#${html(run.suite)}">${html(run.suite)}</a><small>${html(run.description)}</small></td><td class="n">${passed}</td><td class="n${failed ? ' bad' : ''}">${failed}</td><td class="n">${skipped}</td><td><span class="tag t${verdict.exitCode}">${sayings[verdict.exitCode]}</span></td></tr>`;
}

function section(one: Reported): string {
  const { run, verdict } = one;
  const interesting = [...verdict.errors, ...verdict.regressions, ...verdict.quarantined, ...verdict.known, ...verdict.improved];
  const ids = new Set(interesting.map((found) => found.case));
  const cases = run.cases.filter(({ id }) => ids.has(id));
  const rest = run.cases.filter(({ id }) => !ids.has(id));
  const { prompts } = run;
  return `<section id="${html(run.suite)}"><h2>${html(run.suite)} <span class="tag t${verdict.exitCode}">${sayings[verdict.exitCode]}</span></h2>
<p class="meta">${html(run.engine)} · ${run.trials} ${run.trials === 1 ? 'trial' : 'trials'} · ${Object.entries(prompts)
    .map(([id, { version, hash }]) => `${html(id)} ${html(version)} <code>${html(hash.slice(0, 12))}</code>`)
    .join(' · ')}</p>
${listed('Could not be judged', verdict.errors)}${listed(
    'Of the whole suite',
    verdict.regressions.filter((each) => each.case === '(all)'),
  )}
${verdict.stale.length === 0 ? '' : `<ul class="stale">${verdict.stale.map((what) => `<li>${html(what)}</li>`).join('')}</ul>`}
${verdict.newVersions.map(({ id, from, to }) => `<p class="new">New version of <b>${html(id)}</b>: ${html(from)} → ${html(to)}</p>`).join('')}
${judgedLines(run)
  .map((line) => `<p class="meta">${html(line)}</p>`)
  .join('')}
${Object.entries(one.promptDiffs)
  .map(([id, diff]) => promptDiff(id, diff, verdict.exitCode !== 0))
  .join('')}
${cases
  .slice(0, shownCases)
  .map((each) => caseCard(each, one, true))
  .join('')}
${cases.length > shownCases ? `<p class="meta">and ${cases.length - shownCases} more; run.json has them all</p>` : ''}
${
  rest.length === 0
    ? ''
    : `<details class="rest"><summary>${rest.length} cases as they were</summary>${rest
        .slice(0, shownCases)
        .map((each) => caseCard(each, one, false))
        .join(
          '',
        )}${rest.length > shownCases ? `<p class="meta">the first ${shownCases} are shown; run.json has them all</p>` : ''}</details>`
}</section>`;
}

function listed(title: string, found: readonly { case: string; what: string }[]): string {
  if (found.length === 0) return '';
  return `<div class="problem"><b>${title}</b><ul>${found
    .slice(0, 30)
    .map((each) => `<li><code>${html(each.case)}</code> ${html(each.what)}</li>`)
    .join('')}</ul></div>`;
}

function promptDiff(id: string, diff: string, isOpen: boolean): string {
  const shown = diff.split('\n').filter((line) => !/^={10,}$/.test(line));
  const lines = shown.map((line) => {
    const kind = /^(?:\+\+\+ |--- |@@)/.test(line) ? 'at' : line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : '';
    return `<span class="${kind}">${html(line)}\n</span>`;
  });
  return `<details ${isOpen ? 'open' : ''} class="prompt"><summary>What changed in ${html(id)}</summary><pre>${lines.join('')}</pre></details>`;
}

function caseCard(one: CaseRun, reported: Reported, isOpen: boolean): string {
  const { run, verdict } = reported;
  const trial = one.trials.find((each) => !each.pass) ?? one.trials[0];
  const found = [...verdict.regressions, ...verdict.quarantined, ...verdict.known].filter((each) => each.case === one.id);
  const isFine = one.passes === one.trials.length && found.length === 0;
  const failed = (trial?.scores ?? []).filter(({ pass }) => !pass);
  // What scorers say stands below in full; only what they do not say is told on top.
  const why = (found.length === 0 && !isFine ? [failingOf(one)] : found.map(({ what }) => what)).filter(
    (each) => failed.length === 0 || each !== failingOf(one),
  );
  const tags = one.tags.length > 0 ? ` · ${html(one.tags.join(', '))}` : '';
  const count = `${one.passes}/${one.trials.length}${run.isDeterministic ? '' : ' trials'}`;
  return `<details class="case" ${isOpen ? 'open' : ''}><summary><span class="dot ${isFine ? 'ok' : 'no'}"></span><code>${html(one.id)}</code><small>${count}${tags}</small></summary>
${why.map((each) => `<p class="why">${html(each)}</p>`).join('')}
${failed.map(scoreLine).join('')}${(trial?.judged ?? []).map(judgedLine).join('')}
${trial?.observed ? textOf(trial.observed, reported.accepted.get(one.id), reported.checkFacts) : ''}</details>`;
}

function scoreLine({ name, detail, evidence }: Score): string {
  const pieces = (evidence ?? []).map((each) => `<span class="ev">${html(each)}</span>`);
  return `<div class="score"><code>${html(name)}</code> ${html(detail ?? 'failed')} ${pieces.join('')}</div>`;
}

function judgedLine(judged: Judged): string {
  if ('skipped' in judged) return '';
  const { name, score, reason } = judged;
  return `<p class="meta"><code>${html(name)}</code> ${score.toFixed(2)}: ${html(reason)}</p>`;
}

/** The text beside the one that was accepted, then as it stands, then its facts. */
function textOf({ text, inTokens, facts, locale }: Observed, before: string | undefined, checkFacts: CheckFacts): string {
  const checked = facts && checkFacts(inTokens ?? text, facts, { locale, required: [] });
  const hasChanged = before !== undefined && before !== text;
  return `${hasChanged ? `<h4>What changed in the text</h4><div class="text">${textDiff(before, text)}</div>` : ''}
${text === '' ? '' : `<h4>${hasChanged ? 'As it stands now' : 'Text'}</h4><div class="text">${marked(text, checked?.failures ?? [])}</div>`}
${facts && checked ? factTable(facts.facts, new Set(checked.told.map(({ fact }) => fact))) : ''}`;
}

/** Word by word; what was accepted is struck out. */
export function textDiff(before: string, after: string): string {
  return diffWordsWithSpace(before, after)
    .map(({ added, removed, value }) => (added ? `<ins>${html(value)}</ins>` : removed ? `<del>${html(value)}</del>` : html(value)))
    .join('');
}

/** The text with every piece marked that no fact says. */
export function marked(text: string, failing: readonly Failing[]): string {
  const spots = failing
    .flatMap(({ check, what }) => {
      const at = what === '' ? -1 : text.indexOf(what);
      return at < 0 ? [] : [{ at, end: at + what.length, check }];
    })
    .toSorted((a, b) => a.at - b.at);
  let done = 0;
  let out = '';
  for (const { at, end, check } of spots) {
    if (at < done) continue;
    out += `${html(text.slice(done, at))}<mark title="${html(check)}">${html(text.slice(at, end))}</mark>`;
    done = end;
  }
  return out + html(text.slice(done));
}

function factTable(facts: readonly Fact[], used: ReadonlySet<string>): string {
  const rows = facts.map(
    (fact) =>
      `<tr class="${used.has(fact.id) ? 'told' : ''}"><td>${html(fact.label)}</td><td>${html(valueOf(fact))}</td><td>${used.has(fact.id) ? 'told' : ''}</td></tr>`,
  );
  return `<details class="facts"><summary>${facts.length} facts, ${facts.filter(({ id }) => used.has(id)).length} told</summary><table><tbody>${rows.join('')}</tbody></table></details>`;
}

function valueOf(fact: Fact): string {
  switch (fact.type) {
    case 'money':
      return `${fact.amount} ${fact.currency}`;
    case 'date':
      return fact.date;
    case 'quantity':
      return `${fact.value} ${fact.unit}`;
    case 'count':
      return String(fact.value);
    case 'percent':
      return `${fact.value} %`;
    case 'token':
      return fact.token;
    case 'id':
    case 'enum':
    case 'term':
      return fact.value;
  }
}
