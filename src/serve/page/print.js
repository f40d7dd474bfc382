/* On paper: the notes with the part of the page that each is about. */

import { byId, el, marked, put } from './base.js';
import { picture, placesOf } from './place.js';
import { about } from './list.js';
import { headOf, kindOf } from './notes.js';
import { t } from './words.js';

const MOST = 100;
const PATIENCE = 20000;
const MARGIN = 90;
let made = null;

/** Makes the sheet, waits for its pictures and prints. */
export async function preparePaper(doc, opener) {
  opener.disabled = true;
  const loaded = make(doc);
  await Promise.race([Promise.all(loaded), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  opener.disabled = false;
  window.print();
}

function make(doc) {
  const loaded = [];
  made = doc;
  const shown = doc.notes.slice(0, MOST);
  put(byId('paper'),
    el('h2', { class: 'text' }, doc.name || doc.file), el('p', { class: 'text' }, [about(doc), doc.file].filter(Boolean).join(' · ')),
    !doc.notes.length && el('p', {}, t('notes.none')),
    el('ol', {}, shown.map((note) => el('li', {},
      el('h3', {}, kindOf(note), ' ', el('span', { class: 'text' }, headOf(note)), note.page ? ` · ${t('page', note.page)}` : ''),
      headOf(note) !== note.text && el('p', { class: 'text' }, note.text), note.advice && el('p', { class: 'text' }, note.advice),
      note.equation && el('p', {}, [note.equation.left, note.equation.relation, note.equation.right, note.equation.difference && t('difference', note.equation.difference)].filter(Boolean).join(' ')),
      note.mark && el('p', {}, marked(note.mark.mark, t(`mark.${note.mark.mark}`)), note.mark.remark && el('span', { class: 'text' }, ` — ${note.mark.remark}`)),
      pictures(doc, note, loaded)))),
    doc.notes.length > MOST && el('p', {}, t('print.more', doc.notes.length - MOST)));
  return loaded;
}

/** Of each page of the note what lies around its places. */
function pictures(doc, note, loaded) {
  const places = placesOf(note);
  return [...new Set(places.map((place) => place.page))].slice(0, 3).map((page) => {
    const boxes = places.filter((place) => place.page === page).map((place) => place.box);
    const [w, h] = doc.page_sizes?.[page - 1] || [595, 842];
    const top = Math.max(0, Math.min(...boxes.map((box) => box[1])) - MARGIN);
    const bottom = Math.min(h, Math.max(...boxes.map((box) => box[3])) + MARGIN / 2);
    const { drawn, image } = picture(doc, page, places, 1200, [0, top, w, Math.max(bottom - top, 40)]);
    loaded.push(new Promise((resolve) => ['load', 'error'].forEach((name) => image.addEventListener(name, resolve))));
    return el('figure', {}, el('figcaption', {}, t('page', page)), drawn);
  });
}

/** Where a person prints by the browser's own menu, with what pictures are there. */
export function listenPrint(shown) {
  addEventListener('beforeprint', () => {
    const doc = shown();
    if (doc && made !== doc) make(doc);
    if (!doc) put(byId('paper'));
    document.body.classList.toggle('papered', Boolean(doc));
  });
  addEventListener('afterprint', () => {
    put(byId('paper'));
    made = null;
  });
}
