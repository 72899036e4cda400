// Every word that people read comes from one catalogue; numbers and times follow the reader.

let words = {};
const language = 'en';
const tongue = navigator.languages.find(tag => tag.startsWith(language)) ?? language;
const numbers = new Intl.NumberFormat(tongue);
const percents = new Intl.NumberFormat(tongue, {style: 'percent'});
const plurals = new Intl.PluralRules(tongue);
const moments = new Intl.DateTimeFormat(tongue, {dateStyle: 'medium', timeStyle: 'short'});
const exact = new Intl.DateTimeFormat(tongue, {dateStyle: 'medium', timeStyle: 'medium'});
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

export async function load() {
  const answer = await fetch(new URL(`./i18n/${language}.json`, import.meta.url));
  words = await answer.json();
}

export const has = key => key in words;

/** The text of a key, as a list in which values that are no text or number stay as they are. */
export function rich(key, values = {}) {
  const entry = words[key] ?? key;
  const text = typeof entry === 'string' ? entry : entry[plurals.select(values.n)] ?? entry.other;
  return text.split(/\{(\w+)\}/).map((part, i) => {
    if (i % 2 === 0) return part;
    const value = values[part];
    return typeof value === 'number' ? number(value) : value ?? '';
  });
}

export const t = (key, values) => rich(key, values).join('');
export const number = value => numbers.format(value);

export function percent(done, total) {
  // 100% is said of what is finished alone.
  const share = total > 0 ? done / total : 0;
  return percents.format(share < 1 ? Math.floor(share * 100) / 100 : 1);
}

export function bytes(value) {
  let unit = 0;
  let rest = value;
  while (rest >= 999.5 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(tongue, {
    style: 'unit',
    unit: UNITS[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: rest < 10 && unit > 0 ? 1 : 0,
  }).format(rest);
}

export const moment = iso => moments.format(new Date(iso));
export const exactly = iso => exact.format(new Date(iso));

/** The first moment of a day in the reader's zone, or of one some days later; '' where it is none. */
export function dawn(day, later = 0) {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '')?.map(Number) ?? [];
  return year ? new Date(year, month - 1, date + later).toISOString() : '';
}

export const utc = iso => new Date(iso).toISOString().replace('.000Z', 'Z');

/** How long something took, or takes so far, in its two largest units. */
export function took(from, to) {
  const seconds = Math.max(0, Math.round((new Date(to ?? Date.now()) - new Date(from)) / 1000));
  const parts = [
    ['day', Math.floor(seconds / 86400)],
    ['hour', Math.floor(seconds / 3600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ];
  const first = parts.findIndex(([, n]) => n > 0);
  return (first < 0 ? parts.slice(3) : parts.slice(first, first + 2))
    .filter(([, n], i) => n > 0 || i === 0)
    .map(([unit, n]) =>
      new Intl.NumberFormat(tongue, {style: 'unit', unit, unitDisplay: 'narrow'}).format(n))
    .join(' ');
}

/** A name from outside: what would turn or hide the text beside it is shown by its code point. */
export function name(text) {
  return text.replace(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, c =>
    `⟨U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** The sentence for a reason, by its code where there is one for it, else as the server said it. */
export function reason(value) {
  if (!value) return '';
  if (typeof value === 'string') return name(value);
  const key = `reason.${value.code}`;
  return has(key) ? t(key) : name(value.text ?? '');
}
