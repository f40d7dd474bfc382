/* Puts the page together. */

/** Words of the frame, in the page's language. */
function speak() {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  document.title = `${t('title')} · yusuan`;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll('[data-t-label]')) element.setAttribute('aria-label', t(element.dataset.tLabel));
  for (const element of document.querySelectorAll('[data-t-placeholder]')) element.setAttribute('placeholder', t(element.dataset.tPlaceholder));
  for (const button of document.querySelectorAll('[data-lang]')) button.setAttribute('aria-pressed', String(button.dataset.lang === lang));
}

/** Draws what the filter lets through. */
function show() {
  sift();
  byId('results').textContent = t('results', grouped(shownDocuments.length), grouped(entries.length), grouped(shownFindings.length), grouped(findings.length));
  lists.finding(shownFindings, el('li', { class: 'nothing' }, t(findings.length ? 'none' : 'none.findings')));
  const nothing = (columns) => el('tr', {}, el('td', { class: 'nothing', colspan: columns }, t('none')));
  lists.document(arrangedDocuments(shownDocuments), nothing(9));
  lists.coverage(coverage(), nothing(2));
}

function redraw() {
  speak();
  choices();
  arrangeChoices();
  drawOverview();
  drawComposition();
  documentHeads();
  show();
  drawDialog();
}

/** Arrow keys go through a list; Home and End to its ends. */
function walk(event) {
  const to = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.indexOf(document.activeElement);
  if (to === undefined || at < 0) return;
  event.preventDefault();
  all[Math.min(Math.max(at + to, 0), all.length - 1)].focus();
}

lazy('finding', findingRow);
lazy('document', arrangedRow);
lazy('coverage', coverageRow);
for (const id of ['finding-list', 'document-list', 'coverage-list']) byId(id).addEventListener('keydown', walk);
for (const button of document.querySelectorAll('[data-lang]')) {
  button.addEventListener('click', () => {
    lang = button.dataset.lang;
    redraw();
  });
}
let waiting = 0;
byId('search').addEventListener('input', (event) => {
  filter.words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(show);
});
for (const id of ['year', 'kind', 'status', 'rule']) {
  byId(id).addEventListener('change', (event) => {
    filter[id] = event.target.value;
    show();
  });
}
byId('filter').addEventListener('submit', (event) => event.preventDefault());
byId('filter').addEventListener('reset', (event) => {
  event.preventDefault();
  byId('search').value = '';
  Object.assign(filter, { words: [], year: '', kind: '', status: '', rule: '', kinds: new Set(present) });
  choices();
  show();
  byId('search').focus();
});
for (const [id, key] of [['order', 'order'], ['grouping', 'group']]) {
  byId(id).addEventListener('change', (event) => {
    arranged[key] = event.target.value;
    show();
  });
}
byId('export-documents').addEventListener('click', () => save('documents.csv', documentsCsv()));
byId('export-findings').addEventListener('click', () => save('findings.csv', findingsCsv()));
byId('group').addEventListener('change', drawComposition);
byId('print').addEventListener('click', () => window.print());
byId('dialog-close').addEventListener('click', () => dialog.close());
byId('dialog-previous').addEventListener('click', () => step(-1));
byId('dialog-next').addEventListener('click', () => step(1));
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !dialog.open && !/^(INPUT|SELECT)$/.test(document.activeElement?.tagName || '')) {
    event.preventDefault();
    byId('search').focus();
  }
});
const asked = /^#(finding|document)-(\d+)$/.exec(location.hash);
redraw();
if (asked && (asked[1] === 'finding' ? findings : entries)[Number(asked[2])]) show_dialog({ [asked[1]]: Number(asked[2]) });
document.documentElement.dataset.ready = String(Math.round(performance.now()));
