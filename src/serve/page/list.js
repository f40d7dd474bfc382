/* The list of documents: sifted, ordered, a page of it at a time. */

import { address, at, go } from './address.js';
import { arrange, button, byId, el, grouped, marked, put, tell } from './base.js';
import { ask, counts, documents, onDocuments, refresh } from './server.js';
import { lang, named, t } from './words.js';

const ROWS = 100;
const STATES = ['waiting', 'reading', 'done', 'failed'];
const SORTS = ['weight', 'name', 'state', 'new'];
const rows = new Map();
const collator = new Intl.Collator('zh-CN', { numeric: true });

export const nameOf = (entry) => entry.name || entry.file;

/** Year and kind of a document. */
export function about(entry) {
  return [entry.year, entry.kind && named('kind', entry.kind)].filter(Boolean).join(' · ');
}

/** Where a document is shown; the list stays as it was. */
export const addressOf = (entry) => address({ ...listOf(at), doc: entry.id });

/** What the address says of the list. */
export function listOf({ q, state, sort, list, keys }) {
  return { q, state, sort, list, keys };
}

/** What weighs most comes first: contradictions, failures, doubts, what is missing. */
const weights = (entry) => [entry.mismatches, entry.state === 'failed' ? 1 : 0, entry.doubts, entry.missing, entry.findings].map((count) => count || 0);

function heavier(a, b) {
  const [x, y] = [weights(a), weights(b)];
  const first = x.findIndex((count, i) => count !== y[i]);
  return first < 0 ? 0 : y[first] - x[first];
}

