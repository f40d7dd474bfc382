/* The whole in numbers, and what it is spent on. */

function drawOverview() {
  byId('folder').textContent = overview.folder;
  byId('folder').parentElement.hidden = !overview.folder; // documents that stand in none
  const [exact, rounding, mismatch, open] = overview.verdicts;
  const checked = exact + rounding + mismatch;
  const tile = ([word, value, title]) => el('div', { title }, el('dt', {}, t(word)), el('dd', {}, value));
  byId('tiles').replaceChildren(...[
    ['inputs', grouped(overview.inputs)],
    ['units', grouped(overview.units)],
    ['facts', grouped(overview.facts)],
    ['checked', grouped(checked)],
    ['holds', checked ? `${percent(exact + rounding, checked)}%` : '–', t('holds.about')],
  ].map(tile));
  const kinds = ['exact', 'rounding', 'mismatch', 'not_checked'];
  const statuses = ['ok', 'partial', 'no_tables', 'failed'];
  byId('scales').replaceChildren(
    scale(t('document.checks'), kinds.map((kind, at) => [kind, t(`verdict.${kind}`), [exact, rounding, mismatch, open][at]])),
    scale(t('documents'), statuses.map((status, at) => [status, t(`status.${status}`), overview.statuses[at]])),
  );
  const left = overview.left_out;
  const notice = (text) => el('p', { class: 'notice', role: 'note' }, text);
  byId('notices').replaceChildren(...[
    left.documents + left.findings + left.pictures > 0 && notice(t('left_out', grouped(left.documents), grouped(left.findings), grouped(left.pictures))),
    overview.part === null && notice(t('no_journal')),
    overview.part && overview.part[1] > 1 && notice(t('part', ...overview.part)),
  ].filter(Boolean));
  byId('made').textContent = t('footer', overview.tool);
}

/** Of counts: 99.9 is never shown as 100. */
function percent(part, whole) {
  const tenths = Math.floor((part * 1000) / whole);
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

/** Counts as parts of a bar, with a legend that says the same in words. */
function scale(caption, parts) {
  const whole = parts.reduce((sum, [, , count]) => sum + count, 0) || 1;
  let x = 0;
  const rects = parts.filter(([, , count]) => count).map(([kind, , count]) => {
    const width = Math.max((count * 1000) / whole, 4);
    const rect = svg('rect', { class: kind, x, y: 0, width: Math.max(width - 2, 2), height: 14 });
    x += width;
    return rect;
  });
  const item = ([kind, word, count]) => el('li', {}, marked(kind, word), el('span', { class: 'number' }, grouped(count)));
  return el('figure', {}, el('figcaption', {}, caption),
    svg('svg', { class: 'scale', viewBox: `0 0 ${Math.max(x, 1)} 14`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, rects),
    el('ul', { class: 'legend' }, parts.map(item)));
}

function drawComposition() {
  const select = byId('group');
  const most = Math.max(0, ...overview.groups.map((group) => group.documents));
  const at = select.value === '' ? Math.max(0, overview.groups.findIndex((group) => group.documents === most)) : Number(select.value);
  select.replaceChildren(...overview.groups.map((group, i) => el('option', { value: i, selected: i === at }, `${about(group)} (${t('group.of', grouped(group.documents))})`)));
  select.disabled = overview.groups.length === 0;
  const group = overview.groups[at];
  if (!group) {
    byId('sums').replaceChildren(el('p', { class: 'nothing' }, t('group.none')));
    return;
  }
  const functional = group.functional.length > 0 && chart('functional', group.functional, t('chart.of', grouped(group.functional_documents)), group.functional_rest);
  const economic = group.economic.length > 0 && chart('economic', group.economic, t('chart.of', grouped(group.economic_documents)));
  if (functional && economic) functional.classList.add('wide-figure');
  byId('sums').replaceChildren(
    el('p', { class: 'quiet' }, [group.repeated > 0 && t('group.repeated', grouped(group.repeated)), t('group.scopes')].filter(Boolean).join(' ')),
    el('div', { class: 'sums' }, totalsView(group), economic, functional, placesView(group), yearsView(group)));
}

/** Classes as bars, the largest first. Lengths are shares that were worked out exactly. */
function chart(list, classes, note, rest) {
  const caption = el('figcaption', {}, t(`chart.${list}`), note && el('span', { class: 'quiet' }, ` · ${note}`));
  if (!classes || classes.length === 0) return el('figure', {}, caption, el('p', { class: 'nothing' }, t('chart.none')));
  const sorted = [...classes].sort((a, b) => Number(b[2]) - Number(a[2]));
  const longest = Math.max(...sorted.map((c) => Number(c[2])), 0.1);
  const bar = ([code, amount, share]) => el('tr', {},
    el('td', { class: 'code' }, code),
    el('th', { scope: 'row', class: 'text' }, named(list === 'functional' ? 'function' : list, code)),
    el('td', { class: 'bar' }, svg('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('rect', { x: 0, y: 0, width: Math.max((Math.max(Number(share), 0) * 100) / longest, 0.5), height: 10 }))),
    el('td', { class: 'number' }, grouped(amount)),
    el('td', { class: 'number' }, share && `${share}%`));
  const heads = [['class', 2], ['', 1], ['sum', 1], ['share', 1]];
  const head = ([key, span]) => el(key ? 'th' : 'td', { colspan: span, scope: key ? 'col' : null, class: key === 'sum' || key === 'share' ? 'number' : null }, key && t(key));
  const beyond = rest && el('tr', {}, el('td'), el('th', { scope: 'row' }, t('chart.rest')), el('td'), el('td', { class: 'number' }, grouped(rest)), el('td'));
  return el('figure', {}, caption, el('table', { class: 'bars' }, el('thead', {}, el('tr', {}, heads.map(head))), el('tbody', {}, sorted.map(bar), beyond)));
}
