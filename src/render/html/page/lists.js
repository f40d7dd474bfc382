/* Findings, documents and coverage: as many rows as are asked for. */

const STEP = 100;
const lists = {};

/** A list that shows STEP more of its items whenever its button is pressed. */
function lazy(name, row) {
  const body = byId(`${name}-list`);
  const button = byId(`${name}-more`);
  let items = [];
  let shown = 0;
  const grow = () => {
    body.append(...items.slice(shown, shown + STEP).map(row));
    shown = Math.min(shown + STEP, items.length);
    const rest = items.length - shown;
    button.hidden = rest === 0;
    button.textContent = t('more', grouped(Math.min(STEP, rest)), grouped(rest));
  };
  button.addEventListener('click', () => {
    const first = shown;
    grow();
    body.children[first]?.querySelector('button')?.focus();
  });
  lists[name] = (all, empty) => {
    items = all;
    shown = 0;
    body.replaceChildren();
    grow();
    if (all.length === 0) body.append(empty);
  };
}

function findingRow(at) {
  const f = findings[at];
  const entry = entries[f.document];
  const off = f.equation ? figured(f.equation.difference, f.equation.unit) : '';
  const name = words[`rule.${f.rule}`] ? `${f.rule} ${t(`rule.${f.rule}`)}` : ruleName(f.rule);
  const detail = [place(f), told(f.message)].filter(Boolean).join(' — ');
  return el('li', {}, el('button', { type: 'button', 'data-finding': at, 'aria-haspopup': 'dialog', onclick: () => openFinding(at) },
    marked(f.kind, t(`verdict.${f.kind}`)),
    el('span', { class: 'head text' }, `${nameOf(entry)} · ${about(entry)}`),
    el('span', { class: 'detail text' }, `${name} · ${detail}`),
    el('span', { class: 'off number' }, off)));
}

/** Table, row, column and page in a line. */
function place(f) {
  const row = f.row || {};
  const table = f.title ? `《${f.title}》` : f.table && (f.table === 'narrative' ? t('from.prose') : named('table', f.table));
  const item = row.item && !row.name ? named(f.table === 'narrative' ? 'key' : 'item', row.item) : '';
  const line = [row.code, row.name || item].filter(Boolean).join(' ');
  return listed([table, line, f.column, f.page && t('page', f.page)]);
}

function documentHeads() {
  const heads = [['unit'], ['year'], ['kind'], ['status'], ['pages', 1], ['amounts', 1], ['mismatches', 1], ['doubts', 1], ['file']];
  byId('document-heads').replaceChildren(...heads.map(([key, number]) => el('th', { scope: 'col', class: number && 'number' }, t(key))));
}

function documentRow(at) {
  const e = entries[at];
  const found = findings_of(at);
  const wrong = found.filter((f) => f.kind === 'mismatch').length;
  const doubts = found.filter((f) => f.kind !== 'mismatch' && f.kind !== 'rounding' && f.kind !== 'note').length;
  const number = (count) => el('td', { class: 'number' }, count === undefined ? '' : grouped(count));
  return el('tr', {},
    el('th', { scope: 'row' }, el('button', { type: 'button', class: 'text', 'data-document': at, 'aria-haspopup': 'dialog', onclick: () => openDocument(at) }, nameOf(e))),
    el('td', {}, e.year || t('unknown')),
    el('td', {}, [e.kind && t(`kind.${e.kind}`), e.scope && t(`scope.${e.scope}`)].filter(Boolean).join(' · ') || t('unknown')),
    el('td', {}, marked(e.status, t(`status.${e.status}`))),
    number(e.pages), number(e.facts),
    el('td', { class: 'number' }, wrong ? el('span', { class: 'verdict mismatch' }, `≠ ${grouped(wrong)}`) : '0'),
    number(doubts),
    el('td', { class: 'files text' }, e.file));
}

/** Findings of each document, found once. */
const byDocument = new Map();
for (const f of findings) {
  if (!byDocument.has(f.document)) byDocument.set(f.document, []);
  byDocument.get(f.document).push(f);
}
const findings_of = (at) => byDocument.get(at) || [];

/** Units against years and kinds, of the documents that are shown. */
function coverage() {
  const key = (e) => `${e.year || 0} ${e.kind || ''}`;
  const keys = new Map();
  const units = new Map();
  for (const at of shownDocuments) {
    const e = entries[at];
    keys.set(key(e), e);
    const name = e.unit || t('unknown');
    if (!units.has(name)) units.set(name, new Map());
    const row = units.get(name);
    if (!row.has(key(e))) row.set(key(e), []);
    row.get(key(e)).push(at);
  }
  const columns = [...keys.entries()].sort(([a], [b]) => (a < b ? 1 : -1));
  const head = ([, e]) => el('th', { scope: 'col' }, [e.year || t('unknown'), e.kind && t(`kind.${e.kind}`)].filter(Boolean).join(' '));
  byId('coverage-heads').replaceChildren(el('th', { scope: 'col' }, t('unit')), ...columns.map(head));
  const names = [...units.keys()].sort((a, b) => (a < b ? -1 : 1));
  return names.map((name) => ({ name, cells: columns.map(([k]) => units.get(name).get(k) || []) }));
}

/** Documents of one cell; those without a unit's name share one. */
const MOST = 20;

function coverageRow({ name, cells }) {
  const one = (at) => {
    const e = entries[at];
    const wrong = findings_of(at).filter((f) => f.kind === 'mismatch').length;
    const said = `${name}, ${about(e)}: ${t(`status.${e.status}`)}${wrong ? `, ${t('mismatches')} ${wrong}` : ''}`;
    return el('button', { type: 'button', 'aria-label': said, title: said, 'aria-haspopup': 'dialog', onclick: () => openDocument(at) },
      el('span', { class: `mark ${e.status}`, 'aria-hidden': 'true' }, SIGNS[e.status]), wrong ? el('span', { class: 'verdict mismatch' }, ` ≠${wrong}`) : '');
  };
  return el('tr', {}, el('th', { scope: 'row', class: 'text' }, name), cells.map((list) => el('td', {}, list.slice(0, MOST).map(one), list.length > MOST && ` +${grouped(list.length - MOST)}`)));
}
