/* What the document owes its readers by the circulars, as a checklist. */

import { go } from './address.js';
import { button, el, grouped, marked, put } from './base.js';
import { lang, named, t } from './words.js';

const STATES = ['not_found', 'not_checked', 'found', 'not_applicable'];
let drawn = null;

/** Draws the list by rules; what is missing stands out and is counted at the top. */
export function drawOwed(doc, into) {
  if (drawn?.doc === doc && drawn.lang === lang && into.contains(drawn.list)) return;
  const rules = grouping(doc.owed);
  const list = el('div', { class: 'owed' }, [...rules].map(([rule, duties]) => [
    el('h3', {}, [rule, named('owed', rule) === rule ? '' : named('owed', rule)].filter(Boolean).join(' ')),
    el('ul', {}, duties.map(dutyOf)),
  ]));
  drawn = { doc, lang, list };
  const count = (state) => doc.owed.filter((duty) => duty.state === state).length;
  put(into, !doc.owed.length && el('p', { class: 'nothing' }, t('owed.none')),
    doc.owed.length > 0 && el('p', { class: 'counts' }, STATES.filter(count).map((state) => el('span', {}, marked(state, `${t(`duty.${state}`)} ${grouped(count(state))}`)))), list);
}

function grouping(duties) {
  const map = new Map();
  for (const duty of duties) map.set(duty.rule, [...(map.get(duty.rule) || []), duty]);
  return map;
}

function dutyOf(duty) {
  return el('li', { class: duty.state }, marked(duty.state, t(`duty.${duty.state}`)), el('span', { class: 'text' }, duty.what, duty.reason && el('span', { class: 'quiet text' }, ` ${duty.reason}`)),
    duty.page ? button(t('page', duty.page), () => go({ page: duty.page, spot: undefined }), { class: 'link' }) : el('span'));
}
