/* The notes on a document, heaviest first; the one that is open with its equation, its marks and its page. */

import { at, go } from './address.js';
import { arrange, button, byId, el, grouped, isWide, marked, put, tell } from './base.js';
import { MARKS, canUndo, mark, onMark, undo } from './marks.js';
import { lang, named, t } from './words.js';

const ROWS = 200;
const PAUSE = 800; // milliseconds without a key, then a remark is kept
let doc = null;
let items = new Map();
let most = ROWS;

/** Takes the notes of another document. */
export function setNotes(data) {
  if (data?.id !== doc?.id) most = ROWS;
  doc = data;
  items = new Map();
}

/** Notes that are listed: all, or those without a mark and the open one. */
export const listed = () => doc.notes.filter((note) => !at.unmarked || !note.mark || note.key === at.note);

/** The open note: that of the address, or the first one where there is room beside the list. */
export function openNote() {
  const notes = listed();
  const open = notes.find((note) => note.key === at.note);
  return open || (isWide() ? notes[0] : undefined);
}

/** Opens the next note, or the one before. */
export function stepNote(by) {
  const notes = listed();
  if (!notes.length) return;
  const now = notes.findIndex((note) => note.key === openNote()?.key);
  const to = notes[Math.min(Math.max(now + by, 0), notes.length - 1)];
  open(to);
  const item = items.get(to.key);
  item?.querySelector('button').focus({ preventScroll: true });
  item?.scrollIntoView({ block: isWide() ? 'nearest' : 'start' });
}

const open = (note) => go({ note: note.key, page: undefined, spot: undefined });

/** Draws the list; `slot` is where the page is put in a narrow window. */
export function drawNotes(into) {
  const notes = listed();
  const now = openNote();
  const done = doc.notes.filter((note) => note.mark).length;
  if (!byId('note-list')) put(into, el('div', { id: 'note-head' }), el('ol', { id: 'note-list' }), el('p', { id: 'note-more' }));
  const box = el('input', { type: 'checkbox', id: 'unmarked', onchange: (event) => go({ unmarked: event.target.checked ? 1 : undefined }) });
  box.checked = Boolean(at.unmarked);
  const focused = document.activeElement?.id === 'unmarked';
  put(byId('note-head'), doc.notes.length > 0 && [
    el('p', {}, t('notes.done', grouped(done), grouped(doc.notes.length)), ' ', el('label', {}, box, ' ', t('unmarked'))),
    el('progress', { max: doc.notes.length, value: done, 'aria-label': t('looked') })]);
  if (focused) byId('unmarked')?.focus();
  const at_open = notes.indexOf(now);
  if (at_open >= most) most = at_open + ROWS;
  arrange(byId('note-list'), notes.slice(0, most).map((note) => itemOf(note, note === now)));
  put(byId('note-more'),
    !notes.length && el('span', { class: 'nothing' }, t(doc.notes.length ? 'notes.all_marked' : 'notes.none')),
    notes.length > most && button(t('more', grouped(notes.length - most)), () => {
      most += ROWS;
      drawNotes(into);
    }));
}

/** What a note is about, with its sign; a file that gave nothing has failed. */
export const kindOf = (note) => (note.rule === 'failed' ? marked('failed', t('state.failed')) : marked(note.kind, named('note', note.kind)));

/** What heads a note: the rule's title says what should be so, of what is missing its text says what is not. */
export const headOf = (note) => (note.kind === 'missing' ? note.text : note.title);

/** A note in the list, drawn anew only where something about it changed. */
function itemOf(note, is_open) {
  const said = JSON.stringify([lang, is_open, note.mark]);
  let item = items.get(note.key);
  if (item?.dataset.said === said) return item;
  item ??= el('li', {}, el('div', { class: 'note-line' }), el('div', { class: 'note-body' }));
  items.set(note.key, item);
  item.dataset.said = said;
  item.className = is_open ? 'open' : '';
  const [line, body] = item.children;
  const held = line.contains(document.activeElement);
  put(line, button([
    kindOf(note), el('span', { class: 'head text' }, headOf(note)),
    el('span', { class: 'quiet' }, note.page ? t('page', note.page) : '', note.mark && [' ', badge(note)]),
    !is_open && headOf(note) !== note.text && el('span', { class: 'detail text' }, note.text),
  ], () => (is_open ? go({ note: isWide() ? note.key : undefined, page: undefined, spot: undefined }) : open(note)), { 'aria-expanded': String(is_open), 'data-note': note.key }));
  if (held) line.querySelector('button').focus();
  if (!is_open) put(body);
  else if (!body.firstChild || body.dataset.lang !== lang) put(body, bodyOf(note));
  body.dataset.lang = lang;
  if (is_open) showMarks(note);
  return item;
}

