// Texts from the catalogue, and numbers and times in the user's format.

const language = 'en';
const locale = navigator.languages.find(tag => tag.startsWith(language)) ?? language;
const numberFormat = new Intl.NumberFormat(locale);
const percentFormat = new Intl.NumberFormat(locale, {style: 'percent'});
const pluralRules = new Intl.PluralRules(locale);
const minuteFormat = new Intl.DateTimeFormat(locale, {dateStyle: 'medium', timeStyle: 'short'});
const secondFormat = new Intl.DateTimeFormat(locale, {dateStyle: 'medium', timeStyle: 'medium'});
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];
let messages = {};

export async function loadMessages() {
  const answer = await fetch(new URL(`./i18n/${language}.json`, import.meta.url));
  messages = await answer.json();
}

export const hasMessage = key => key in messages;

/** The text of the key; values.n selects the plural form, and numbers are formatted. */
export function t(key, values = {}) {
  const entry = messages[key] ?? key;
  const text = typeof entry === 'string' ? entry : entry[pluralRules.select(values.n)] ?? entry.other;
  return text.replace(/\{(\w+)\}/g, (_, placeholder) => {
    const value = values[placeholder];
    return typeof value === 'number' ? number(value) : value ?? '';
  });
}

export const number = value => numberFormat.format(value);

/** Rounds down, so that only a complete total is 100%. */
export function percent(done, total) {
  const share = total > 0 ? done / total : 0;
  return percentFormat.format(share < 1 ? Math.floor(share * 100) / 100 : 1);
}

export function bytes(value) {
  let unit = 0;
  let rest = value;
  while (rest >= 999.5 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: rest < 10 && unit > 0 ? 1 : 0,
  }).format(rest);
}

export const dateTime = iso => minuteFormat.format(new Date(iso));
export const exactDateTime = iso => secondFormat.format(new Date(iso));

/** The start of a day (YYYY-MM-DD) in the user's zone, or of a later one; '' for anything else. */
export function startOfDay(day, daysLater = 0) {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '')?.map(Number) ?? [];
  return year ? new Date(year, month - 1, date + daysLater).toISOString() : '';
}

export const utc = iso => new Date(iso).toISOString().replace('.000Z', 'Z');

/** The time between two moments, by default until now, in its two largest units. */
export function duration(from, to) {
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
      new Intl.NumberFormat(locale, {style: 'unit', unit, unitDisplay: 'narrow'}).format(n))
    .join(' ');
}

/** Shows control, direction and zero-width characters by their code points: they could disguise a name. */
export function escapeInvisible(text) {
  return text.replace(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, c =>
    `⟨U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** The catalogue's text for the reason code, or else the server's text. */
export function reasonText(reason) {
  if (!reason) return '';
  if (typeof reason === 'string') return escapeInvisible(reason);
  const key = `reason.${reason.code}`;
  return hasMessage(key) ? t(key) : escapeInvisible(reason.text ?? '');
}
