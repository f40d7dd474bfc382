/* The picture of a page with boxes drawn over it. */

import { at, go } from './address.js';
import { button, el, put, svg } from './base.js';
import { lang, t } from './words.js';

export const ZOOMS = [1, 1.5, 2, 3];
const A4 = [595, 842];
const STEP = 400;
const MOST = 3200;
const NARROWEST = 640; // below, figures cannot be read: the page is scrolled
const SIGNS = { printed: '=', part: '+', other: '→', chosen: '→' };

const sizeOf = (doc, page) => doc.page_sizes?.[page - 1] || A4;
const same = (a, b) => a && b && a.every((value, i) => Math.abs(value - b[i]) < 0.01);

/** The places of a note, each with its page, box, role, sign and what it is. */
export function placesOf(note) {
  const terms = (note.equation?.terms || []).filter((term) => term.box && term.page).map((term) => ({
    page: term.page, box: term.box, role: term.sign === '=' ? 'printed' : 'part', sign: term.sign, label: `${term.label} ${term.value}`,
  }));
  const stated = note.places.filter((place) => place.box && !terms.some((term) => term.page === place.page && same(term.box, place.box)));
  return [...stated.map((place) => ({ ...place, sign: note.equation ? SIGNS[place.role] : SIGNS.other })), ...terms];
}

/** The box of the address, as four numbers. */
export function spotOf(text) {
  const box = (text || '').split(',').map(Number);
  return box.length === 4 && box.every(Number.isFinite) ? box : null;
}

/** A page as a picture with its marks; `crop` shows that part of it only. */
export function picture(doc, page, marks, width, crop) {
  const [w, h] = sizeOf(doc, page);
  const here = marks.filter((mark) => mark.page === page);
  const href = `documents/${encodeURIComponent(doc.id)}/pages/${page}.png?width=${width}`;
  const image = svg('image', { href, width: w, height: h, preserveAspectRatio: 'none' });
  const frames = here.map(({ box: [x0, y0, x1, y1], role, sign, label, chosen }) => svg('g', { class: `box ${role} ${chosen ? 'chosen' : ''}` },
    svg('title', {}, [t(`role.${role}`), label].filter(Boolean).join(': ')),
    svg('rect', { x: x0 - 2, y: y0 - 1.5, width: Math.max(x1 - x0, 2) + 4, height: Math.max(y1 - y0, 2) + 3, rx: 1.5 }),
    svg('text', { x: x0 - 4, y: y1 - 1, 'text-anchor': 'end', 'aria-hidden': 'true' }, sign || SIGNS[role])));
  const [x, y, cw, ch] = crop || [0, 0, w, h];
  const drawn = svg('svg', { viewBox: `${x} ${y} ${cw} ${ch}`, role: 'img', 'aria-label': t('picture.alt', page, here.length) },
    svg('rect', { class: 'sheet', width: w, height: h }), image, frames);
  return { drawn, image };
}

/** Where a page is shown; it moves to where there is room. */
const [bar, key, frame] = [el('div', { class: 'bar' }), el('div', { class: 'keys' }), el('div', { class: 'frame', tabindex: 0, role: 'region' })];
export const pane = el('aside', { id: 'pane' }, bar, key, frame);
let shown = '';
let current = 1;

/** How wide the picture has to be, in a few steps so that it is kept from one time to the next. */
const widthFor = (zoom) => Math.min(MOST, Math.ceil((Math.max(frame.clientWidth, NARROWEST) * devicePixelRatio * zoom) / STEP) * STEP);

/** Draws the page, its marks and its buttons into the pane, and brings the mark into sight; anew where the pane has moved. */
export function drawPlace(doc, page, marks, head, moved) {
  const zoom = ZOOMS.includes(Number(at.zoom)) ? Number(at.zoom) : 1;
  current = page;
  const turn = (by) => () => turnPage(doc, by);
  const held = document.activeElement?.dataset?.pane;
  put(bar,
    button('‹', turn(-1), { 'aria-label': t('page.before'), title: t('page.before'), disabled: page <= 1, 'aria-keyshortcuts': 'p', 'data-pane': 'before' }),
    el('span', { class: 'at' }, el('span', { class: 'unseen' }, t('page.of', page, doc.pages)), el('span', { 'aria-hidden': 'true' }, `${page} / ${doc.pages}`)),
    button('›', turn(1), { 'aria-label': t('page.after'), title: t('page.after'), disabled: page >= doc.pages, 'aria-keyshortcuts': 'n', 'data-pane': 'after' }),
    el('span', { class: 'gap' }),
    button('−', () => zoomBy(-1), { 'aria-label': t('zoom.out'), title: t('zoom.out'), disabled: zoom === ZOOMS[0], 'aria-keyshortcuts': '-', 'data-pane': 'out' }),
    el('span', {}, `${zoom * 100}%`),
    button('+', () => zoomBy(1), { 'aria-label': t('zoom.in'), title: t('zoom.in'), disabled: zoom === ZOOMS.at(-1), 'aria-keyshortcuts': '+', 'data-pane': 'in' }),
    button(t('close'), () => go({ page: undefined, spot: undefined }), { class: 'sheet-close', 'data-pane': 'close' }));
  if (held) pane.querySelector(`[data-pane=${held}]`)?.focus();
  const here = marks.filter((mark) => mark.page === page);
  const kinds = [...new Set(here.map((mark) => mark.role))];
  const signsOf = (role) => [...new Set(here.filter((mark) => mark.role === role).map((mark) => mark.sign || SIGNS[role]))].join(' ');
  put(key, kinds.map((role) => el('span', { class: `key ${role}` }, el('i', { 'aria-hidden': 'true' }, signsOf(role)), t(`role.${role}`))), head);
  frame.setAttribute('aria-label', t('page', page));
  const width = widthFor(zoom);
  const said = JSON.stringify([lang, doc.id, page, marks, zoom, width]);
  if (said === shown && !moved) return;
  shown = said;
  const { drawn, image } = picture(doc, page, marks, width);
  frame.classList.add('loading');
  image.addEventListener('load', () => frame.classList.remove('loading'));
  image.addEventListener('error', () => {
    frame.classList.remove('loading');
    shown = ''; // tried again when it is drawn again
    frame.prepend(el('p', { class: 'notice' }, t('picture.failed')));
  });
  drawn.style.width = `${zoom * 100}%`;
  put(frame, drawn);
  const target = drawn.querySelector('.chosen') || drawn.querySelector('.printed') || drawn.querySelector('.box');
  if (target) bring(target);
  else frame.scrollTo(0, 0);
}

/** Scrolls the frame so that the mark is in its middle. */
function bring(target) {
  const [outer, inner] = [frame.getBoundingClientRect(), target.getBoundingClientRect()];
  frame.scrollTo({
    left: frame.scrollLeft + inner.left - outer.left - (outer.width - inner.width) / 2,
    top: frame.scrollTop + inner.top - outer.top - (outer.height - inner.height) / 2,
  });
}

/** The page before or after the one that is shown. */
export function turnPage(doc, by) {
  const page = Math.min(Math.max(current + by, 1), doc.pages || 1);
  if (page !== current) go({ page, spot: undefined });
}

export function zoomBy(by) {
  const now = Math.max(ZOOMS.indexOf(Number(at.zoom)), 0);
  const zoom = ZOOMS[Math.min(Math.max(now + by, 0), ZOOMS.length - 1)];
  go({ zoom: zoom === 1 ? undefined : zoom });
}
