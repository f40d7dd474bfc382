/* Cities and years as bars, each beside its figures in a table: the bars say nothing that the table does not. */

/** A bar of that length in percent. */
function bar(length) {
  const width = Math.max(Number(length) || 0, 0.5);
  return el('td', { class: 'bar' }, svg('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('rect', { x: 0, y: 0, width, height: 10 })));
}

function trendTable(caption, about, heads, rows) {
  const head = ([word, number]) => el(word ? 'th' : 'td', { scope: word ? 'col' : null, class: number ? 'number' : null }, word);
  return el('figure', { class: 'trend wide-figure' }, el('figcaption', {}, caption), el('p', { class: 'quiet' }, about),
    el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, heads.map(head))), el('tbody', {}, rows))));
}

const amount = (text) => el('td', { class: 'number' }, text);

/** Expenditure of the group by city, where there are several. */
function placesView(group) {
  if (!group.places.length) return null;
  const row = ([name, sum, count, length]) => el('tr', {}, el('th', { scope: 'row', class: 'text' }, name), bar(length), amount(grouped(sum)), amount(grouped(count)));
  const heads = [[t('place')], [''], [t('sum'), true], [t('trend.documents'), true]];
  return trendTable(t('trend.places'), t('trend.places.about'), heads, group.places.map(row));
}

/** Expenditure of the group's kind and scope by year, and how it changed over the same bodies. */
function yearsView(group) {
  const series = overview.series.find((one) => one.kind === group.kind && one.scope === group.scope);
  if (!series) return null;
  const sign = (change) => (change && !change.startsWith('-') ? `+${change}%` : change && `−${change.slice(1)}%`);
  const row = ({ year, expenditure, documents, length, same }) => el('tr', {}, el('th', { scope: 'row' }, String(year)), bar(length), amount(grouped(expenditure)), amount(grouped(documents)),
    ...(same ? [grouped(same[0]), grouped(same[1]), grouped(same[2]), sign(same[3])] : ['–', '', '', '']).map(amount));
  const words = ['trend.documents', 'trend.same', 'trend.before', 'trend.now', 'trend.change'].map((key) => [t(key), true]);
  const kinds = [group.kind && t(`kind.${group.kind}`), group.scope && t(`scope.${group.scope}`)].filter(Boolean).join(' · ') || t('unknown');
  return trendTable(t('trend.years', kinds), t('trend.years.about'), [[t('year')], [''], [t('sum'), true], ...words], series.years.map(row));
}

/** The totals of the group: those of the same disclosures in one table, others apart, beside what their own disclosures spend. */
function totalsView(group) {
  const keys = ['income', 'expenditure', 'basic', 'project'];
  const stated = keys.map((key, at) => [key, ...group.totals[at]]);
  const alike = stated.filter(([, , , beside]) => !beside);
  const unlike = stated.filter(([, , , beside]) => beside);
  const head = (...words) => el('thead', {}, el('tr', {}, words.map((word, at) => el('th', { scope: 'col', class: at > 0 ? 'number' : null }, word))));
  const line = ([key, sum, count, beside]) => el('tr', {}, el('th', { scope: 'row' }, t(key)), amount(grouped(sum) || '–'), beside && amount(grouped(beside)), amount(grouped(count)));
  return el('figure', {},
    el('table', { class: 'plain' }, head(t('figure'), t('sum'), t('stated_by')), el('tbody', {}, alike.map(line))),
    unlike.length > 0 && el('p', { class: 'quiet' }, t('unlike')),
    unlike.length > 0 && el('table', { class: 'plain' }, head(t('figure'), t('sum'), t('unlike.expenditure'), t('stated_by')), el('tbody', {}, unlike.map(line))));
}
