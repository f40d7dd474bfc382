/* Puts the page together. */

import { at, goTo, watch } from './address.js';
import { byId } from './base.js';
import { documentsChanged, leaveDocument, shownDocument, showDocument } from './document.js';
import { listenKeys } from './keys.js';
import { drawList, listenList, speakList } from './list.js';
import { listenPrint } from './print.js';
import { onDocuments, onReturn, refresh, sayConnection } from './server.js';
import { askLimits, listen, sayUploads } from './upload.js';
import { loadWords, setLang, speak, t } from './words.js';

/** Shows what the address says. */
function show(now, before) {
  byId('window').hidden = Boolean(now.doc);
  byId('document').hidden = !now.doc;
  document.body.classList.toggle('one', Boolean(now.doc));
  if (now.doc) {
    if (now.doc !== before?.doc) scrollTo(0, 0);
    showDocument();
    return;
  }
  leaveDocument();
  document.title = `${t('title')} · yusuan`;
  speakControls();
  drawList();
  const left = before?.doc && document.querySelector(`#rows tr[data-id="${CSS.escape(before.doc)}"] a`);
  if (left) left.focus();
}

/** The controls show what the address says, but not while a person types. */
function speakControls() {
  for (const [id, value] of [['search', at.q], ['state', at.state], ['sort', at.sort || 'weight']]) {
    if (document.activeElement !== byId(id)) byId(id).value = value || '';
  }
}

function redraw() {
  speak();
  speakList();
  sayUploads();
  sayConnection();
  show(at, at);
}

async function start() {
  await loadWords();
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.addEventListener('click', () => {
      setLang(button.dataset.lang);
      redraw();
      refresh();
    });
  }
  watch(show);
  listenList();
  listenKeys();
  listenPrint(shownDocument);
  listen(() => at.doc && goTo({}));
  onDocuments(documentsChanged);
  onReturn(() => at.doc && showDocument(!shownDocument()));
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId('main').focus();
  });
  redraw();
  askLimits();
  await refresh();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

start();
