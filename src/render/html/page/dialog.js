/* A finding with its equation and its pages; a document with what it adds up to. */

const dialog = byId('dialog');
let opened = null;
let opener = null;

function openFinding(at) {
  show_dialog({ finding: at });
}

function openDocument(at) {
  show_dialog({ document: at });
}

/** Shows it, and keeps what had the focus to give it back. */
function show_dialog(what) {
  if (!dialog.open) opener = document.activeElement;
  opened = what;
  drawDialog();
  if (!dialog.open) dialog.showModal();
  byId('dialog-body').focus({ preventScroll: true });
  dialog.scrollTop = 0;
  const [kind, at] = Object.entries(what)[0];
  history.replaceState(null, '', `#${kind}-${at}`);
}

dialog.addEventListener('close', () => {
  if (dialog.open) return; // shown again since
  opened = null;
  history.replaceState(null, '', '#');
  if (opener && opener.isConnected) opener.focus();
});

/* On paper it is a part of the page: what is modal would be cut to the window. */
let paper = false;
window.addEventListener('beforeprint', () => {
  paper = dialog.open;
  if (paper) dialog.close();
  if (paper) dialog.show();
});
window.addEventListener('afterprint', () => {
  if (paper) dialog.close();
  if (paper) dialog.showModal();
  paper = false;
});

/** The next finding of those shown, or the one before. */
function step(by) {
  const at = shownFindings.indexOf(opened?.finding);
  const to = shownFindings[at + by];
  if (at >= 0 && to !== undefined) openFinding(to);
}

function drawDialog() {
  if (!opened) return;
  const is_finding = opened.finding !== undefined;
  const at = shownFindings.indexOf(opened.finding);
  for (const id of ['dialog-previous', 'dialog-next']) byId(id).hidden = !is_finding || at < 0;
  byId('dialog-previous').disabled = at <= 0;
  byId('dialog-next').disabled = at < 0 || at + 1 >= shownFindings.length;
  byId('dialog-position').textContent = is_finding && at >= 0 ? t('position', grouped(at + 1), grouped(shownFindings.length)) : '';
  byId('dialog-body').replaceChildren(...(is_finding ? findingView(findings[opened.finding]) : documentView(opened.document)).filter(Boolean));
}

function facts(pairs) {
  return el('dl', { class: 'facts' }, pairs.filter(([, value]) => value).map(([word, value]) => [el('dt', {}, word), el('dd', { class: 'text' }, value)]));
}

function findingView(f) {
  const entry = entries[f.document];
  const row = f.row || {};
  const prose = f.table === 'narrative';
  const name = words[`rule.${f.rule}`] ? `${f.rule} ${t(`rule.${f.rule}`)}` : ruleName(f.rule);
  const item = row.item && named(prose ? 'key' : 'item', row.item);
  const line = [row.number && t('row.number', row.number), row.side && named('side', row.side), row.code, row.name || item, row.unit].filter(Boolean).join(' ');
  const table = prose ? t('from.prose') : [f.title && `《${f.title}》`, f.table && named('table', f.table) !== f.title && named('table', f.table)].filter(Boolean).join(' ');
  const marks = marksOf(f);
  return [
    el('h2', { id: 'dialog-head' }, marked(f.kind, t(`verdict.${f.kind}`)), ' ', name),
    facts([
      [t('unit'), el('button', { type: 'button', class: 'link', onclick: () => openDocument(f.document) }, `${nameOf(entry)} · ${about(entry)}`)],
      [t('file'), [entry.file, f.page && ` · ${t('page', f.page)}`]],
      [t('table'), table],
      [prose ? t('about_figure') : t('row'), line],
      [t('column'), [f.column, f.basis && ` (${named('basis', f.basis)})`].filter(Boolean).join('')],
    ]),
    f.sentence && el('p', { class: 'sentence text' }, quoted(f.sentence, f.equation?.printed)),
    f.equation && el('h3', {}, t('equation')),
    f.equation && equationTable(f.equation),
    facts([[t('reason'), toldIn(f.message)], [t('help'), toldIn(f.help)]]),
    el('div', { class: 'pages' }, pagesView(f, entry, marks)),
  ];
}

/** A sentence with its figure marked. */
function quoted(sentence, printed) {
  const at = printed ? sentence.indexOf(printed) : -1;
  return at < 0 ? [sentence] : [sentence.slice(0, at), el('mark', {}, printed), sentence.slice(at + printed.length)];
}

/** Addends that are listed at once. */
const FIRST = 12;

