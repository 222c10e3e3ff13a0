import { createHash } from 'node:crypto';

const style = `
:root { color-scheme: light dark; --bg: #fbfbfa; --fg: #1b1c1e; --dim: #5b6068; --line: #cfd3d8; --field: #fff; --go: #14532d; --on: #fff;
  --who: #d7e8ff; --where: #d9f2dc; --reach: #fdeec0; --else: #ffdcd8; --bad: #a11212; }
@media (prefers-color-scheme: dark) { :root { --bg: #15171a; --fg: #e8eaed; --dim: #a2a9b3; --line: #3a4048; --field: #1d2024; --go: #86d3a0;
  --on: #10241a; --who: #1d3a5f; --where: #1e4428; --reach: #4b3c0c; --else: #5c2320; --bad: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.25rem; background: var(--bg); color: var(--fg); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2, label, caption { font-size: .9rem; font-weight: 600; color: var(--dim); margin: 0 0 .35rem; display: block; text-align: left; }
caption { display: table-caption; }
p { margin: 0 0 1rem; color: var(--dim); max-width: 46rem; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.25rem; margin: 1rem 0; }
.sides > * { min-width: 0; display: flex; flex-direction: column; }
textarea, input, #result { background: var(--field); color: var(--fg); border: 1px solid var(--line); border-radius: 6px; padding: .7rem; font: inherit; }
textarea, #result { width: 100%; flex: 1; min-height: 18rem; }
textarea { resize: vertical; }
#result { white-space: pre-wrap; overflow: auto; max-height: 70vh; overflow-wrap: anywhere; }
.bar { display: flex; gap: 1rem; align-items: end; flex-wrap: wrap; }
.bar > div { flex: 1 1 16rem; max-width: 26rem; }
input { width: 100%; }
button { background: var(--go); color: var(--on); border: 0; border-radius: 6px; padding: .72rem 1.3rem; font: inherit; font-weight: 600; cursor: pointer; }
button:disabled { opacity: .6; cursor: default; }
:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px; }
mark { color: inherit; border-radius: 4px; padding: .05em .35em; font-size: .85em; font-weight: 600; white-space: nowrap; background: var(--else); }
mark.who { background: var(--who); } mark.where { background: var(--where); } mark.reach { background: var(--reach); }
table { border-collapse: collapse; min-width: 16rem; }
th, td { text-align: left; padding: .3rem 1.5rem .3rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
th[scope=col] { color: var(--dim); font-size: .9rem; }
thead th + th { text-align: right; padding-right: 0; }
td { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
#said { min-height: 1.5em; margin: .75rem 0 0; }
#said.bad { color: var(--bad); }
@media (max-width: 46rem) { body { padding: 1rem; } .sides { grid-template-columns: 1fr; } textarea, #result { min-height: 11rem; } button { width: 100%; } }
`;

// Text goes to the page as text nodes alone; the key stays in its field and is gone with the tab.
const script = `
const at = (id) => document.getElementById(id);
const groups = { who: ['PERSON', 'ORG', 'USERNAME', 'AGE', 'BIRTHDATE', 'ORIGIN'], where: ['PLACE', 'ADDRESS', 'ZIP', 'IP', 'URL'],
  reach: ['EMAIL', 'PHONE'] };
const groupOf = (type) => Object.keys(groups).find((name) => groups[name].includes(type)) ?? 'else';
const made = (name, text) => { const element = document.createElement(name); element.textContent = text; return element; };

function say(sentence, isBad) {
  at('said').textContent = sentence;
  at('said').className = isBad ? 'bad' : '';
}

function show(text, answer) {
  const parts = [];
  let end = 0;
  for (const span of answer.spans) {
    parts.push(document.createTextNode(text.slice(end, span.start)));
    const box = made('mark', span.type + ' ' + (span.end - span.start));
    box.className = groupOf(span.type);
    parts.push(box);
    end = span.end;
  }
  at('result').replaceChildren(...parts, document.createTextNode(text.slice(end)));
  const counts = Object.entries(answer.counts).sort((a, b) => b[1] - a[1]);
  at('counts').replaceChildren(...counts.map(([type, count]) => {
    const row = document.createElement('tr');
    const head = made('th', type);
    head.scope = 'row';
    row.append(head, made('td', String(count)));
    return row;
  }));
  at('table').hidden = counts.length === 0;
  const found = answer.spans.length;
  say(found === 0 ? 'Nothing found.' : found + (found === 1 ? ' value' : ' values') + ' found. Nothing was stored.', false);
}

async function redact() {
  const text = at('text').value;
  const key = at('key').value.trim();
  if (key === '') { say('Type an API key first.', true); at('key').focus(); return; }
  // A header holds plain characters alone; anything else would fail with a message nobody understands.
  if (!/^[\\x21-\\x7e]+$/.test(key)) { say('A key has no spaces or special characters.', true); at('key').focus(); return; }
  at('go').disabled = true;
  say('Looking…', false);
  try {
    const response = await fetch('v1/redact', { method: 'POST', redirect: 'error', body: JSON.stringify({ text }),
      headers: { 'content-type': 'application/json', authorization: 'Bearer ' + key } });
    const answer = await response.json();
    if (response.ok) show(text, answer);
    else say(answer.detail + ' (' + answer.code + ')', true);
  } catch {
    say('The server did not answer.', true);
  } finally {
    at('go').disabled = false;
  }
}

at('form').addEventListener('submit', (event) => { event.preventDefault(); void redact(); });
at('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) at('form').requestSubmit();
});
`;

/** A page to try redaction on: a text left, the same text with boxes right. It loads nothing and keeps nothing. */
export const redactPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Redact · Countersign</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>What leaves the house</h1>
<p>Paste a text and see what would be replaced before it reaches a model. Each box shows the type and how many characters stood there.
The text goes to this server and nowhere else, and is not stored.</p>
<form id="form">
<div class="bar">
<div><label for="key">API key</label><input id="key" type="password" autocomplete="off" spellcheck="false" required></div>
<button id="go">Redact</button>
</div>
<p id="said" role="status"></p>
<div class="sides">
<div><label for="text">Your text (Ctrl+Enter redacts)</label><textarea id="text" spellcheck="false" required></textarea></div>
<section aria-labelledby="head"><h2 id="head">Redacted</h2><div id="result" tabindex="0" role="region" aria-labelledby="head"></div></section>
</div>
</form>
<table id="table" hidden><caption>Found</caption><thead><tr><th scope="col">Type</th><th scope="col">Count</th></tr></thead><tbody id="counts"></tbody></table>
</main>
<script>${script}</script>
</body>
</html>
`;

const hashOf = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

export const redactPageHeaders: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    // A submitted form is answered by the script; the browser itself sends it nowhere.
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};
