/* The way to the server: questions, the list of documents kept up to date, and what is said when nobody answers. */

import { byId, el, put } from './base.js';
import { lang, t } from './words.js';

/** What a person can do something about; `gone` when nobody answered. */
export class Problem extends Error {
  constructor(text, status = 0) {
    super(text);
    this.status = status;
    this.gone = status === 0;
  }
}

const PATIENCE = 60000;
let lost = false;
const returns = [];

/** Calls it when the server answers again. */
export function onReturn(watcher) {
  returns.push(watcher);
}

/** Notes whether the server answers, and says so. */
function reached(answers) {
  if (answers === !lost) return;
  lost = !answers;
  put(byId('connection'), lost && el('p', { class: 'notice' }, t('gone')));
  if (answers) for (const watcher of returns) watcher();
}

/** Says it again, in another language. */
export function sayConnection() {
  if (lost) put(byId('connection'), el('p', { class: 'notice' }, t('gone')));
}

/** What the body of an error says, in the page's language. */
export function said(text, status) {
  try {
    const body = JSON.parse(text);
    const words = lang === 'zh' ? body.error_zh || body.error : body.error || body.error_zh;
    if (words) return String(words);
  } catch {
    // no JSON: the status has to do
  }
  return status === 404 || status === 403 ? t('error.address') : t('error.status', status);
}

/** Asks the server; JSON, or null where the answer is empty. */
export async function ask(path, options = {}) {
  let answer;
  let text;
  try {
    answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...options });
    text = await answer.text();
  } catch {
    reached(false);
    throw new Problem(t('gone'));
  }
  reached(true);
  if (!answer.ok) throw new Problem(said(text, answer.status), answer.status);
  return text ? JSON.parse(text) : null;
}

/** Sends the bytes of a file and tells how far it is; what the server answers. */
export function send(path, file, onprogress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.upload.addEventListener('progress', (event) => onprogress(event.loaded));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(request.status);
      else reject(new Problem(said(request.responseText, request.status), request.status));
    });
    request.addEventListener('error', () => reject(new Problem(t('error.sending'))));
    request.addEventListener('abort', () => reject(new Problem(t('error.sending'))));
    request.send(file);
  });
}

/** The documents by id, in the order in which they came. */
export const documents = new Map();
export let counts = {};
const COUNT = 500;
const watchers = [];
let version = 0;
let said_in = lang;
let timer = 0;
let asking = null;

/** Calls it with the ids that changed. */
export function onDocuments(watcher) {
  watchers.push(watcher);
}

async function update() {
  if (said_in !== lang) version = 0; // errors are told in the language that was asked for
  said_in = lang;
  const since = version;
  const changed = [];
  let gone = 0;
  for (let from = 0; ; from += COUNT) {
    const answer = await ask(`documents?lang=${lang}&since=${since}&from=${from}&count=${COUNT}`);
    const removed = answer.removed || [];
    if (from === 0) [version, gone] = [answer.version, removed.length];
    if (removed.length !== gone) version = 0; // one less before those that were left: all of them next time
    counts = answer.counts;
    for (const entry of answer.documents) documents.set(entry.id, entry);
    for (const id of removed) documents.delete(id);
    changed.push(...answer.documents.map((entry) => entry.id), ...removed);
    if (answer.documents.length < COUNT) break;
  }
  if (changed.length || since === 0) for (const watcher of watchers) watcher(changed);
}

/** Asks for what changed, now and then again and again: often while documents are read. */
export function refresh() {
  clearTimeout(timer);
  asking ??= update().catch((problem) => {
    if (!problem.gone) put(byId('connection'), el('p', { class: 'notice' }, problem.message));
    return problem;
  }).then((problem) => {
    asking = null;
    const busy = counts.waiting || counts.reading;
    const pause = problem ? 2000 : busy ? 700 : 4000;
    clearTimeout(timer);
    timer = setTimeout(refresh, document.hidden && !busy ? 15000 : pause);
  });
  return asking;
}

document.addEventListener('visibilitychange', () => document.hidden || refresh());
