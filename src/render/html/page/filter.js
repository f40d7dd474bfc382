/* What is shown: the filter over documents, and over findings besides. */

const KINDS = ['mismatch', 'failed', 'error', 'not_checked', 'warning', 'note', 'rounding'];
const present = new Set(findings.map((finding) => finding.kind));
const filter = { words: [], year: '', kind: '', status: '', rule: '', kinds: new Set(present) };
let shownDocuments = [];
let shownFindings = [];

const lower = (parts) => parts.filter(Boolean).join('\n').toLowerCase();
const documentTexts = entries.map((e) => lower([e.unit, e.file, e.place, e.year, words[`kind.${e.kind}`]?.join('\n')]));
const findingTexts = findings.map((f) => {
  const row = f.row || {};
  const text = texts[f.message] || {};
  const name = words[`rule.${f.rule}`] || [];
  return lower([f.rule, ...name, f.title, f.table, row.code, row.name, row.item, row.unit, f.column, text.en, text.zh, f.equation?.printed]);
});

function matches(entry) {
  return (!filter.year || String(entry.year || '') === filter.year || (filter.year === 'unknown' && !entry.year))
    && (!filter.kind || entry.kind === filter.kind || (filter.kind === 'unknown' && !entry.kind))
    && (!filter.status || entry.status === filter.status);
}

/** Finds what is shown: each word of the search stands in a document, or in a finding together with its document. */
function sift() {
  const fits = entries.map(matches);
  const has = (text, word) => text.includes(word);
  const inDocument = (at) => fits[at] && filter.words.every((word) => has(documentTexts[at], word));
  const inFinding = (f, at) => fits[f.document] && filter.kinds.has(f.kind) && (!filter.rule || f.rule === filter.rule)
    && filter.words.every((word) => has(findingTexts[at], word) || has(documentTexts[f.document], word));
  const numbers = (list) => list.map((_, at) => at);
  shownFindings = numbers(findings).filter((at) => inFinding(findings[at], at));
  const with_finding = new Set(filter.words.length ? shownFindings.map((at) => findings[at].document) : []);
  shownDocuments = numbers(entries).filter((at) => inDocument(at) || with_finding.has(at));
}

function options(select, list, value) {
  select.replaceChildren(el('option', { value: '' }, t('all')), ...list.map(([id, word]) => el('option', { value: id, selected: id === value }, word)));
}

/** The choices that there are, in the page's language. */
function choices() {
  const years = [...new Set(entries.map((e) => e.year || 0))].sort((a, b) => b - a);
  options(byId('year'), years.map((year) => (year ? [String(year), String(year)] : ['unknown', t('unknown')])), filter.year);
  const kinds = ['budget', 'final_accounts'].filter((kind) => entries.some((e) => e.kind === kind)).map((kind) => [kind, t(`kind.${kind}`)]);
  if (entries.some((e) => !e.kind)) kinds.push(['unknown', t('unknown')]);
  options(byId('kind'), kinds, filter.kind);
  const statuses = ['ok', 'partial', 'no_tables', 'failed'].filter((status) => entries.some((e) => e.status === status));
  options(byId('status'), statuses.map((status) => [status, t(`status.${status}`)]), filter.status);
  const counts = new Map();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) || 0) + 1);
  const order = (rule) => [/^[WXNDB]\d/.test(rule) ? 'WXNDB'.indexOf(rule[0]) : 9, parseInt(rule.slice(1), 10) || 0];
  const rules = [...counts.keys()].sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1] || (a < b ? -1 : 1));
  const name = (rule) => (words[`rule.${rule}`] ? `${rule} ${t(`rule.${rule}`)}` : ruleName(rule));
  options(byId('rule'), rules.map((rule) => [rule, `${name(rule)} (${counts.get(rule)})`]), filter.rule);
  const box = byId('kinds');
  const of = (kind) => findings.filter((f) => f.kind === kind).length;
  const toggle = (kind) => (event) => {
    if (event.target.checked) filter.kinds.add(kind);
    else filter.kinds.delete(kind);
    show();
  };
  const check = (kind) => el('label', {}, el('input', { type: 'checkbox', value: kind, checked: filter.kinds.has(kind), onchange: toggle(kind) }), ' ', marked(kind, `${t(`verdict.${kind}`)} `), el('span', { class: 'number' }, grouped(of(kind))));
  box.replaceChildren(box.querySelector('legend'), ...KINDS.filter((kind) => present.has(kind)).map(check));
}

function ruleName(rule) {
  return rule === 'failed' ? t('verdict.failed') : words[`finding.${rule}`] ? t(`finding.${rule}`) : rule;
}
