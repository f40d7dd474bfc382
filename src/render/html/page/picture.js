/* A page drawn from the data, with cells marked. Lengths are tenths of a point. */

/** How many ems a text is wide: Chinese characters one, others about half. */
function ems(text) {
  let sum = 0;
  for (const ch of text) sum += ch.codePointAt(0) > 0x2e7f ? 1 : /[ilI.,:;'|]/.test(ch) ? 0.3 : 0.57;
  return sum || 1;
}

/** The size that a text has on one line of its box. */
const sizeOf = ([text, x0, y0, x1, y1]) => Math.min((y1 - y0) / 1.2, (x1 - x0) / ems(text));

/** A text in its box, in that size and on as many lines as it needs, smaller where it does not fit. */
function boxed(text, [x0, y0, x1, y1], name, wanted, anchor = 'start') {
  const width = Math.max(x1 - x0, 20);
  const height = Math.max(y1 - y0, 30);
  const wide = ems(text);
  const needed = (size) => Math.max(1, Math.ceil((wide * size) / (width * 1.04)));
  let size = wanted;
  while (size > 32 && needed(size) > 1 && needed(size) * size * 1.2 > height * 1.2) size *= 0.94;
  const lines = needed(size);
  const parts = lines === 1 ? [text] : wrapped(text, width / size);
  const step = Math.min(size * 1.22, height / parts.length);
  const x = { start: x0, middle: (x0 + x1) / 2, end: x1 }[anchor];
  const y = (i) => (y0 + y1) / 2 + (i - (parts.length - 1) / 2) * step + size * 0.36;
  const one = (part, i) => svg('text', { class: name, x, y: y(i).toFixed(1), 'font-size': size.toFixed(1), 'text-anchor': anchor === 'start' ? null : anchor }, part);
  return parts.map(one);
}

/** Lines of about that many ems. */
function wrapped(text, wide) {
  const lines = [''];
  for (const ch of text) {
    const last = lines.length - 1;
    if (lines[last] && ems(lines[last] + ch) > wide * 1.02) lines.push(ch);
    else lines[last] += ch;
  }
  return lines;
}

/** The tables of a picture, with `marks`: { spot, kind, sign }. */
function draw(picture, marks, label) {
  const here = marks.filter(({ spot }) => spot[0] === picture.page);
  const shapes = [];
  const edges = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  const widen = ([x0, y0, x1, y1]) => {
    Object.assign(edges, { x0: Math.min(edges.x0, x0), y0: Math.min(edges.y0, y0), x1: Math.max(edges.x1, x1), y1: Math.max(edges.y1, y1) });
  };
  for (const table of picture.tables) shapes.push(...part(table, widen));
  for (const { spot } of here) widen(spot.slice(1));
  const frames = here.map(({ spot: [, x0, y0, x1, y1], kind, sign }) => [
    svg('rect', { class: kind, x: x0 - 20, y: y0 - 12, width: x1 - x0 + 40, height: y1 - y0 + 24, rx: 12, 'data-mark': kind }),
    svg('text', { class: `sign of-${kind}`, x: x0 - 34, y: y1, 'font-size': 90, 'text-anchor': 'end', 'aria-hidden': 'true' }, sign),
  ]);
  const margin = 120;
  const view = [edges.x0 - margin, edges.y0 - margin, edges.x1 - edges.x0 + 2 * margin, edges.y1 - edges.y0 + 2 * margin];
  return svg('svg', { viewBox: view.map(Math.round).join(' '), role: 'img', 'aria-label': label }, shapes, frames);
}

/** A table: lines between its rows and columns, heads above, texts where they stand. */
function part(table, widen) {
  const boxes = [...table.labels, ...table.cells, ...table.notes].map((placed) => placed.slice(1));
  boxes.forEach(widen);
  const texts = [...table.labels, ...table.cells];
  const left = Math.min(...texts.map((p) => p[1])) - 30;
  const right = Math.max(...texts.map((p) => p[3]), ...table.columns.map((c) => c[2])) + 30;
  const top = Math.min(...texts.map((p) => p[2])) - 25;
  const columns = [...table.columns].sort((a, b) => a[1] - b[1]);
  const starts = columns.map(([, x0], i) => (i ? Math.max((columns[i - 1][2] + x0) / 2, columns[i - 1][1] + 10) : x0 - 20));
  const lines = [...new Set(texts.map((p) => Math.round((p[2] + p[4]) / 2)))].sort((a, b) => a - b);
  const rows = lines.filter((y, i) => i === 0 || y - lines[i - 1] > 50);
  const bottom = Math.max(...texts.map((p) => p[4])) + 25;
  const between = rows.slice(1).map((y, i) => (y + rows[i]) / 2);
  const head = 260;
  const sizes = table.cells.map(sizeOf).sort((a, b) => a - b);
  const size = Math.min(Math.max(sizes[Math.floor(sizes.length / 2)] || 90, 50), 110);
  const room = ([x0, y0, x1, y1]) => [x0, y0, Math.max(x1, (starts.find((start) => start > x0 + 20) ?? right) - 12), y1];
  const leaf = (label) => label.split('/').slice(-2).join(' / ');
  const rule = (x1, y1, x2, y2) => svg('line', { class: 'rule', x1, y1, x2, y2 });
  const title = `${table.title || named('table', table.id)}${table.unit ? `（单位：${table.unit}）` : ''}`;
  widen([left, top - head - 190, right, bottom]);
  return [
    svg('rect', { class: 'rule', x: left, y: top - head, width: right - left, height: bottom - top + head }),
    rule(left, top, right, top),
    between.map((y) => rule(left, y, right, y)),
    starts.map((x) => rule(x, top - head, x, bottom)),
    boxed(title, [left, top - head - 160, Math.max(right, left + ems(title) * size * 1.2), top - head - 50], 'title', size * 1.15),
    columns.map(([label, , x1], i) => boxed(leaf(label), [starts[i] + 8, top - head + 10, (starts[i + 1] ?? Math.max(right, x1)) - 8, top - 10], 'heads', size * 0.88, 'middle')),
    table.labels.map(([text, ...box]) => boxed(text, room(box), 'label', size)),
    table.cells.map(([text, ...box]) => boxed(text, box, 'cell', size, 'end')),
    table.notes.map(([text, ...box]) => boxed(text, room(box), 'label', size)),
  ];
}
