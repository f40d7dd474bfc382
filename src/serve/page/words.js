/* The words of the page, in the language of `?lang=`, else of the browser. */

let words = {};
const asked = new URLSearchParams(location.search).get('lang');
const preferred = (navigator.languages || [navigator.language]).find((tag) => /^(zh|en)/i.test(tag)) || 'zh';
export let lang = /^(zh|en)$/.test(asked || '') ? asked : preferred.slice(0, 2).toLowerCase();

export async function loadWords() {
  const answer = await fetch('strings.json');
  words = await answer.json();
}

/** The word of a key in the page's language, with {0}, {1} … filled in; the key itself where there is none. */
export function t(key, ...values) {
  const pair = words[key];
  const text = pair ? pair[lang === 'zh' ? 0 : 1] : key;
  return text.replace(/\{(\d)\}/g, (_, at) => String(values[at] ?? ''));
}

/** The word of a value that the server names; the value itself where there is none. */
export function named(list, value) {
  return words[`${list}.${value}`] ? t(`${list}.${value}`) : String(value ?? '');
}

/** Puts the words of the frame into it. */
export function speak() {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll('[data-t-label]')) element.setAttribute('aria-label', t(element.dataset.tLabel));
  for (const element of document.querySelectorAll('[data-t-placeholder]')) element.setAttribute('placeholder', t(element.dataset.tPlaceholder));
  for (const button of document.querySelectorAll('[data-lang]')) button.setAttribute('aria-pressed', String(button.dataset.lang === lang));
}

/** The address alone remembers the language. */
export function setLang(to) {
  lang = to;
  const url = new URL(location.href);
  url.searchParams.set('lang', to);
  history.replaceState(null, '', url);
}