const badge = (note) => el('span', { class: `badge ${note.mark.mark}` }, marked(note.mark.mark, t(`mark.${note.mark.mark}`)));

function bodyOf(note) {
  return [
    headOf(note) !== note.text && el('p', { class: 'text' }, note.text),
    note.advice && el('p', { class: 'advice text' }, el('strong', {}, t('advice')), ' ', note.advice),
    note.equation && equation(note.equation),
    note.rule && el('p', { class: 'quiet' }, `${t('rule')} ${note.rule}`),
    marksOf(note),
    el('p', { class: 'buttons' }, button(`‹ ${t('step.before')}`, () => stepNote(-1), { 'aria-keyshortcuts': 'k' }), button(`${t('step.after')} ›`, () => stepNote(1), { 'aria-keyshortcuts': 'j' })),
    el('div', { class: 'slot' }),
  ];
}

/** What is printed against what it should be, each figure with its place. */
function equation(e) {
  const place = (term) => el('button', { type: 'button', class: 'link text', onclick: () => go({ page: term.page, spot: (term.box || []).join(',') }) }, term.label || t('page', term.page));
  const line = (term) => el('tr', { class: term.sign === '=' ? 'printed' : 'part' },
    el('td', { class: 'sign' }, term.sign),
    el('th', { scope: 'row' }, term.page ? place(term) : el('span', { class: 'text' }, term.label)),
    el('td', { class: 'number' }, term.value),
    el('td', { class: 'quiet' }, term.page ? t('page', term.page) : ''));
  return [
    el('p', { class: 'sum' }, el('span', {}, e.left), ' ', el('strong', {}, e.relation), ' ', el('span', {}, e.right), e.difference && el('span', { class: 'difference' }, t('difference', e.difference))),
    el('table', { class: 'equation' }, el('caption', { class: 'unseen' }, t('equation')), el('tbody', {}, e.terms.map(line))),
  ];
}

function marksOf(note) {
  const remark = el('input', { type: 'text', class: 'remark', maxlength: 2000, autocomplete: 'off', 'aria-label': t('remark'), placeholder: t('remark') });
  remark.value = note.mark?.remark || '';
  let pause = 0;
  const keep = () => {
    clearTimeout(pause);
    if (note.mark) mark(doc.id, note, note.mark.mark, remark.value.trim());
    else if (remark.value.trim()) showMarks(note, t('remark.alone'));
  };
  remark.addEventListener('change', keep);
  remark.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE);
  });
  const one = (kind, at_key) => button([el('kbd', { 'aria-hidden': 'true' }, String(at_key + 1)), ' ', t(`mark.${kind}`)], () => toggle(note, kind), { 'data-mark': kind, 'aria-keyshortcuts': String(at_key + 1), title: t(`mark.${kind}.about`) });
  return el('div', { class: 'marks', role: 'group', 'aria-label': t('marks') },
    el('p', { class: 'marks-head' }, t('marks')), el('div', { class: 'buttons' }, MARKS.map(one)), remark,
    el('p', { class: 'saved quiet' }));
}

/** Sets the mark, or takes it away where it is set. */
export function toggle(note, kind) {
  const remark = items.get(note.key)?.querySelector('.remark')?.value.trim() || '';
  if (at.note !== note.key) go({ note: note.key }); // it stays open where only those without a mark are listed
  mark(doc.id, note, note.mark?.mark === kind ? null : kind, remark);
}

/** Takes the last mark back. */
export function undoMark() {
  const note = undo(doc.id, doc.notes);
  const remark = note && items.get(note.key)?.querySelector('.remark');
  if (remark) remark.value = note.mark?.remark || '';
}

/** Shows on the buttons which mark is set. */
function showMarks(note, state) {
  const item = items.get(note.key);
  for (const one of item?.querySelectorAll('[data-mark]') || []) one.setAttribute('aria-pressed', String(note.mark?.mark === one.dataset.mark));
  const line = item?.querySelector('.saved');
  if (!line || !state) return;
  const text = state === 'saving' ? t('saving') : state === 'saved' ? t('saved') : state;
  put(line, el('span', { class: ['saving', 'saved'].includes(state) ? '' : 'wrong' }, text), ' ', canUndo(note) && button(t('undo'), undoMark, { 'aria-keyshortcuts': 'u' }));
  if (state !== 'saving') tell(text);
}

onMark((note, state) => {
  if (!doc?.notes.includes(note) || !byId('note-list')) return;
  drawNotes(byId('side'));
  showMarks(note, state);
});

/** Where the page goes in a narrow window: into the open note. */
export const slot = () => document.querySelector('#note-list .open .slot');
