/* Elements. Texts come from PDFs and file names: they go into text nodes and attributes, never into markup. */

export const byId = (id) => document.getElementById(id);

/** An element with attributes and children; a string is text. */
export function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...kept(children));
  return element;
}

const kept = (children) => children.flat(9).filter((child) => child !== undefined && child !== null && child !== false && child !== '');

/** Puts children in the place of what is there. */
export function put(element, ...children) {
  element.replaceChildren(...kept(children));
  return element;
}

/** Puts these nodes into a list and touches only what differs, so that the focus stays where it is. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] || null);
  });
}

export function button(word, onclick, attributes) {
  return el('button', { type: 'button', onclick, ...attributes }, word);
}

const SIGNS = {
  mismatch: '≠', doubt: '?', missing: '∅', wording: '¶', other: 'i',
  waiting: '…', reading: '◔', done: '✓', failed: '×',
  found: '✓', not_found: '×', not_applicable: '–', not_checked: '?',
  publisher: '!', misread: '↺', fine: '✓',
};

/** A sign and a word, so that colour is not all that tells. */
export function marked(kind, word) {
  return el('span', { class: `verdict ${SIGNS[kind] ? kind : 'other'}` }, el('span', { class: 'mark', 'aria-hidden': 'true' }, SIGNS[kind] || 'i'), ` ${word}`);
}

/** Tells who cannot see what changed. */
export function tell(text) {
  byId('live').textContent = text;
}

/** Digits in groups of three. */
export const grouped = (count) => String(count ?? 0).replace(/\B(?=(\d{3})+$)/g, ',');

export const isWide = () => matchMedia('(min-width: 60rem)').matches;
