/* Keys, and the list of them. They can be turned off for those whose tools speak in single letters. */

import { at, go } from './address.js';
import { button, byId, el, put } from './base.js';
import { part, shownDocument, stepBack } from './document.js';
import { MARKS } from './marks.js';
import { openNote, stepNote, toggle, undoMark } from './notes.js';
import { turnPage, zoomBy } from './place.js';
import { t } from './words.js';

const KEYS = [['j ↓', 'key.next'], ['k ↑', 'key.before'], ['n →', 'key.page'], ['p ←', 'key.page_before'], ['1 2 3', 'key.marks'], ['u', 'key.undo'], ['+ −', 'key.zoom'], ['/', 'key.search'], ['?', 'key.help'], ['Esc', 'key.back']];

/** Shows what the keys do. */
export function showHelp() {
  const dialog = byId('help');
  const box = el('input', { type: 'checkbox', onchange: (event) => go({ keys: event.target.checked ? undefined : 'off' }) });
  box.checked = at.keys !== 'off';
  put(dialog, el('h2', { id: 'help-head' }, t('keys')),
    el('dl', { class: 'keylist' }, KEYS.map(([keys, word]) => [el('dt', {}, keys.split(' ').map((key) => [el('kbd', {}, key), ' '])), el('dd', {}, t(word))])),
    el('p', {}, el('label', {}, box, ' ', t('keys.on'))),
    el('p', {}, button(t('close'), () => dialog.close(), { autofocus: true })));
  if (!dialog.open) dialog.showModal();
}

const inDocument = {
  j: () => stepNote(1),
  k: () => stepNote(-1),
  n: (doc) => turnPage(doc, 1),
  p: (doc) => turnPage(doc, -1),
  u: () => undoMark(),
  '+': () => zoomBy(1),
  '=': () => zoomBy(1),
  '-': () => zoomBy(-1),
};
const OTHERS = { ArrowDown: 'j', ArrowUp: 'k', ArrowRight: 'n', ArrowLeft: 'p', '−': '-' };
const IN_NOTES = 'jk123u';

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || byId('help').open) return;
  const target = event.target;
  const typing = target.matches?.('input:not([type=checkbox]), select, textarea');
  if (event.key === 'Escape') {
    if (typing) target.blur();
    else stepBack();
    return;
  }
  if (typing || at.keys === 'off' && event.key !== '?') return;
  if (event.key === '?') return showHelp();
  const doc = shownDocument();
  if (!doc) {
    if (event.key === '/' && !at.doc) {
      event.preventDefault();
      byId('search').focus();
    }
    return;
  }
  // where the focus is on something that scrolls, arrows scroll
  if (event.key.startsWith('Arrow') && target.closest?.('[role=region], summary, .tables')) return;
  const key = OTHERS[event.key] || event.key;
  const note = part() === 'notes' ? openNote() : null;
  if (IN_NOTES.includes(key) && part() !== 'notes') return;
  const kind = MARKS[Number(key) - 1];
  if (kind && note) toggle(note, kind);
  else if (inDocument[key]) inDocument[key](doc);
  else return;
  event.preventDefault();
}

export function listenKeys() {
  addEventListener('keydown', pressed);
  byId('help-open').addEventListener('click', showHelp);
}
