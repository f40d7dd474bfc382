/* The order and the groups of the documents, and what is shown as CSV. */

/** How documents are ordered: a key of each, compared as text or as a number, the largest first where so marked. */
const ORDERS = {
  input: null,
  unit: [(e) => nameOf(e)],
  place: [(e) => e.place || '\uffff'],
  year: [(e) => e.year || 0, 'down'],
  kind: [(e) => `${e.kind || '\uffff'} ${e.scope || ''}`],
  mismatches: [(e, at) => findings_of(at).filter((f) => f.kind === 'mismatch').length, 'down'],
};
/** What documents are grouped by: the word of a document's group. */
const GROUPS = {
  none: null,
  place: (e) => e.place || t('unknown'),
  year: (e) => String(e.year || t('unknown')),
  kind: (e) => [e.kind && t(`kind.${e.kind}`), e.scope && t(`scope.${e.scope}`)].filter(Boolean).join(' · ') || t('unknown'),
  unit: (e) => nameOf(e),
};
const arranged = { order: 'input', group: 'none' };

/** The documents in the order asked for; with groups each begins with { band, count }. */
function arrangedDocuments(list) {
  const sorted = [...list];
  const order = ORDERS[arranged.order];
  if (order) {
    const [key, down] = order;
    const keys = new Map(list.map((at) => [at, key(entries[at], at)]));
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    sorted.sort((a, b) => (down ? -1 : 1) * compare(keys.get(a), keys.get(b)) || a - b);
  }
  const group = GROUPS[arranged.group];
  if (!group) return sorted;
  const bands = new Map();
  for (const at of sorted) {
    const word = group(entries[at]);
    if (!bands.has(word)) bands.set(word, []);
    bands.get(word).push(at);
  }
  return [...bands].flatMap(([band, of]) => [{ band, count: of.length }, ...of]);
}

/** A row of the list: a document, or the head of a group. */
function arrangedRow(item) {
  if (typeof item === 'number') return documentRow(item);
  return el('tr', { class: 'band' }, el('th', { scope: 'rowgroup', colspan: 9, class: 'text' }, t('grouping.of', item.band, grouped(item.count))));
}

function arrangeChoices() {
  const fillIn = (id, words, now) => byId(id).replaceChildren(...words.map(([value, word]) => el('option', { value, selected: value === now }, word)));
  fillIn('order', Object.keys(ORDERS).map((key) => [key, t(`order.${key}`)]), arranged.order);
  fillIn('grouping', Object.keys(GROUPS).map((key) => [key, key === 'none' ? t('grouping.none') : t(`order.${key}`)]), arranged.group);
}

/** A field of CSV. A text that a spreadsheet would take for a formula gets an apostrophe; figures are as they are. */
function field(value) {
  const text = value === undefined || value === null ? '' : String(value);
  const plain = /^[-+=@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** The rows as CSV that Excel opens: with a byte-order mark. */
function csv(heads, rows) {
  return `\ufeff${[heads, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

function save(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = el('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function documentsCsv() {
  const heads = ['unit', 'place', 'year', 'kind', 'scope', 'status', 'pages', 'tables', 'amounts', 'mismatches', 'income', 'expenditure', 'basic', 'project', 'file'];
  const row = (at) => {
    const e = entries[at];
    const wrong = findings_of(at).filter((f) => f.kind === 'mismatch').length;
    return [e.unit, e.place, e.year, e.kind && t(`kind.${e.kind}`), e.scope && t(`scope.${e.scope}`), t(`status.${e.status}`), e.pages, e.tables, e.facts, wrong, ...(e.totals || ['', '', '', '']), e.file];
  };
  const word = (key) => (key === 'scope' ? `${t('scope.unit')}/${t('scope.department')}` : t(key));
  return csv(heads.map(word), arrangedDocuments(shownDocuments).filter((item) => typeof item === 'number').map(row));
}

function findingsCsv() {
  const heads = ['unit', 'year', 'file', 'page', 'rule', 'kinds', 'table', 'row', 'column', 'stated', 'computed', 'difference', 'reason', 'help'];
  const row = (at) => {
    const f = findings[at];
    const e = entries[f.document];
    const r = f.row || {};
    const prose = f.table === 'narrative';
    const item = r.item && !r.name ? named(prose ? 'key' : 'item', r.item) : '';
    const table = prose ? t('from.prose') : f.title || (f.table && named('table', f.table));
    const q = f.equation || {};
    return [e.unit, e.year, e.file, f.page, f.rule, t(`verdict.${f.kind}`), table, [r.code, r.name || item].filter(Boolean).join(' '), f.column, q.stated, q.computed, q.difference, told(f.message), told(f.help)];
  };
  return csv(heads.map((key) => (key === 'page' ? t('pages') : t(key))), shownFindings.map(row));
}
