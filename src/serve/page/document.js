/* The view of one document: its head, its parts, and the page beside them. */

import { address, at, go, goTo } from './address.js';
import { button, byId, el, grouped, isWide, marked, put, tell } from './base.js';
import { about, addressOf, listOf, nameOf, neighbours } from './list.js';
import { withPending } from './marks.js';
import { drawNotes, openNote, setNotes, slot } from './notes.js';
import { drawOwed } from './owed.js';
import { preparePaper } from './print.js';
import { drawPlace, pane, placesOf, spotOf } from './place.js';
import { ask, documents } from './server.js';
import { drawTables } from './tables.js';
import { lang, named, t } from './words.js';

const PARTS = ['notes', 'tables', 'owed'];
let doc = null;
let asked = '';

/** The document that is shown, once it is there. */
export const shownDocument = () => (doc && doc.id === at.doc ? doc : null);
export const part = () => (PARTS.includes(at.view) ? at.view : 'notes');

/** Shows the document of the address; asks for it where it is not there yet. */
export async function showDocument(again = false) {
  const wanted = `${at.doc} ${lang}`;
  if (!again && wanted === asked) return doc ? draw() : undefined;
  const same = doc?.id === at.doc;
  asked = wanted;
  if (!same) {
    doc = null;
    put(byId('document'), back(), el('p', { class: 'quiet' }, t('loading')));
  }
  try {
    const data = await ask(`documents/${encodeURIComponent(at.doc)}?lang=${lang}`);
    if (asked !== wanted) return undefined; // another one is shown since
    withPending(data.id, data.notes);
    doc = data;
    setNotes(doc);
    frame();
    draw();
    if (!same) byId('document-head').focus({ preventScroll: true });
  } catch (problem) {
    if (asked !== wanted) return undefined;
    if (problem.gone) asked = '';
    if (!same || !problem.gone) unread(problem);
  }
  return undefined;
}

/** Forgets the document, so that it is asked for anew. */
export function leaveDocument() {
  asked = '';
  doc = null;
}

/** Documents changed: the one that is awaited was read, or others stand beside it. */
export function documentsChanged(ids) {
  if (!at.doc) return;
  if (!doc && ids.includes(at.doc)) showDocument(true);
  drawNeighbours();
}

const back = () => el('p', { class: 'back' }, el('a', { href: address(listOf(at)), id: 'back' }, `← ${t('back')}`), el('span', { id: 'neighbours' }));

/** The way to the documents before and after it in the list. */
function drawNeighbours() {
  const [before, after] = neighbours(at.doc);
  const link = (entry, word) => entry && el('a', { href: addressOf(entry), title: nameOf(entry) }, word);
  const words = [link(before, `‹ ${t('document.before')}`), link(after, `${t('document.after')} ›`)];
  const place = byId('neighbours');
  if (place && !place.contains(document.activeElement)) put(place, words);
}

function unread(problem) {
  const entry = documents.get(at.doc);
  const waits = problem.status === 409 || ['waiting', 'reading'].includes(entry?.state);
  const text = waits ? t('document.waits') : problem.status === 404 ? t('document.none') : entry?.error || problem.message;
  put(byId('document'), back(), entry && el('h2', { class: 'text' }, nameOf(entry)), entry && el('p', {}, marked(entry.state, t(`state.${entry.state}`))),
    el('p', { class: 'notice text' }, text),
    !waits && problem.status !== 404 && el('p', {}, button(t('retry'), () => showDocument(true)), ' ',
      entry && el('a', { href: `documents/${encodeURIComponent(at.doc)}/original.pdf`, download: '' }, t('download.original'))));
  tell(text);
}

/** What stays while its parts change. */
function frame() {
  const link = (file, key) => el('a', { href: `documents/${encodeURIComponent(doc.id)}/${file}`, download: '' }, t(key));
  put(byId('document'), back(),
    el('h2', { id: 'document-head', class: 'text', tabindex: -1 }, doc.name || doc.file),
    el('p', { class: 'quiet text' }, [about(doc), doc.name && doc.file, doc.pages && t('pages', grouped(doc.pages)), doc.status && named('status', doc.status)].filter(Boolean).join(' · ')),
    el('p', { class: 'downloads' }, el('span', {}, t('downloads')), link('annotated.pdf', 'download.annotated'), link(`findings.xlsx?lang=${lang}`, 'download.findings'), link('document.json', 'download.json'), link('original.pdf', 'download.original'),
      button(t('print'), (event) => preparePaper(doc, event.currentTarget), { id: 'print' })),
    el('nav', { id: 'parts', 'aria-label': t('parts') }),
    el('div', { class: 'both' }, el('div', { id: 'side' }), el('div', { id: 'beside' })));
}

/** Draws the part that is shown, and the page beside it. */
function draw() {
  const now = part();
  const missing = doc.owed.filter((duty) => duty.state === 'not_found').length;
  const counts = { notes: doc.notes.length, tables: doc.tables.length, owed: missing };
  const focused = document.activeElement?.dataset?.part;
  put(byId('parts'), PARTS.map((name) => el('a', { href: address({ ...at, view: name === 'notes' ? undefined : name, page: undefined, spot: undefined }), 'data-part': name, 'aria-current': name === now ? 'page' : null }, t(`part.${name}`), ' ', el('span', { class: 'count' }, name === 'owed' ? t('owed.missing', counts.owed) : grouped(counts[name])))));
  if (focused) byId('parts').querySelector(`[data-part=${focused}]`)?.focus();
  if (byId('side').dataset.part !== now) put(byId('side'));
  byId('side').dataset.part = now;
  if (now === 'notes') drawNotes(byId('side'));
  if (now === 'tables') drawTables(doc, byId('side'));
  if (now === 'owed') drawOwed(doc, byId('side'));
  drawBeside(now);
  drawNeighbours();
  document.title = `${doc.name || doc.file} · ${t('title')}`;
}

function drawBeside(now) {
  const note = now === 'notes' ? openNote() : null;
  const spot = spotOf(at.spot);
  const wanted = Number(at.page) || note?.page || note?.places[0]?.page || (isWide() ? firstPage(now) : 0);
  const page = Math.min(Math.max(wanted, 0), doc.pages || 0);
  const within = now === 'notes' && !isWide() ? slot() : null;
  pane.classList.toggle('over', !isWide() && !within);
  if (!page) return pane.remove();
  const home = within || byId('beside');
  const moved = pane.parentElement !== home;
  if (moved) home.append(pane);
  const places = note ? placesOf(note) : [];
  const is_spot = (place) => spot && place.page === page && place.box.every((value, i) => Math.abs(value - spot[i]) < 0.01);
  const marks = places.map((place) => ({ ...place, chosen: Boolean(is_spot(place)) }));
  if (spot && !places.some(is_spot)) marks.push({ page, box: spot, role: 'other', chosen: true });
  const others = [...new Set(places.map((place) => place.page))].filter((other) => other !== page);
  drawPlace(doc, page, marks, others.length > 0 && el('span', {}, t('also'), others.map((other) => [' ', button(t('page', other), () => go({ page: other, spot: undefined }), { class: 'link' })])), moved);
  return undefined;
}

const firstPage = (now) => (now === 'tables' ? doc.tables[Number(at.table) || 0]?.page || 1 : 1);

addEventListener('resize', () => shownDocument() && byId('parts') && draw());

/** Closes what lies over the document, else the document. */
export function stepBack() {
  if (at.spot || at.page) go({ page: undefined, spot: undefined });
  else if (at.doc) goTo(listOf(at));
}
