/* The whole disclosure as tables, every figure with its place on the page. */

import { at, go } from './address.js';
import { button, el, grouped, put } from './base.js';
import { lang, t } from './words.js';

const ROWS = 300;
let drawn = null;
let chosen = null;

/** Draws the tables, each closed until it is asked for; the one of the address is open. */
export function drawTables(doc, into) {
  if (drawn?.doc === doc && drawn.lang === lang && into.contains(drawn.list)) return choose();
  const list = el('div', { class: 'tables' }, doc.tables.map((table) => foldedTable(table)));
  drawn = { doc, lang, list };
  put(into, !doc.tables.length && el('p', { class: 'nothing' }, t('tables.none')),
    doc.tables.length > 0 && el('p', { class: 'quiet' }, t('tables.about'), ' ', button(t('tables.open'), () => {
      for (const one of list.children) one.open = true;
    })), list);
  choose();
  return undefined;
}

function foldedTable(table) {
  const open = String(table.index) === (at.table ?? '0');
  const body = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': table.title || table.id });
  const details = el('details', { 'data-table': table.index },
    el('summary', {}, el('span', { class: 'head text' }, table.title || table.id), ' ', el('span', { class: 'quiet' }, [table.unit && t('unit', table.unit), table.page && t('page', table.page)].filter(Boolean).join(' · '))), body);
  details.addEventListener('toggle', () => {
    if (details.open && !body.firstChild) put(body, tableOf(table));
    if (details.open && drawn?.list.contains(details)) choose();
  });
  if (open) {
    put(body, tableOf(table));
    details.open = true;
  }
  return details;
}

function tableOf(table) {
  const all = table.rows;
  const coded = all.some((row) => row.code);
  const rowOf = (row) => el('tr', {}, coded && el('td', { class: 'code' }, row.code), el('th', { scope: 'row', class: 'text' }, row.label), row.cells.map((cell) => cellOf(table, cell)));
  const body = el('tbody', {}, all.slice(0, ROWS).map(rowOf));
  const more = all.length > ROWS && button(t('more', grouped(all.length - ROWS)), () => {
    body.append(...all.slice(ROWS).map(rowOf));
    more.remove();
  });
  return [
    el('table', { class: 'disclosed' }, el('caption', { class: 'unseen' }, table.title || table.id), headsOf(table, coded), body), more];
}

/** Heads of several levels; what stands over several columns is printed once. */
function headsOf(table, coded) {
  const heads = table.columns.map((column) => column.head);
  const depth = Math.max(1, ...heads.map((head) => head.length));
  const rows = [];
  for (let level = 0; level < depth; level += 1) {
    const cells = [];
    for (let from = 0; from < heads.length;) {
      const head = heads[from];
      const prefix = head.slice(0, level + 1).join('\n');
      let to = from + 1;
      const ends = head.length === level + 1;
      while (!ends && to < heads.length && heads[to].length > level + 1 && heads[to].slice(0, level + 1).join('\n') === prefix) to += 1;
      if (head.length > level) cells.push(el('th', { scope: to - from > 1 ? 'colgroup' : 'col', colspan: to - from > 1 ? to - from : null, rowspan: ends && depth - level > 1 ? depth - level : null, class: 'text' }, head[level]));
      from = to;
    }
    rows.push(el('tr', {}, level === 0 && [coded && el('th', { scope: 'col', rowspan: depth > 1 ? depth : null }, t('code')), el('th', { scope: 'col', rowspan: depth > 1 ? depth : null }, t('row'))], cells));
  }
  return el('thead', {}, rows);
}

function cellOf(table, cell) {
  const figure = /^[-−—–+(（\d.,，%]*[)）]?$/.test(cell.text || '');
  if (!cell.page || !cell.box) return el('td', { class: figure ? 'number' : 'text' }, cell.text || '');
  const spot = cell.box.join(',');
  const show = () => go({ table: table.index || undefined, page: cell.page, spot });
  return el('td', { class: figure ? 'number' : 'text' }, el('button', { type: 'button', class: 'figure', 'data-at': `${cell.page} ${spot}`, title: t('page', cell.page), 'aria-label': cell.text ? null : t('blank'), onclick: show }, cell.text || '·'));
}

/** Shows which figure the page shows. */
function choose() {
  const wanted = at.spot ? `${at.page} ${at.spot}` : '';
  if (chosen?.dataset.at === wanted && chosen.isConnected) return;
  chosen?.removeAttribute('aria-current');
  chosen = wanted ? [...drawn.list.querySelectorAll('.figure')].find((one) => one.dataset.at === wanted) : null;
  chosen?.setAttribute('aria-current', 'true');
}
