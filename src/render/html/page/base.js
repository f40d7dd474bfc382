'use strict';
/* Data, words and elements. Texts come from PDFs: they go into text nodes and attributes, never into markup. */

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const overview = read('data-overview');
const entries = read('data-documents');
const findings = read('data-findings');
const texts = read('data-texts');
const words = read('data-words');
const byId = (id) => document.getElementById(id);
let lang = overview.lang;

/** The word of a key in the page's language, with {0}, {1} … filled in; the key itself where there is none. */
function t(key, ...values) {
  const pair = words[key];
  const text = pair ? (lang === 'zh' ? pair[0] || pair[1] : pair[1] || pair[0]) : key;
  return text.replace(/\{(\d)\}/g, (_, at) => String(values[at] ?? ''));
}

/** The catalog's name of an id, `other:` and what is printed where it has none. */
function named(list, id) {
  return words[`${list}.${id}`] ? t(`${list}.${id}`) : id.replace(/^other:/, '');
}

/** A text of the program in the page's language. */
function told(number) {
  const text = texts[number];
  return text === undefined ? '' : (lang === 'zh' && text.zh) || text.en;
}

/** The same as an element that says which language it is in. */
function toldIn(number) {
  const foreign = lang === 'zh' && !texts[number]?.zh;
  return told(number) && el('span', { lang: foreign ? 'en' : null }, told(number));
}

/** Parts of a line. */
function listed(parts) {
  return parts.filter(Boolean).join(lang === 'zh' ? '，' : ', ');
}

/** An element with attributes and children; a string is text. */
function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(9).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Digits before the point in groups of three; the figure stays a string. */
function grouped(figure) {
  if (figure === undefined || figure === null) return '';
  const [whole, behind] = String(figure).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',').replace('-', '−');
  return behind === undefined ? text : `${text}.${behind}`;
}

/** A figure with its unit; zeros at the end say nothing where it is no money. */
function figured(figure, unit) {
  if (figure === undefined || figure === null) return '';
  const plain = unit === '元' ? figure : figure.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  const word = unit === '元' && lang === 'en' ? 'yuan' : unit;
  return unit === '%' ? `${grouped(plain)}%` : `${grouped(plain)} ${word}`;
}

const SIGNS = { exact: '=', rounding: '≈', mismatch: '≠', not_checked: '?', failed: '×', error: '×', warning: '!', note: 'i', ok: '✓', partial: '!', no_tables: '–' };

/** A sign and a word, so that colour is not all that tells. */
function marked(kind, word) {
  return el('span', { class: `verdict ${kind}` }, el('span', { class: 'mark', 'aria-hidden': 'true' }, SIGNS[kind] || ''), ` ${word}`);
}

/** Year, kind and scope of an entry or group. */
function about(entry) {
  const kind = entry.kind ? t(`kind.${entry.kind}`) : '';
  const scope = entry.scope ? t(`scope.${entry.scope}`) : '';
  return [entry.year || t('unknown'), kind, scope].filter(Boolean).join(' · ');
}

function nameOf(entry) {
  return entry.unit || entry.file;
}
