// Numbers as the person's language writes them. The browser takes long to learn a language, so it does
// when the first one is written, and once.

const PART = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 };
const { lang } = document.documentElement;
let plain = null;
let part = null;

export const number = (value) => (plain ??= new Intl.NumberFormat(lang)).format(value);

/** A part of a whole: "39.0%". */
export const percent = (value) => (part ??= new Intl.NumberFormat(lang, PART)).format(value);