/** What is stated, the figures that it is compared with, the difference and what rounding explains of it. */
function equationTable(e) {
  const cell = (figure) => el('td', { class: 'number' }, figured(figure, e.unit));
  const line = (sign, word, figure, note, name) => el('tr', { class: name }, el('td', { class: 'sign' }, sign), el('th', { scope: 'row', class: 'text' }, word), cell(figure), el('td', { class: 'quiet text' }, note));
  const addend = (a) => {
    const less = String(a.value ?? '').startsWith('-');
    const name = [a.row, a.column].filter(Boolean).join(' · ') || t('place.other');
    return line(less ? '−' : '+', name, a.value && less ? a.value.slice(1) : a.value, a.spot && t('page', a.spot[0]));
  };
  const addends = e.addends || [];
  const from = listed([e.terms === 1 ? t('from.one') : e.terms ? t('from', e.terms) : '', e.from?.length ? t('from.tables', e.from.map((id) => (id === 'narrative' ? t('from.prose') : named('table', id))).join('、')) : '']);
  const rest = addends.slice(FIRST).map(addend);
  const unfold = el('button', { type: 'button', class: 'link', onclick: () => open.replaceWith(...rest) }, t('addends.more', grouped(rest.length)));
  const open = el('tr', {}, el('td'), el('th', { scope: 'row' }, unfold), el('td'), el('td'));
  return el('table', { class: 'equation' }, el('tbody', {},
    line('', t('stated'), e.stated, e.printed && t('printed', e.printed)),
    addends.slice(0, FIRST).map(addend),
    rest.length > 0 && open,
    e.more > 0 && line('+', t('addends.unlisted', grouped(e.more))),
    line('=', t('computed'), e.computed, from, addends.length ? 'result' : null),
    line('', t('difference'), e.difference),
    line('', t('allowed'), e.allowed)));
}

function marksOf(f) {
  const addends = (f.equation?.addends || []).filter((a) => a.spot).map((a) => {
    const less = String(a.value ?? '').startsWith('-');
    return { spot: a.spot, kind: 'addend', sign: less ? '−' : '+' };
  });
  return f.spot ? [...addends, { spot: f.spot, kind: 'stated', sign: f.equation ? '=' : '→' }] : addends;
}

function pagesView(f, entry, marks) {
  const numbers = f.pictures || [];
  const command = f.page && entry.status !== 'failed' && el('p', { class: 'quiet' }, `${t('picture.original')}: `, el('code', {}, `yusuan inspect '${entry.file.replaceAll("'", "'\\''")}' --page ${f.page} --svg`));
  const parts = [];
  if (numbers.length) {
    const has = (kind) => marks.some((mark) => mark.kind === kind);
    const key = (kind, sign) => has(kind) && el('span', { class: kind }, el('i', { 'aria-hidden': 'true' }, sign), t(`mark.${kind === 'stated' && !f.equation ? 'place' : kind}`));
    parts.push(el('h3', {}, t('pictures')), el('p', { class: 'key' }, key('stated', f.equation ? '=' : '→'), key('addend', '+'), el('span', {}, t('picture.about'))));
    parts.push(...numbers.map((number) => pictureView(read(`picture-${number}`), marks)));
  }
  if (f.unpictured) parts.push(el('p', { class: 'quiet' }, t('picture.left_out')));
  else if (f.page && !numbers.length) parts.push(el('p', { class: 'quiet' }, t('picture.none')));
  return [...parts, command];
}

function pictureView(picture, marks) {
  const count = marks.filter(({ spot }) => spot[0] === picture.page).length;
  const frame = el('div', { class: 'picture', tabindex: '0', role: 'group', 'aria-label': t('page', picture.page) }, draw(picture, marks, t('picture.alt', picture.page, count)));
  const zoom = el('button', { type: 'button', 'aria-pressed': 'false' }, t('zoom'));
  zoom.addEventListener('click', () => {
    const large = frame.classList.toggle('large');
    zoom.setAttribute('aria-pressed', String(large));
  });
  return el('figure', {}, el('figcaption', {}, t('page', picture.page), ' ', zoom), frame, picture.left_out > 0 && el('p', { class: 'quiet' }, t('picture.rows', grouped(picture.left_out))));
}

function documentView(at) {
  const e = entries[at];
  const totals = e.totals || [];
  const kinds = ['exact', 'rounding', 'mismatch', 'not_checked'];
  const mine = findings.map((f, i) => [f, i]).filter(([f]) => f.document === at);
  const stated = ['income', 'expenditure', 'basic', 'project'].map((key, i) => [key, totals[i]]).filter(([, figure]) => figure);
  const line = ([key, figure]) => el('tr', {}, el('th', { scope: 'row' }, t(key)), el('td', { class: 'number' }, figured(figure, '元')));
  return [
    el('h2', { id: 'dialog-head', class: 'text' }, nameOf(e)),
    facts([
      [t('document'), about(e)],
      [t('file'), e.file],
      [t('status'), marked(e.status, t(`status.${e.status}`))],
      [t('pages'), e.pages && grouped(e.pages)],
      [t('tables'), grouped(e.tables)],
      [t('amounts'), grouped(e.facts)],
      [t('document.checks'), kinds.map((kind, i) => `${t(`verdict.${kind}`)} ${grouped(e.verdicts[i])}`).join(' · ')],
    ]),
    stated.length > 0 && el('h3', {}, t('document.totals')),
    stated.length > 0 && el('table', { class: 'plain' }, el('tbody', {}, stated.map(line))),
    (e.functional || e.economic) && el('div', { class: 'sums' }, chart('functional', e.functional, '', e.functional_rest), chart('economic', e.economic)),
    el('h3', {}, t('document.findings')),
    mine.length ? el('ul', { class: 'list' }, mine.slice(0, 500).map(([, i]) => findingRow(i))) : el('p', { class: 'nothing' }, t('document.none')),
  ];
}