const byName = (a, b) => collator.compare(nameOf(a), nameOf(b)) || collator.compare(a.file, b.file);
const ORDERS = {
  weight: (a, b) => heavier(a, b) || byName(a, b),
  name: byName,
  state: (a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || byName(a, b),
};

/** The documents that the filter lets through, in order. */
function sifted() {
  const words = (at.q || '').toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (entry) => {
    if (at.state && entry.state !== at.state) return false;
    const text = [entry.name, entry.file, entry.year, entry.kind && named('kind', entry.kind)].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const list = [...documents.values()].filter(fits);
  const sort = SORTS.includes(at.sort) ? at.sort : 'weight';
  return sort === 'new' ? list.reverse() : list.sort(ORDERS[sort]);
}

function cell(word, children, name) {
  return el('td', { role: 'cell', class: name, 'data-word': word }, children);
}

function rowOf(entry) {
  const href = addressOf(entry);
  const said = JSON.stringify([lang, href, entry]);
  const known = rows.get(entry.id);
  if (known?.said === said) return known.row;
  const done = entry.state === 'done';
  const number = (key, count, name) => cell(t(key), done ? grouped(count) : '', `number ${count ? name : 'none'}`);
  const name = el('a', { href, class: 'name text' }, nameOf(entry));
  const row = el('tr', { role: 'row', 'data-id': entry.id },
    cell('', [name, el('div', { class: 'quiet text' }, about(entry), entry.name && about(entry) && ' · ', entry.name && entry.file), entry.error && el('div', { class: 'wrong text' }, entry.error)], 'what'),
    cell(t('state'), [marked(entry.state, t(`state.${entry.state}`)), done && entry.status && entry.status !== 'ok' && el('div', { class: 'quiet' }, named('status', entry.status))], 'state'),
    number('mismatches', entry.mismatches, 'mismatch'),
    number('doubts', entry.doubts, 'doubt'),
    number('missing', entry.missing, 'missing'),
    cell(t('looked'), done && entry.notes !== undefined ? `${grouped(entry.marked)} / ${grouped(entry.notes)}` : '', 'number looked'),
    cell('', button('×', () => remove(entry), { 'aria-label': t('remove.of', nameOf(entry)), title: t('remove') }), 'off'));
  if (known?.row.contains(document.activeElement)) queueMicrotask(() => row.querySelector(document.activeElement?.tagName === 'BUTTON' ? 'button' : 'a')?.focus());
  rows.set(entry.id, { said, row });
  return row;
}

async function remove(entry) {
  if (!confirm(t('remove.ask', nameOf(entry)))) return;
  try {
    await ask(`documents/${encodeURIComponent(entry.id)}`, { method: 'DELETE' });
    tell(t('removed', nameOf(entry)));
  } catch (problem) {
    put(byId('connection'), el('p', { class: 'notice' }, problem.message));
  }
  await refresh();
  byId('documents-head').focus();
}

let told = { busy: 0, when: 0 };

/** Tells how far the reading is, every few seconds and at its end. */
function tellReading(busy, all) {
  if (busy === told.busy || (busy && Date.now() - told.when < 5000)) return;
  tell(busy ? t('reading.some', grouped(all - busy), grouped(all)) : t('reading.all'));
  told = { busy, when: Date.now() };
}

function drawCounts() {
  const all = documents.size;
  const busy = (counts.waiting || 0) + (counts.reading || 0);
  const line = STATES.filter((state) => counts[state]).map((state) => el('span', {}, marked(state, `${t(`state.${state}`)} ${grouped(counts[state])}`)));
  tellReading(busy, all);
  put(byId('counts'), el('p', { class: 'counts' }, line),
    busy > 0 && el('progress', { max: all, value: all - busy, 'aria-label': t('reading') }));
}

/** The documents before and after one in the list as it is. */
export function neighbours(id) {
  const list = sifted();
  const here = list.findIndex((entry) => entry.id === id);
  return here < 0 ? [] : [list[here - 1], list[here + 1]];
}

/** Draws the list as it is now. */
export function drawList() {
  const list = sifted();
  const all = documents.size;
  const pages = Math.max(1, Math.ceil(list.length / ROWS));
  const page = Math.min(Math.max(Number(at.list) || 1, 1), pages);
  const shown = list.slice((page - 1) * ROWS, page * ROWS);
  drawCounts();
  arrange(byId('rows'), shown.map(rowOf));
  byId('grid').hidden = !shown.length;
  byId('filter').hidden = all === 0;
  byId('nothing').textContent = all === 0 ? t('documents.none') : shown.length ? '' : t('none');
  byId('results').textContent = list.length === all ? t('results.all', grouped(all)) : t('results', grouped(list.length), grouped(all));
  put(byId('pager'), pages > 1 && [
    button(t('page.before'), () => turn(page - 1), { disabled: page === 1 }),
    el('span', {}, t('page.of', page, pages)),
    button(t('page.after'), () => turn(page + 1), { disabled: page === pages }),
  ]);
  const link = (href, key) => el('a', { href, download: '' }, t(key));
  put(byId('all-downloads'), counts.done > 0 && [el('span', {}, t('downloads.all')), link('data.zip?form=csv', 'download.csv'), link('data.zip?form=xlsx', 'download.xlsx'), link(`findings.xlsx?lang=${lang}`, 'download.findings.all')]);
}

function turn(to) {
  go({ list: to > 1 ? to : undefined });
  byId('documents-head').scrollIntoView();
  byId('documents-head').focus({ preventScroll: true });
}

/** The words of the list in the page's language. */
export function speakList() {
  const heads = [['document', ''], ['state', ''], ['mismatches', 'number'], ['doubts', 'number'], ['missing', 'number'], ['looked', 'number']];
  put(byId('heads'), heads.map(([key, name]) => el('th', { scope: 'col', role: 'columnheader', class: name }, t(key))),
    el('th', { scope: 'col', role: 'columnheader' }, el('span', { class: 'unseen' }, t('remove'))));
  const options = (id, list, all) => put(byId(id), all && el('option', { value: '' }, t('all')), list.map((value) => el('option', { value }, t(`${id}.${value}`))));
  options('state', STATES, true);
  options('sort', SORTS, false);
  byId('state').value = at.state || '';
  byId('sort').value = at.sort || 'weight';
  byId('search').value = at.q || '';
}

/** Draws when something changed, not more often than the window shows. */
let waiting = 0;
export function listenList() {
  onDocuments(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => at.doc || drawList());
  });
  byId('search').addEventListener('input', (event) => go({ q: event.target.value.trim(), list: undefined }));
  byId('state').addEventListener('change', (event) => go({ state: event.target.value, list: undefined }));
  byId('sort').addEventListener('change', (event) => go({ sort: event.target.value === 'weight' ? undefined : event.target.value, list: undefined }));
  byId('filter').addEventListener('submit', (event) => event.preventDefault());
}
