// One file, two lives: in the window it shows the page; in a worker it sends documents and unpacks the answers, so that
// a long answer never holds up the window. Text of a page only ever becomes text: textContent, never markup.
"use strict";

// ---------------------------------------------------------------------------------------------------- in the worker

const PACK = 400; // blocks in a message: about a millisecond of the window's time
const TURN = 20; // messages before the worker looks for orders
const running = new Map(); // a controller for each document that is on its way

async function work({ data }) {
  try {
    if (data.task === "stop") running.get(data.id)?.abort();
    else postMessage({ id: data.id, ...(await (data.task === "clean" ? send(data) : unpack(data))) });
  } catch (error) {
    const code = error.name === "AbortError" ? "stopped" : "unreachable";
    postMessage({ id: data.id, failed: { code, detail: String(error.message) } });
  }
}

async function send({ id, file, name, key }) {
  if (/[^!-~]/.test(key ?? "")) return { failed: { code: "unauthorized" } }; // no key has such a character, nor can a header hold every one
  const form = new FormData();
  form.append("file", file, name);
  const headers = { Accept: "application/json", ...(key && { Authorization: `Bearer ${key}` }) };
  const stop = new AbortController();
  running.set(id, stop);
  try {
    const started = performance.now();
    const response = await fetch("v1/clean", { method: "POST", body: form, headers, signal: stop.signal });
    const answer = await response.blob();
    if (!response.ok) return { failed: await problem(response, answer) };
    return { answer, seconds: (performance.now() - started) / 1000, ...gist(JSON.parse(await answer.text())) };
  } finally {
    running.delete(id);
  }
}

function gist({ status, blocks, metadata }) {
  return { status, pieces: blocks.length, kept: blocks.filter(isContent).length, title: metadata.title };
}

/** What went wrong, as the service tells it (RFC 9457), or a proxy before it in its own way. */
async function problem(response, answer) {
  let told = {};
  try {
    told = JSON.parse(await answer.text());
  } catch {
    // not from the service: the status must do
  }
  const code = response.status === 401 ? "unauthorized" : (told.code ?? `http_${response.status}`);
  return { code, detail: told.detail ?? response.statusText, status: response.status, wait: Number(response.headers.get("Retry-After") ?? NaN) };
}

/** The answer in pieces: all but the blocks, then the blocks by the pack. */
async function unpack({ id, answer }) {
  const stop = new AbortController();
  running.set(id, stop);
  const { blocks, ...head } = JSON.parse(await answer.text());
  postMessage({ id, head, total: blocks.length });
  for (let at = 0, turn = 1; at < blocks.length && !stop.signal.aborted; at += PACK, turn += 1) {
    postMessage({ id, blocks: blocks.slice(at, at + PACK) });
    if (turn % TURN === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  if (running.get(id) === stop) running.delete(id); // else the same answer has been asked for again
  return { done: !stop.signal.aborted };
}

// ------------------------------------------------------------------------------------------------------- the labels

/** In the order of the legend: letters that stand for it, whether it makes the body. */
const LABELS = {
  lead: ["LD", true], heading: ["H", true], paragraph: ["P", true], list_item: ["LI", true], quote: ["Q", true], table: ["TB", true],
  title: ["TTL"], kicker: ["KCK"], byline: ["BY"], tags: ["TAG"], credit: ["CR"], ticker: ["TCK"],
  navigation: ["NAV"], pagination: ["PAG"], advertisement: ["AD"], subscription: ["SUB"], related: ["REL"], duplicate: ["DUP"],
  comments: ["COM"], sharing: ["SHR"], disclaimer: ["LAW"], cookie_notice: ["COO"], other: ["OTH"],
};
const CONTENT = new Set(Object.keys(LABELS).filter((label) => LABELS[label][1]));
const isContent = (block) => CONTENT.has(block.label);
const codeOf = (label) => LABELS[label]?.[0] ?? "?";

// --------------------------------------------------------- the body, by the rules of cleaner/body.py and formats.py

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // Python's \s
const SPACES = new RegExp(`[${SPACE}]+`, "g");
const BLANK_ENDS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const WORD = new RegExp(`[^${SPACE}]+`, "g");
const BREAK = /[\n\r\v\f\x85\u2028\u2029]/;
const WIDE = "[\\u2e80-\\ua4cf\\uff01-\\uff60]"; // Chinese and Japanese set no spaces between words
const INSIDE = new RegExp(`(?<=${WIDE})(?:(?![\\n\\r\\v\\f\\x85\\u2028\\u2029])[${SPACE}])*[\\n\\r\\v\\f\\x85\\u2028\\u2029][${SPACE}]*(?=${WIDE})`, "g");
const SIGNS = "[-–—•*+‣▪■◦·●○►▸✓✔]";
const MARK = new RegExp(`^${SIGNS}[${SPACE}]+(?=[^${SPACE}])`);
const MARKDOWN_HEADING = new RegExp(`^#{1,6}[${SPACE}]+(?=[^${SPACE}])`);
const TERMINAL = ".!?…。！？।॥؟۔։።:;,：；，،؛";
const CLOSERS = "\"'”“»«)]’‘」』）";
const CLOSING = ".,;:!?)…”";
const LOOSE = new Set(["paragraph", "heading", "lead"]);
const TIGHT = new Set(["list_item", "table"]);
const CUT = 3; // so many lines that begin inside a sentence show a renderer that broke them
const SHORT_WORD = 3;

const words = (text) => text.replace(BLANK_ENDS, "").split(SPACES).filter(Boolean);
const squash = (text) => words(text).join(" ");
const first = (text) => String.fromCodePoint(text.codePointAt(0));
const isLower = (text) => /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
const beginsInside = (text) => isLower(first(text)) || CLOSING.includes(first(text));

function withoutClosers(text) {
  let end = text.length;
  while (end && CLOSERS.includes(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

function goesOn(before, block) {
  if (block.start - before.end !== 1 || !LOOSE.has(before.label) || !LOOSE.has(block.label)) return false;
  const open = withoutClosers(before.text);
  if (!open || TERMINAL.includes(open.at(-1))) return false;
  const last = before.text.slice(before.text.lastIndexOf(" ") + 1);
  return beginsInside(block.text) || (isLower(last) && [...last].length <= SHORT_WORD);
}

/** A block's text in the body: on one line, a list item behind "- ", a heading without Markdown's marks. */
function line(block) {
  const text = BREAK.test(block.text) ? block.text.replace(INSIDE, "").replace(SPACES, (run) => (BREAK.test(run) ? " " : run)) : block.text;
  if (block.label === "list_item") return `- ${text.replace(MARK, "")}`;
  return block.label === "heading" ? text.replace(MARKDOWN_HEADING, "") : text;
}

/** Whether a renderer has broken lines inside sentences, so that their parts stand on one line again. */
function isCut(blocks) {
  let found = 0;
  for (let at = 1; at < blocks.length && found < CUT; at += 1)
    if (blocks[at].start - blocks[at - 1].end === 1 && goesOn(blocks[at - 1], blocks[at]) && beginsInside(blocks[at].text)) found += 1;
  return found >= CUT;
}

function between(before, block, cut) {
  if (cut && goesOn(before, block)) return CLOSING.includes(first(block.text)) ? "" : " ";
  return block.label === before.label && TIGHT.has(block.label) ? "\n" : "\n\n";
}

function assemble(blocks, title = "") {
  const cut = isCut(blocks);
  const parts = [title ?? "", title && blocks.length ? "\n\n" : ""];
  blocks.forEach((block, at) => parts.push(at ? between(blocks[at - 1], block, cut) : "", line(block)));
  return parts.join("");
}

const MARKUP = /[\\`*[\]<|]|(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])|~(?=~)|&(?=#?[\p{L}\p{N}_]+;)|(?<= )#(?=#*$)|!(?=\[)/gu;
const OPENING = /^(?:(?:#{1,6}|[-+])(?= |$)|>|=+ *$|-{2,} *$|(?:- +){2,}- *$|\p{Nd}{1,9}(?=[.)](?: |$)))/u;
const FENCES = /^[| \t]+|[| \t]+$/g;

function escaped(text) {
  const plain = squash(text.replace(INSIDE, "")).replace(MARKUP, "\\$&");
  const opening = OPENING.exec(plain);
  if (!opening) return plain;
  const at = /^\p{Nd}/u.test(plain) ? opening[0].length : 0;
  return `${plain.slice(0, at)}\\${plain.slice(at)}`;
}

function cells(text) {
  const tabbed = text.replace(FENCES, "").replace(SPACES, (run) => (run.includes("\t") ? "\t" : run));
  return tabbed.split("|").flatMap((cell) => cell.replace(BLANK_ENDS, "").split("\t"));
}

function table(blocks) {
  const rows = blocks.map((block) => cells(block.text).map(escaped));
  const width = Math.max(...rows.map((row) => row.length));
  const drawn = rows.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
  return [drawn[0], `|${" --- |".repeat(width)}`, ...drawn.slice(1)].join("\n");
}

const WRITERS = {
  title: (blocks) => blocks.map((block) => `# ${escaped(block.text)}`).join("\n\n"),
  heading: (blocks) => blocks.map((block) => `${"#".repeat(Math.max(2, block.level))} ${escaped(line(block))}`).join("\n\n"),
  list_item: (blocks) => blocks.map((block) => `- ${escaped(line(block).slice(2))}`).join("\n"),
  quote: (blocks) => blocks.map((block) => `> ${escaped(block.text.replace(/^[> ]+/, ""))}`).join("\n>\n"),
  table,
};

function markdown(blocks, title = "") {
  const all = title ? [{ label: "title", text: title, level: 0 }, ...blocks] : blocks;
  const groups = [];
  for (const block of all)
    if (groups.at(-1)?.[0].label === block.label) groups.at(-1).push(block);
    else groups.push([block]);
  const paragraphs = (group) => group.map((block) => escaped(block.text)).join("\n\n");
  return groups.map((group) => (WRITERS[group[0].label] ?? paragraphs)(group)).join("\n\n");
}

// ------------------------------------------------------------------------------------- an article and its changes

const BY_HAND = "changed by hand";

/** An answer as it comes in, and what a person has changed in it: the label of a piece by its place. */
class Article {
  constructor(head, total, changes = new Map()) {
    Object.assign(this, { head, total, changes, blocks: [], done: false });
  }

  label(at) {
    return this.changes.get(at) ?? this.blocks[at].label;
  }

  isKept(at) {
    return CONTENT.has(this.label(at));
  }

  /** A block with the label that it has now. */
  block(at) {
    const label = this.changes.get(at);
    return label ? { ...this.blocks[at], label, reason: BY_HAND } : this.blocks[at];
  }

  all() {
    return this.changes.size ? this.blocks.map((_, at) => this.block(at)) : this.blocks;
  }

  chosen() {
    return this.all().filter(isContent);
  }

  /** The other verdict: a kept piece goes out, one that was taken out comes in; a second time, all is as it was. */
  flip(at) {
    const was = this.blocks[at].label;
    if (this.changes.has(at) && this.isKept(at) !== CONTENT.has(was)) this.changes.delete(at);
    else this.relabel(at, this.isKept(at) ? "other" : look(this.blocks[at], this.next(at)));
  }

  relabel(at, label) {
    if (label === this.blocks[at].label) this.changes.delete(at);
    else this.changes.set(at, label);
  }

  /** The next kept block, to tell a heading by. */
  next(at) {
    const end = Math.min(this.blocks.length, at + 50);
    for (let other = at + 1; other < end; other += 1) if (this.isKept(other)) return this.blocks[other];
    return null;
  }
}

/** What a piece is, if it is content: by its look, as cleaner/shapes.py has it, in short. */
function look({ text, level }, next) {
  if (level || MARKDOWN_HEADING.test(text)) return "heading";
  if (MARK.test(text)) return "list_item";
  if (text.startsWith(">")) return "quote";
  if (text.split("|").length > 2 || text.includes("\t")) return "table";
  const isOpen = !TERMINAL.includes(withoutClosers(text).at(-1) ?? " ");
  return next && isOpen && text.length <= 120 && next.text.length > text.length ? "heading" : "paragraph";
}

/** The article as the service would write it, with the changes: its type, the ending of its name, how it is written. */
const FORMATS = {
  text: ["text/plain", "txt", (article, title) => ended(assemble(article.chosen(), title))],
  markdown: ["text/markdown", "md", (article, title) => ended(markdown(article.chosen(), title))],
  json: ["application/json", "json", (article, title) => JSON.stringify(asAnswer(article, title))],
};

const ended = (text) => (text ? `${text}\n` : "");

function asAnswer(article, title) {
  const { head, changes } = article;
  if (!changes.size && !title) return { ...head, blocks: article.blocks };
  const chosen = article.chosen();
  const status = chosen.length ? "ok" : head.status === "empty" ? "empty" : "no_article";
  const metadata = { ...head.metadata, word_count: words(assemble(chosen)).length };
  return { ...head, status, reason: chosen.length ? "" : head.reason, body: assemble(chosen, title), metadata, blocks: article.all(), options: { ...head.options, with_title: Boolean(title) } };
}

// ---------------------------------------------------------------- changes as phrases (cleaner/words/README.md)

const ENDS = " \\t\\xa0\\u200b\\ufeff.,:;!?…*+\\-–—−_=~#'\"„“”‚‘’«»‹›<>()\\[\\]{}|/\\\\•·●▪■►▶→←↑↓✓✔×◆■※。、，：；！？【】「」『』《》（）［］؟،؛۔।॥״׳־";
const OUTER = new RegExp(`^[${ENDS}]+|[${ENDS}]+$`, "g");
const LINK = /!?\[([^[\]\n]{0,300})\]\([^()\s]{0,500}\)/g;
const SYLLABIC = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]/; // Chinese, Japanese, Korean: a phrase may end inside a word
const LONGEST = 100; // a longer line is named by how it begins

/** A phrase that finds a piece; empty where it has no word to be found by. */
function phraseOf(text) {
  const head = text.slice(0, 4000);
  const plain = head.replace(LINK, "$1").replace(LINK, "$1").split(BREAK)[0].replace(OUTER, "");
  const whole = plain.length <= LONGEST && !BREAK.test(text) && text.length < 4000;
  if (whole || !plain) return plain;
  const cut = plain.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "");
  const spaced = cut.includes(" ") && (/\p{Lu}|\p{Ll}/u.test(cut) || !SYLLABIC.test(cut)) ? cut.slice(0, cut.lastIndexOf(" ")) : cut;
  return `${(plain.length <= LONGEST ? plain : spaced).replace(OUTER, "")} …`;
}

/** The changes as the API's two options, a phrase for each piece that has a word. */
function phrases(article) {
  const lists = { remove: new Set(), protect: new Set() };
  for (const [at, label] of [...article.changes].sort(([a], [b]) => a - b)) {
    const phrase = phraseOf(article.blocks[at].text);
    if (phrase) lists[CONTENT.has(label) ? "protect" : "remove"].add(`${label}: ${phrase}`);
  }
  return { remove: [...lists.remove], protect: [...lists.protect] };
}

// --------------------------------------------------------------------- changes as an example, in the fixtures' form

const STATED = ["kicker", "authors", "date_published", "date_modified", "site", "section", "breadcrumb", "tags", "page", "pages", "tickers"];
const BEGINNING = 80;

/** The page's text as the offsets count it, or null where the browser reads its bytes in another way. */
async function textOf(job, blocks) {
  if (job.text !== null) return fits(job.text, blocks) ? job.text : null;
  const bytes = await job.file.arrayBuffer();
  for (const encoding of ["utf-8", "windows-1252", "utf-16le", "utf-16be", "shift_jis", "gb18030", "windows-1250", "windows-1251"]) {
    const text = new TextDecoder(encoding).decode(bytes);
    if (fits(text, blocks)) return text;
  }
  return null;
}

const fits = (text, blocks) => places(text, blocks).every(([start, end], at) => text.slice(start, end) === blocks[at].text);

/** Offsets in code points, as the service counts, turned into JavaScript's. */
function places(text, blocks) {
  let [unit, point] = [0, 0];
  const reach = (target) => {
    for (; point < target && unit < text.length; point += 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
    return unit;
  };
  return blocks.map(({ start, end }) => [reach(start), reach(end)]);
}

/** The label of each line, by its number from 1; where two pieces share a line, "kicker+title". */
function labelsOfLines(text, blocks) {
  const labels = {};
  let [number, from] = [1, 0];
  places(text, blocks).forEach(([start, end], at) => {
    for (; from < start; from += 1) if (text[from] === "\n") number += 1;
    for (let offset = 0; offset <= text.slice(start, end).split("\n").length - 1; offset += 1) {
      const before = labels[number + offset];
      labels[number + offset] = before ? `${before}+${blocks[at].label}` : blocks[at].label;
    }
  });
  return labels;
}

function expected(article, text, name) {
  const blocks = article.all();
  const { head } = article;
  const stated = STATED.filter((field) => ![null, undefined, ""].includes(head.metadata[field]) && head.metadata[field].length !== 0);
  const chosen = blocks.filter(isContent);
  const example = {
    kind: head.kind,
    language: head.metadata.language,
    description: `${name}, ${article.changes.size} labels changed by hand`,
    title: head.metadata.title,
    metadata: Object.fromEntries(stated.map((field) => [field, field === "tickers" ? head.metadata.tickers.map(known) : head.metadata[field]])),
    status: chosen.length ? "ok" : "no_article",
    body: chosen.map(head.kind === "html" ? (block) => squash(line(block)) : line),
  };
  if (isCut(chosen)) example.cut_sentences = true;
  if (head.warnings.some(({ code }) => code === "truncated")) example.warnings = ["truncated"];
  return head.kind === "html" ? { ...example, pieces: blocks.map(beginning) } : { ...example, labels: labelsOfLines(text, blocks) };
}

const QUOTED = ["name", "price", "currency", "change_percent", "exchange"];
const known = (ticker) => Object.fromEntries(QUOTED.filter((field) => ticker[field] !== null).map((field) => [field, ticker[field]]));

function beginning(block) {
  const text = squash(line(block)).replace(/^- /, "");
  return [[...text.slice(0, 2 * BEGINNING)].slice(0, BEGINNING).join(""), block.label];
}

/** The two files of a fixture, or null where the page's text can't be told. */
async function exampleFiles(job, article) {
  const html = article.head.kind === "html";
  const text = html ? "" : await textOf(job, article.blocks);
  if (text === null) return null;
  const slug = slugOf(article.head.metadata.title ?? job.name);
  const page = html ? (job.text ?? (await job.file.arrayBuffer())) : text;
  const told = `${JSON.stringify(expected(article, text, job.name), null, 1)}\n`;
  return { slug, files: [[`${slug}/page.${html ? "html" : "txt"}`, page], [`${slug}/expected.json`, told]] };
}

function slugOf(name) {
  const plain = name.toLowerCase().replace(/ß/g, "ss").replace(/[äöü]/g, (vowel) => ({ ä: "ae", ö: "oe", ü: "ue" })[vowel]);
  const parts = plain.normalize("NFD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").split("-");
  return parts.slice(0, 5).join("-").slice(0, 60) || "page";
}

// ------------------------------------------------------------------------------------- a ZIP archive, uncompressed

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC[(crc ^ byte) & 255];
  return ~crc >>> 0;
}

/** Numbers, little end first: [size in bytes, value], … */
function packed(...fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return view;
}

/** Files by their names, stored as PKWARE's APPNOTE 4.3 has it, names in UTF-8. */
function zip(files) {
  const [parts, index] = [[], []];
  let at = 0;
  for (const [name, content] of files) {
    const [path, bytes] = [new TextEncoder().encode(name), typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content)];
    const facts = [[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, path.length], [2, 0]];
    const entry = [packed([4, 0x04034b50], ...facts), path, bytes];
    index.push(packed([4, 0x02014b50], [2, 20], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), path);
    parts.push(...entry);
    at += entry.reduce((sum, part) => sum + part.byteLength, 0);
  }
  const size = index.reduce((sum, part) => sum + part.byteLength, 0);
  const end = packed([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]);
  return new Blob([...parts, ...index, end], { type: "application/zip" });
}

// ------------------------------------------------------------------------------------------------- the two languages

/** Each label's name and meaning. */
const NAMES = {
  en: {
    lead: ["Lead", "the teaser above the article"], heading: ["Heading", "a heading inside the article"], paragraph: ["Paragraph", "running text"],
    list_item: ["List item", "an item of a list of the article"], quote: ["Quote", "a quotation set apart"], table: ["Table row", "a row of a table of the article"],
    title: ["Title", "the article's own headline"], kicker: ["Kicker", "the overline above the headline"], byline: ["Byline", "author, agency, date, place"],
    credit: ["Credit", "captions, picture credits, sources"], tags: ["Tags", "keywords"], navigation: ["Navigation", "menus, breadcrumbs, skip links"],
    ticker: ["Quotes", "stock quotes and the heads of their tables"], advertisement: ["Advertising", "ads, broker offers, teasers for paid reports"],
    related: ["Related", "related, latest and most-read stories"], disclaimer: ["Legal", "risk, legal and copyright notices"],
    comments: ["Comments", "readers' comments, their counts and forms"], sharing: ["Sharing", "share, print, follow, bookmark"],
    subscription: ["Subscription", "paywall, newsletter and sign-up prompts"], pagination: ["Pages", "page numbers, next page"],
    cookie_notice: ["Cookies", "consent texts and their buttons"], duplicate: ["Duplicate", "a second copy of something"], other: ["Other", "boilerplate of no other kind"],
  },
  de: {
    lead: ["Vorspann", "der Anreißer über dem Artikel"], heading: ["Überschrift", "eine Überschrift im Artikel"], paragraph: ["Absatz", "Fließtext"],
    list_item: ["Listenpunkt", "ein Punkt einer Liste des Artikels"], quote: ["Zitat", "ein abgesetztes Zitat"], table: ["Tabellenzeile", "eine Zeile einer Tabelle des Artikels"],
    title: ["Titel", "die Schlagzeile des Artikels"], kicker: ["Dachzeile", "die Zeile über der Schlagzeile"], byline: ["Autorenzeile", "Autor, Agentur, Datum, Ort"],
    credit: ["Nachweis", "Bildunterschriften, Bildnachweise, Quellen"], tags: ["Schlagworte", "Listen von Schlagworten"], navigation: ["Navigation", "Menüs, Pfade, Sprungmarken"],
    ticker: ["Kurse", "Börsenkurse und die Köpfe ihrer Tabellen"], advertisement: ["Werbung", "Anzeigen, Broker-Angebote, Anreißer für Bezahlstudien"],
    related: ["Verwandtes", "verwandte, neueste und meistgelesene Meldungen"], disclaimer: ["Rechtliches", "Risiko-, Rechts- und Urheberhinweise"],
    comments: ["Kommentare", "Leserkommentare, ihre Zahl und Formulare"], sharing: ["Teilen", "teilen, drucken, folgen, merken"],
    subscription: ["Abo", "Bezahlschranke, Newsletter, Anmeldung"], pagination: ["Seitenzahlen", "Seitenzahlen, nächste Seite"],
    cookie_notice: ["Cookies", "Einwilligungstexte und ihre Knöpfe"], duplicate: ["Dublette", "etwas, das schon da steht"], other: ["Sonstiges", "Beiwerk ohne eigenen Namen"],
  },
};

const TEXTS = {
  en: {
    skip: "Skip to the answer", tagline: "What belongs to the article, and what does not", language: "Language", theme: "Appearance", light: "Light", auto: "As the system", dark: "Dark",
    forget: "Forget the key", input: "The page", placeholder: "Paste a page's text or HTML", pasteHint: "Menus, ads and all: paste it as it is.", readAs: "Read as", kindAuto: "Automatic", kindText: "Text",
    clean: "Clean", choose: "Choose files …", dropHint: "Or drop files and folders anywhere on this page.", files: "Documents", stop: "Stop", examples: "Examples",
    privacy: "The service keeps nothing and fetches nothing.", answer: "The answer", working: "Cleaning …", legend: "Labels: show or hide", views: "Views",
    tabPage: "Whole page", tabBody: "Clean text", tabMetadata: "Metadata", tabExport: "Save", clickHint: "Click a piece to change its verdict.", keysHint: "Keys: ↑ ↓, Enter.", withTitle: "Begin with the title", copy: "Copy", copied: "Copied",
    keyHead: "This service asks for a key", keyWhy: "It is kept in this tab until you close it, and sent to this service only.", keyWrong: "The service did not take this key.", key: "Key", keyUse: "Use the key", cancel: "Cancel",
    dropHere: "Drop to clean", keptLabel: "Kept text", keptMeaning: "what makes the clean text", hideAll: "Hide all", showAll: "Show all",
    counts: "{kept} of {pieces} pieces kept · {words} words · {seconds}", changed: "{n} changed by you", loading: "{n} of {pieces} pieces shown …", pasted: "Pasted text",
    startHead: "Paste a page. See what was taken out, and why.", startText: "Kept text stays large and without colour. Everything else keeps its place, in the colour and with the letters of its label.",
    startSteps: ["Paste or drop a page: text or HTML.", "Point at a piece to see the reason and the score; click it to change the verdict.", "Copy the clean text, or save your changes as phrases and examples."],
    more: "Show more ({n} characters left)", kept: "kept", taken: "taken out", why: "Why", score: "Article text", place: "Characters", doKeep: "Click or Enter: keep this", doTake: "Click or Enter: take this out", doUndo: "Click or Enter: as it was",
    byYouKept: "Kept by you as", byYouTaken: "Taken out by you as", undo: "Undo", inBody: "in the clean text", asLabel: "Label", pieces: "Pieces {a} to {b}",
    nothing: "Nothing was kept.", noBody: "No piece of this page is taken for article text. If one is, click it on the whole page.", emptyBody: "There is no text in it.",
    truncated: "The article is cut off:", paywalled: "Not free:", more_pages: "More pages:", several_articles: "Several articles:", no_article: "No article:", showPiece: "Show the piece",
    originHint: "Under each field: where it was read, and how sure that is.", sure: "{share} sure", notStated: "Not stated on the page", showOrigin: "Show on the page",
    format: "Format", text: "Text", markdown: "Markdown", json: "JSON", download: "Download", saveHead: "This article", curlHead: "The same call", curlHint: "With the page in {file} beside you.", savePage: "Save {file}",
    changesHead: "Your changes", noChanges: "Click a piece on the whole page to keep it or take it out. What you change can be saved here.",
    phraseHint: "A phrase list teaches the command line and the API: any line that says the same will go the same way.", removeList: "Phrases to take out ({n})", protectList: "Phrases to keep ({n})", copyApi: "Copy for the API",
    cliHint: "On the command line:", unsaid: "{n} changed pieces have no word and can't be a phrase.", exampleHint: "A labelled example is the page with all its labels as they are now, in the form of the project's fixtures.", exampleSave: "Labelled example (.zip)", exampleNone: "The bytes of this file can't be read in the browser, so no example can be made of it.", reset: "Undo all",
    waiting: "waiting", running: "cleaning …", stopped: "stopped", noArticle: "no article", keptOf: "{kept} of {pieces} kept", progress: "{done} of {all} done", failedCount: ", {n} failed", allAs: "All as", clear: "Clear the list", retry: "Try again",
    said: "{kept} of {pieces} pieces kept.", saidKept: "Kept.", saidTaken: "Taken out.", words: "words",
  },
  de: {
    skip: "Zur Antwort springen", tagline: "Was zum Artikel gehört und was nicht", language: "Sprache", theme: "Darstellung", light: "Hell", auto: "Wie das System", dark: "Dunkel",
    forget: "Schlüssel vergessen", input: "Die Seite", placeholder: "Text oder HTML einer Seite einfügen", pasteHint: "Mit Menüs, Werbung und allem: so einfügen, wie es ist.", readAs: "Lesen als", kindAuto: "Automatisch", kindText: "Text",
    clean: "Bereinigen", choose: "Dateien wählen …", dropHint: "Oder Dateien und Ordner irgendwo auf diese Seite ziehen.", files: "Dokumente", stop: "Anhalten", examples: "Beispiele",
    privacy: "Der Dienst speichert nichts und ruft nichts ab.", answer: "Die Antwort", working: "Wird bereinigt …", legend: "Kennzeichen zeigen oder ausblenden", views: "Ansichten",
    tabPage: "Ganze Seite", tabBody: "Reiner Text", tabMetadata: "Metadaten", tabExport: "Sichern", clickHint: "Ein Klick ändert das Urteil über ein Stück.", keysHint: "Tasten: ↑ ↓, Eingabe.", withTitle: "Mit dem Titel beginnen", copy: "Kopieren", copied: "Kopiert",
    keyHead: "Dieser Dienst verlangt einen Schlüssel", keyWhy: "Er bleibt in diesem Tab, bis Sie ihn schließen, und geht nur an diesen Dienst.", keyWrong: "Der Dienst hat diesen Schlüssel nicht angenommen.", key: "Schlüssel", keyUse: "Schlüssel verwenden", cancel: "Abbrechen",
    dropHere: "Zum Bereinigen loslassen", keptLabel: "Behalten", keptMeaning: "was den reinen Text ergibt", hideAll: "Alle ausblenden", showAll: "Alle zeigen",
    counts: "{kept} von {pieces} Stücken behalten · {words} Wörter · {seconds}", changed: "{n} von Ihnen geändert", loading: "{n} von {pieces} Stücken gezeigt …", pasted: "Eingefügter Text",
    startHead: "Seite einfügen. Sehen, was entfernt wurde und warum.", startText: "Behaltener Text bleibt groß und ohne Farbe. Alles andere bleibt an seinem Platz, in der Farbe und mit dem Kürzel seines Kennzeichens.",
    startSteps: ["Eine Seite einfügen oder ablegen: Text oder HTML.", "Auf ein Stück zeigen: Grund und Wertung. Ein Klick ändert das Urteil.", "Den reinen Text kopieren, oder die Änderungen als Phrasen und Beispiele sichern."],
    more: "Mehr zeigen (noch {n} Zeichen)", kept: "behalten", taken: "entfernt", why: "Grund", score: "Artikeltext", place: "Zeichen", doKeep: "Klick oder Eingabe: behalten", doTake: "Klick oder Eingabe: entfernen", doUndo: "Klick oder Eingabe: wie vorher",
    byYouKept: "Von Ihnen behalten als", byYouTaken: "Von Ihnen entfernt als", undo: "Zurücknehmen", inBody: "im reinen Text", asLabel: "Kennzeichen", pieces: "Stücke {a} bis {b}",
    nothing: "Nichts wurde behalten.", noBody: "Kein Stück dieser Seite gilt als Artikeltext. Wenn doch: auf der ganzen Seite anklicken.", emptyBody: "Es steht kein Text darin.",
    truncated: "Der Artikel ist abgeschnitten:", paywalled: "Nicht frei:", more_pages: "Weitere Seiten:", several_articles: "Mehrere Artikel:", no_article: "Kein Artikel:", showPiece: "Stelle zeigen",
    originHint: "Unter jedem Feld: wo es gelesen wurde und wie sicher das ist.", sure: "{share} sicher", notStated: "Nennt die Seite nicht", showOrigin: "Auf der Seite zeigen",
    format: "Format", text: "Text", markdown: "Markdown", json: "JSON", download: "Herunterladen", saveHead: "Dieser Artikel", curlHead: "Derselbe Aufruf", curlHint: "Mit der Seite als {file} im selben Ordner.", savePage: "{file} sichern",
    changesHead: "Ihre Änderungen", noChanges: "Klicken Sie auf der ganzen Seite auf ein Stück, um es zu behalten oder zu entfernen. Was Sie ändern, lässt sich hier sichern.",
    phraseHint: "Eine Phrasenliste lehrt Kommandozeile und API: Jede Zeile, die dasselbe sagt, wird ebenso behandelt.", removeList: "Zu entfernende Phrasen ({n})", protectList: "Zu behaltende Phrasen ({n})", copyApi: "Für die API kopieren",
    cliHint: "Auf der Kommandozeile:", unsaid: "{n} geänderte Stücke haben kein Wort und ergeben keine Phrase.", exampleHint: "Ein gekennzeichnetes Beispiel ist die Seite mit allen Kennzeichen, wie sie jetzt sind, in der Form der Testseiten des Projekts.", exampleSave: "Gekennzeichnetes Beispiel (.zip)", exampleNone: "Die Bytes dieser Datei kann der Browser nicht lesen, daher gibt es kein Beispiel.", reset: "Alle zurücknehmen",
    waiting: "wartet", running: "wird bereinigt …", stopped: "angehalten", noArticle: "kein Artikel", keptOf: "{kept} von {pieces} behalten", progress: "{done} von {all} fertig", failedCount: ", {n} gescheitert", allAs: "Alle als", clear: "Liste leeren", retry: "Noch einmal versuchen",
    said: "{kept} von {pieces} Stücken behalten.", saidKept: "Behalten.", saidTaken: "Entfernt.", words: "Wörter",
  },
};

const FIELDS = {
  en: { title: "Title", kicker: "Kicker", lead: "Lead", authors: "Authors", date_published: "Published", date_modified: "Changed", site: "Site", section: "Section", breadcrumb: "Path", tags: "Tags", language: "Language", url: "Address", canonical_url: "Own address", image: "Image", license: "Licence", page: "Page", pages: "Pages", reading_time: "Reading time", tickers: "Securities" },
  de: { title: "Titel", kicker: "Dachzeile", lead: "Vorspann", authors: "Autoren", date_published: "Erschienen", date_modified: "Geändert", site: "Website", section: "Ressort", breadcrumb: "Pfad", tags: "Schlagworte", language: "Sprache", url: "Adresse", canonical_url: "Eigene Adresse", image: "Bild", license: "Lizenz", page: "Seite", pages: "Seiten", reading_time: "Lesezeit", tickers: "Wertpapiere" },
};

/** Where a field of the metadata was read, by the kind of its source. */
const ORIGINS = {
  en: { block: "on the page", meta: "Meta element", "json-ld": "JSON-LD", link: "Link element", html: "Element", url: "the address", body: "the clean text", given: "as it was given" },
  de: { block: "auf der Seite", meta: "Meta-Element", "json-ld": "JSON-LD", link: "Link-Element", html: "Element", url: "die Adresse", body: "der reine Text", given: "wie angegeben" },
};

/** What went wrong, in a sentence and what to do; by the code of the problem. */
const PROBLEMS = {
  en: {
    empty_input: ["There is nothing to clean.", "Paste the text of a page, or drop a file that has some."],
    not_text: ["This is no text.", "It is a PDF, a picture, an archive or the like. Take the text out of it first, then clean that."],
    too_large: ["This is larger than the service takes.", "Split it, or raise the limit of the service."],
    unauthorized: ["The service asks for a key.", "Try again and enter the key that you were given."],
    rate_limited: ["Too many requests in a short time.", "Wait a little, then try again."],
    timed_out: ["This page took too long.", "Split it, or try again when there is less to do."],
    too_slow: ["The page came in too slowly.", "Try again on a better connection."],
    busy: ["The service has too much to do.", "Try again in a moment."],
    stopping: ["The service is being stopped.", "Try again in a moment."],
    worker_died: ["The service broke on this page.", "Others go on. Please report it, with the page if you may."],
    not_ready: ["The service is not ready yet.", "Try again in a moment."],
    unreachable: ["The service can't be reached.", "Is it still running, and are you connected?"],
    stopped: ["Stopped.", "Nothing was lost; try again to go on."],
    internal_error: ["The service made a mistake.", "The fault has been logged there, without the page's text."],
    other: ["The service said no.", "What it says is below."],
  },
  de: {
    empty_input: ["Es gibt nichts zu bereinigen.", "Fügen Sie den Text einer Seite ein oder eine Datei, in der welcher steht."],
    not_text: ["Das ist kein Text.", "Es ist ein PDF, ein Bild, ein Archiv oder Ähnliches. Nehmen Sie zuerst den Text heraus."],
    too_large: ["Das ist größer, als der Dienst annimmt.", "Teilen Sie es, oder setzen Sie die Grenze des Dienstes herauf."],
    unauthorized: ["Der Dienst verlangt einen Schlüssel.", "Versuchen Sie es noch einmal mit dem Schlüssel, den Sie bekommen haben."],
    rate_limited: ["Zu viele Anfragen in kurzer Zeit.", "Warten Sie kurz, dann noch einmal."],
    timed_out: ["Diese Seite hat zu lange gebraucht.", "Teilen Sie sie, oder versuchen Sie es, wenn weniger zu tun ist."],
    too_slow: ["Die Seite kam zu langsam an.", "Versuchen Sie es mit einer besseren Verbindung noch einmal."],
    busy: ["Der Dienst hat zu viel zu tun.", "Versuchen Sie es gleich noch einmal."],
    stopping: ["Der Dienst wird gerade beendet.", "Versuchen Sie es gleich noch einmal."],
    worker_died: ["Der Dienst ist an dieser Seite gescheitert.", "Andere laufen weiter. Bitte melden Sie es, mit der Seite, wenn Sie dürfen."],
    not_ready: ["Der Dienst ist noch nicht bereit.", "Versuchen Sie es gleich noch einmal."],
    unreachable: ["Der Dienst ist nicht zu erreichen.", "Läuft er noch, und besteht eine Verbindung?"],
    stopped: ["Angehalten.", "Nichts ist verloren; mit einem neuen Versuch geht es weiter."],
    internal_error: ["Der Dienst hat einen Fehler gemacht.", "Er ist dort verzeichnet, ohne den Text der Seite."],
    other: ["Der Dienst hat abgelehnt.", "Was er sagt, steht darunter."],
  },
};

/** Reasons and warnings in German; one that is not here is shown as the service says it. */
const REASONS = [
  [/^phrase "(.*)"$/s, "Phrase „$1“"], [/^learned: (.*)$/s, "gelernt: $1"], [/^markup "(.*)"$/s, "HTML-Klasse „$1“"], [/^under "(.*)"$/s, "unter „$1“"], [/^under (.*)$/s, "unter: $1"],
  ["run of short lines", "Folge kurzer Zeilen"], ["title", "Titel"], ["first text under the title", "erster Text unter dem Titel"], ["goes on with the content beside it", "setzt den Text daneben fort"],
  ["short line above the title", "kurze Zeile über dem Titel"], ["day and time", "Tag und Uhrzeit"], ["bar", "Leiste"], ["network", "soziales Netz"], ["networks", "soziale Netze"],
  ["name or date under the title", "Name oder Datum unter dem Titel"], ["credit at the end", "Nachweis am Ende"], ["signed stock quote", "Kurs mit Vorzeichen"], ["stock quote", "Kurs"],
  ["second headline, above the text", "zweite Überschrift, über dem Text"], ["like a headline, above author or date", "wie eine Überschrift, über Autor oder Datum"], ["sentences between headline and text", "Sätze zwischen Überschrift und Text"], ["code amid the content", "Code inmitten des Textes"], ["script", "Skript"], ["amid the content", "inmitten des Textes"], ["stated as the article's body", "von der Seite als Artikeltext angegeben"],
  ["a short line at the end of the text", "kurze Zeile am Ende des Textes"], ["a day above the text", "ein Tag über dem Text"], ["separator", "Trennzeichen"], ["button of a text browser", "Knopf eines Textbrowsers"], ["picture of a text browser", "Bild eines Textbrowsers"], ["too little text for an article", "zu wenig Text für einen Artikel"],
  ["breadcrumb from home", "Pfad ab der Startseite"], ["breadcrumb", "Pfad"], ["copyright line", "Zeile zum Urheberrecht"], ["copyright mark", "Urheberzeichen"], ["teaser in a cell", "Anreißer in einer Zelle"],
  ["copy of the title", "Kopie des Titels"], ["copy of a piece above", "Kopie eines Stücks darüber"], ["names with commas between them", "Namen mit Kommas"], ["time ago", "Zeitangabe „vor …“"], ["ranking", "Rangliste"],
  ["signed and dated", "Name und Datum"], ["editors' initials", "Kürzel der Redaktion"], ["initials", "Kürzel"], ["blank quote", "leerer Kurs"], ["keywords of the article", "Schlagworte des Artikels"], ["price at a shop", "Preis bei einem Händler"], ["price", "Preis"],
  ["head of a quote table", "Kopf einer Kurstabelle"], ["change in percent", "Veränderung in Prozent"], ["page of pages", "Seite von Seiten"], ["menu bar", "Menüleiste"], ["hashtags", "Hashtags"], ["by a name", "von jemandem"],
  ["address on the web", "Adresse im Netz"], ["photo by an agency", "Foto einer Agentur"], ["time and kind", "Zeit und Art"], ["time of a player", "Zeit eines Abspielers"], ["most of the list is content", "das meiste der Liste ist Text"], ["most of the table is content", "das meiste der Tabelle ist Text"],
  [/^no article: (.*)$/, (_, kind) => `kein Artikel: ${reasonIn(kind)}`], ["products of a shop", "Waren eines Ladens"], ["an error page", "eine Fehlerseite"], ["search results", "Suchergebnisse"], ["a page of a forum", "eine Seite eines Forums"],
  ["a list of other pages", "eine Liste anderer Seiten"], ["a home page", "eine Startseite"], ["a consent wall", "eine Cookie-Abfrage"],
  ["no piece of the page is article text", "kein Stück der Seite ist Artikeltext"], ["the source has no text", "die Quelle hat keinen Text"],
  [/^This is page (\d+) of (\d+): the article goes on\.$/, "Dies ist Seite $1 von $2, der Artikel geht weiter."], [/^The article has (\d+) pages; this is page (\d+)\.$/, "Der Artikel hat $1 Seiten, dies ist Seite $2."],
  ["A paywall stands at the end of the text.", "Am Ende des Textes steht eine Bezahlschranke."], ["The piece after the text asks for a subscription.", "Das Stück nach dem Text wirbt um ein Abo."],
  [/^The page says that the article is not free \((.*)\); the text ends here\.$/, "Die Seite sagt, dass der Artikel nicht frei ist ($1); hier endet der Text."], ["A second headline with its own byline stands in the text.", "Im Text steht eine zweite Schlagzeile mit eigener Autorenzeile."], ["The page says that it is that of a product: the text describes it.", "Die Seite sagt, dass sie die einer Ware ist: der Text beschreibt sie."], [/^The page looks like one without an article \((.*)\): its text is kept\.$/, "Die Seite sieht aus wie eine ohne Artikel ($1): ihr Text bleibt."],
  ["in a text without boilerplate", "in einem Text ohne Beiwerk"], ["a few words far from the text", "wenige Wörter weit weg vom Text"], ["heading without text under it", "Überschrift ohne Text darunter"], [BY_HAND, "von Hand geändert"],
];

const memory = (store) => ({
  get: (name) => { try { return store().getItem(name); } catch { return null; } },
  set: (name, value) => { try { if (value) store().setItem(name, value); else store().removeItem(name); } catch { /* a browser that keeps nothing */ } },
});
const kept = memory(() => localStorage);
const session = memory(() => sessionStorage);

let language = "en";

const t = (name, values = {}) => TEXTS[language][name].replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? number(values[key]) : values[key]));
const number = (value) => new Intl.NumberFormat(language).format(value);
const percent = (value) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(value);
const nameOf = (label) => (label === "kept" ? t("keptLabel") : (NAMES[language][label]?.[0] ?? label));
const meaningOf = (label) => (label === "kept" ? t("keptMeaning") : (NAMES[language][label]?.[1] ?? ""));
const took = (seconds) => (seconds < 1 ? `${number(Math.max(1, Math.round(seconds * 1000)))}\xa0ms` : `${number(Math.round(seconds * 10) / 10)}\xa0s`);
const sizeOf = (bytes) => (bytes < 1e6 ? `${number(Math.max(1, Math.round(bytes / 1e3)))} KB` : `${number(Math.round(bytes / 1e5) / 10)} MB`);

function reasonIn(reason) {
  if (language === "en") return reason;
  const beside = /^(?:next to: )+/.exec(reason);
  if (beside) return `neben: ${reasonIn(reason.slice(beside[0].length))}`;
  for (const [from, to] of REASONS) if (from instanceof RegExp ? from.test(reason) : from === reason) return from instanceof RegExp ? reason.replace(from, to) : to;
  return reason;
}

// ------------------------------------------------------------------------------------------------- in the window

const $ = (id) => document.getElementById(id);

/** An element with attributes; "on…" are listeners; children are elements or text. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const button = (text, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, text);
const chip = (label) => el("span", { class: "code", "data-label": label, "aria-hidden": "true" }, codeOf(label));
const bdi = (text) => el("bdi", {}, text);
const say = (text) => { $("say").textContent = text; };
const show = (id, visible) => { $(id).hidden = !visible; };

const state = {
  jobs: [], // every document of this visit
  current: null, // the one that is shown
  article: null, // its answer
  hidden: new Set(), // labels that the legend has switched off; "kept" for the text
  active: 0, // the piece that the keyboard stands on
  format: "text",
};
let worker; // of this file, see work()
let nextId = 1;

// ------------------------------------------------------------------------------------------ documents and the queue

const AT_ONCE = 3; // documents that are with the service at a time
const TRIES = 4; // where the service asks to wait
const LONG_PASTE = 100_000; // a text area that holds more is slow to type in

/** A document: what came in, and what became of it. */
function job(file, name, text = null) {
  return { id: nextId++, file, name, text, kind: chosenKind(), state: "waiting", tries: 0, changes: new Map(), answer: null };
}

const chosenKind = () => new FormData($("form")).get("kind");

/** What goes to the service. The mark says that a pasted text is UTF-8, whatever a meta element in it says. */
function upload({ file, name, text, kind }) {
  const type = { text: "text/plain", html: "text/html" }[kind];
  const mark = text === null ? [] : ["\ufeff"];
  return { file: new Blob([...mark, file], { type: type ?? (text === null ? file.type : "application/octet-stream") }), name: text === null ? name : "page" };
}

function addText(text) {
  const pasted = job(new Blob([text]), excerpt(text, 60) || t("pasted"), text);
  if (!text.trim()) Object.assign(pasted, { state: "failed", failed: { code: "empty_input" } });
  add([pasted]);
}

const addFiles = (files) => add(files.map((file) => job(file, file.path ?? file.name)));

function add(jobs) {
  if (!jobs.length) return;
  state.jobs.push(...jobs);
  select(jobs[0]);
  pump();
}

let pausing = 0; // the timer of a wait that the service asked for

function pump() {
  if (wanted || pausing) return showQueue(); // whatever is sent now would be refused as well
  const busy = state.jobs.filter((each) => each.state === "running").length;
  for (const each of state.jobs.filter((other) => other.state === "waiting").slice(0, AT_ONCE - busy)) {
    Object.assign(each, { state: "running", key: session.get("key") });
    order({ task: "clean", id: each.id, key: each.key, ...upload(each) });
  }
  showQueue();
}

function receive({ data }) {
  const each = state.jobs.find((other) => other.id === data.id);
  if (!each) return;
  if (data.failed) fail(each, data.failed);
  else if (data.answer) finish(each, data);
  else if (each === state.current) fill(each, data);
}

function finish(each, { answer, seconds, status, pieces, kept: count, title }) {
  Object.assign(each, { state: "done", answer, seconds, status, pieces, kept: count, title });
  say(`${each.title ?? each.name}: ${t("said", { kept: count, pieces })}`);
  if (each === state.current) open(each);
  pump();
}

function fail(each, failed) {
  const waits = failed.wait >= 0 && failed.wait <= 60 && each.tries < TRIES;
  if (failed.code === "unauthorized") {
    each.state = "waiting";
    if (each.key === session.get("key")) askKey(); // else another was given while it was on its way
  } else if (waits) {
    Object.assign(each, { state: "waiting", tries: each.tries + 1 });
    clearTimeout(pausing);
    pausing = setTimeout(() => { pausing = 0; pump(); }, Math.max(1, failed.wait) * 1000); // 0 is less than a second
  } else Object.assign(each, { state: "failed", failed });
  if (each === state.current) showProblem(each);
  pump();
}

function retry(each) {
  Object.assign(each, { state: "waiting", failed: null, tries: 0 });
  select(each);
  pump();
}

function stopAll() {
  for (const each of state.jobs) {
    if (each.state === "running") order({ task: "stop", id: each.id });
    if (each.state === "waiting") Object.assign(each, { state: "failed", failed: { code: "stopped" } });
  }
  showQueue();
  if (state.current?.state === "failed") showProblem(state.current);
}

function clearAll() {
  stopAll();
  state.jobs = [];
  select(null);
  showQueue();
}

// ------------------------------------------------------------------------------------------------------------- the key

let wanted = false;

function askKey() {
  if (wanted) return;
  wanted = true;
  show("key-wrong", Boolean(session.get("key")));
  session.set("key", null);
  $("key").value = "";
  $("key-dialog").showModal();
}

function keyGiven() {
  const key = $("key-dialog").returnValue === "use" ? $("key").value.trim() : "";
  wanted = false;
  session.set("key", key);
  show("forget", Boolean(key));
  for (const each of state.jobs) if (!key && each.state === "waiting") Object.assign(each, { state: "failed", failed: { code: "unauthorized" } });
  if (state.current?.state === "failed") showProblem(state.current);
  pump();
}

// ------------------------------------------------------------------------------------------------------ showing a document

const excerpt = (text, length) => {
  const plain = squash(text.slice(0, 8 * length));
  return plain.length <= length && text.length <= 8 * length ? plain : `${plain.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
};

function select(each) {
  if (each?.answer && each === state.current) return; // it is shown, or about to be
  if (state.current?.answer) order({ task: "stop", id: state.current.id });
  putAway();
  state.current = each;
  if (each?.answer) open(each);
  else showProblem(each);
  showQueue();
}

/** Put away the answer that is shown: what is still to be drawn or counted of it must not meet the next one. */
function putAway() {
  surveying += 1;
  for (const sheet of Object.values(sheets)) sheet.clear();
  state.article = null;
  $("result").inert = true;
  hideTip();
}

const FINAL = new Set(["empty_input", "not_text", "too_large", "invalid_request"]); // to try again would change nothing

/** What stands in the place of an answer: the start, a document on its way, a problem. */
function showProblem(each) {
  show("result", false);
  show("start", !each);
  show("working", Boolean(each) && each.state !== "failed");
  show("problem", each?.state === "failed");
  if (each?.state !== "failed") return;
  const { code, detail } = each.failed;
  const [head, advice] = PROBLEMS[language][code] ?? PROBLEMS[language].other;
  const told = [code, detail].filter(Boolean).join(": ");
  $("problem").replaceChildren(
    el("h2", {}, head), el("p", {}, bdi(each.title ?? each.name)), el("p", {}, advice),
    el("p", { class: "detail", lang: "en" }, bdi(told)), FINAL.has(code) ? "" : button(t("retry"), () => retry(each), { class: "primary" }),
  );
}

function open(each) {
  for (const id of ["start", "working", "problem"]) show(id, false);
  order({ task: "unpack", id: each.id, answer: each.answer });
}

/** The answer as it comes from the worker: its head, packs of blocks, the end. */
function fill(each, { head, total, blocks, done }) {
  if (head) begin(each, head, total);
  if (!state.article) return;
  if (blocks) state.article.blocks.push(...blocks);
  if (done) state.article.done = true;
  soon(refresh);
}

function begin(each, head, total) {
  state.article = new Article(head, total, each.changes);
  Object.assign(state, { active: 0, tally: new Map(), tallied: 0, cut: false, words: undefined });
  show("result", true);
  $("result").inert = false;
  $("name").replaceChildren(bdi(head.metadata.title ?? each.name));
  showNotices();
  showMetadata();
  if (isNarrow()) $("answer").scrollIntoView();
}

/** What the service says, in the language of the page where that has it. */
function saidIn(text) {
  const told = reasonIn(text);
  return el("bdi", { lang: told === text ? "en" : language }, `${told[0].toUpperCase()}${told.slice(1)}`);
}

const queued = new Set();

/** Run once before the next frame, however often it is asked for. */
function soon(task) {
  if (queued.has(task)) return;
  queued.add(task);
  requestAnimationFrame(() => { queued.delete(task); task(); });
}

function refresh() {
  const { article } = state;
  if (!article) return;
  for (; state.tallied < article.blocks.length; state.tallied += 1) count(article.label(state.tallied), 1);
  sheets.page.grow(article.blocks.length);
  sheets.body.grow(article.blocks.length);
  showCounts();
  showLegend();
  show("nothing", article.done && !keptCount());
  standOnShown();
  if (article.done) settle();
  if (article.done) showExport();
}

let surveying = 0; // the number of the newest survey: an older one stops

/** What can only be said of the whole: the words, whether lines were cut, the strip. Gone over in slices. */
function settle() {
  surveying += 1;
  setTimeout(inSlices, state.words === undefined ? 0 : 120, survey(state.article), surveying);
}

function inSlices(steps, number) {
  const end = performance.now() + SLICE;
  while (number === surveying && performance.now() < end) if (steps.next().done) return;
  if (number === surveying) setTimeout(inSlices, 0, steps, number);
}

const STEP = 200; // blocks of a survey between looks at the clock

function* survey(article) {
  const strip = new Strip(article);
  let [count, merged, cuts, before] = [0, 0, 0, null];
  for (let at = 0; at < article.blocks.length; at += 1) {
    if (at % STEP === 0) yield;
    const block = article.block(at);
    strip.add(block);
    if (!isContent(block)) continue;
    count += wordsOf(line(block));
    if (before && goesOn(before, block)) {
      if (beginsInside(block.text)) cuts += 1;
      if (CLOSING.includes(first(block.text))) merged += 1; // with the last word before it
    }
    before = block;
  }
  const cut = cuts >= CUT;
  state.words = cut ? count - merged : count;
  if (cut !== state.cut) {
    state.cut = cut;
    sheets.body.redrawAll();
  }
  strip.show();
  showCounts();
  showExport();
}

/** How many words a text has. */
function wordsOf(text) {
  let found = 0;
  for (WORD.lastIndex = 0; WORD.test(text); ) found += 1;
  return found;
}

function count(label, by) {
  state.tally.set(label, (state.tally.get(label) ?? 0) + by);
}

const keptCount = () => [...state.tally].reduce((sum, [label, n]) => sum + (CONTENT.has(label) ? n : 0), 0);

function showCounts() {
  const { article, current } = state;
  if (!article.done || state.words === undefined) {
    $("counts").textContent = t("loading", { n: article.blocks.length, pieces: article.total });
    return;
  }
  const changed = article.changes.size ? ` · ${t("changed", { n: article.changes.size })}` : "";
  const told = t("counts", { kept: keptCount(), pieces: article.total, words: state.words, seconds: took(current.seconds) }) + changed;
  $("counts").textContent = told.replaceAll(" · ", "\xa0· "); // no line begins with the mark
}

function showNotices() {
  const { head } = state.article;
  const told = head.warnings.filter(({ code }) => code !== "no_article" || head.status === "ok");
  const notices = told.map(({ code, message, start }) =>
    el("p", { class: "notice" }, el("strong", {}, TEXTS[language][code] ?? `${code}:`), " ", saidIn(message), " ", start === null ? "" : button(t("showPiece"), () => reveal(start), { class: "link" })));
  if (head.status === "no_article") notices.push(el("p", { class: "notice" }, head.reason ? el("strong", {}, saidIn(head.reason), ". ") : "", t("noBody")));
  if (head.status === "empty") notices.push(el("p", { class: "notice" }, t("emptyBody")));
  $("notices").replaceChildren(...notices);
}

// ------------------------------------------------------------------------------------------------------ legend and strip

function showLegend() {
  const { tally } = state;
  const cut = Object.keys(LABELS).filter((label) => !CONTENT.has(label) && tally.get(label));
  const items = [["kept", keptCount()], ...cut.map((label) => [label, tally.get(label)])];
  const unknown = [...tally.keys()].filter((label) => !(label in LABELS) && tally.get(label)).map((label) => [label, tally.get(label)]);
  const focused = document.activeElement?.dataset?.legend;
  $("legend").replaceChildren(...[...items, ...unknown].map(legendItem), el("li", {}, button(state.hidden.size ? t("showAll") : t("hideAll"), toggleAll, { class: "link", "data-legend": "all" })));
  if (focused) $("legend").querySelector(`[data-legend="${CSS.escape(focused)}"]`)?.focus();
}

function legendItem([label, n]) {
  const code = label === "kept" ? el("span", { class: "code kept", "aria-hidden": "true" }, "Aa") : chip(label);
  const toggle = button("", () => toggleLabel(label), { "aria-pressed": String(!state.hidden.has(label)), "data-legend": label, class: "toggle", "data-label": label, title: meaningOf(label) });
  toggle.append(el("span", { class: "bar", "aria-hidden": "true" }), code, el("span", {}, nameOf(label)), el("span", { class: "count" }, number(n)));
  return el("li", {}, toggle);
}

function toggleLabel(label) {
  if (!state.hidden.delete(label)) state.hidden.add(label);
  hideLabels();
}

function toggleAll() {
  if (state.hidden.size) state.hidden.clear();
  else state.hidden = new Set([...state.tally.keys()].filter((label) => !CONTENT.has(label)));
  hideLabels();
}

let hiding; // the style sheet that does it

function hideLabels() {
  const selectors = [...state.hidden].map((label) => (label === "kept" ? ".page .piece.kept" : `.page .piece[data-label="${CSS.escape(label)}"]`));
  hiding.replaceSync(selectors.length ? `${selectors.join(",")} { display: none }` : "");
  showLegend();
  standOnShown();
}

const isHidden = (at) => state.hidden.has(state.article.isKept(at) ? "kept" : state.article.label(at));

const SEGMENTS = 240;

/** The page from its first character to its last, as a strip of colours: the label that has most of each segment. */
class Strip {
  constructor({ blocks }) {
    this.total = blocks.at(-1)?.end ?? 0;
    this.tallies = Array.from({ length: SEGMENTS }, () => new Map());
  }

  add({ label, start, end }) {
    const name = CONTENT.has(label) ? "kept" : label;
    const width = this.total / SEGMENTS;
    for (let at = Math.floor(start / width); at < SEGMENTS && at * width < end; at += 1) {
      const share = Math.min(end, (at + 1) * width) - Math.max(start, at * width);
      this.tallies[at].set(name, (this.tallies[at].get(name) ?? 0) + share);
    }
  }

  show() {
    const runs = [];
    for (const tally of this.tallies) {
      const label = [...tally].sort(([, a], [, b]) => b - a)[0]?.[0];
      if (runs.at(-1)?.label === label) runs.at(-1).width += 1;
      else if (label) runs.push({ label, width: 1 });
    }
    $("strip").replaceChildren(...runs.map(({ label, width }) => {
      const segment = el("span", { "data-label": label });
      segment.style.flexGrow = width;
      return segment;
    }));
  }
}

// ------------------------------------------------------------------------------------------------------ long lists in chunks

const CHUNK = 100; // pieces in a chunk
const AHEAD = 6000; // so many pieces are drawn in idle time, so that the browser's own search finds them
const SLICE = 8; // milliseconds of drawing before input is looked at

/** A long list, drawn chunk by chunk: what is near the view at once, the rest when there is nothing else to do. */
class Sheet {
  constructor(root, draw) {
    Object.assign(this, { root, draw, chunks: [], length: 0, idle: 0 });
    const near = { root: null, rootMargin: "800px", scrollMargin: "800px" };
    this.watch = new IntersectionObserver((entries) => entries.forEach((entry) => this.seen(entry)), near);
  }

  seen({ isIntersecting, target }) {
    const number = Number(target.dataset.chunk);
    if (!this.chunks[number]) return;
    this.chunks[number].near = isIntersecting;
    if (isIntersecting) this.fill(number);
  }

  clear() {
    this.watch.disconnect();
    Object.assign(this, { chunks: [], length: 0, idle: 0 });
    this.root.replaceChildren();
    this.root.scrollTop = 0;
  }

  /** Make room for so many pieces; a chunk that got more is drawn anew. */
  grow(length) {
    const last = this.chunks.length - 1;
    const fuller = length > this.length && this.length % CHUNK !== 0;
    this.length = length;
    const fresh = [];
    while (this.chunks.length * CHUNK < length) {
      const node = el(this.root.id === "page" ? "ol" : "div", { class: "chunk", "data-chunk": this.chunks.length });
      this.chunks.push({ node, drawn: false, stale: false, near: false });
      this.watch.observe(node);
      fresh.push(node);
    }
    this.root.append(...fresh);
    if (fuller && this.chunks[last]?.drawn) this.redraw(last);
    if (length && !this.chunks[0].drawn) this.fill(0);
    this.ahead();
  }

  fill(number) {
    const chunk = this.chunks[number];
    if (!chunk || (chunk.drawn && !chunk.stale)) return;
    chunk.drawn = true;
    this.redraw(number);
  }

  redraw(number) {
    const chunk = this.chunks[number];
    if (!chunk?.drawn) return;
    chunk.stale = false;
    chunk.node.classList.add("drawn");
    chunk.node.replaceChildren(...this.draw(number * CHUNK, Math.min(this.length, (number + 1) * CHUNK)));
  }

  /** Draw all anew: what is seen at once, the rest later. */
  redrawAll() {
    for (const chunk of this.chunks) chunk.stale = chunk.drawn;
    this.chunks.forEach(({ near }, number) => near && this.fill(number));
    this.ahead();
  }

  ahead() {
    if (this.idle) return;
    this.idle = setTimeout(() => {
      this.idle = 0;
      const end = performance.now() + SLICE;
      const limit = Math.min(this.chunks.length, AHEAD / CHUNK);
      let number = this.chunks.findIndex(({ drawn, stale }) => !drawn || stale);
      for (; number >= 0 && number < limit && performance.now() < end; number += 1) this.fill(number);
      if (number >= 0 && number < limit) this.ahead();
    });
  }
}

const sheets = {};

// ------------------------------------------------------------------------------------------------------------- the whole page

const LONG = 3000; // characters of a piece that are shown until more is asked for
const MORE = 20_000;

function drawPieces(from, to) {
  return Array.from({ length: to - from }, (_, at) => piece(from + at));
}

function piece(at) {
  const { article } = state;
  const block = article.block(at);
  const isKept = CONTENT.has(block.label);
  const changed = article.changes.has(at);
  const starts = at === 0 || article.label(at - 1) !== block.label;
  const classes = ["piece", isKept ? "kept" : "cut", changed && "changed", starts && "starts"].filter(Boolean).join(" ");
  const tag = el("button", { type: "button", class: "tag", tabindex: at === state.active ? 0 : -1, "aria-pressed": String(isKept) }, el("span", { class: "code" }, codeOf(block.label)), el("span", { class: "sr" }, ` ${nameOf(block.label)}, ${isKept ? t("kept") : t("taken")}: ${excerpt(block.text, 60)}`));
  return el("li", { class: classes, "data-label": block.label, "data-at": at }, el("span", { class: "bar", "aria-hidden": "true" }), tag, words_of(block), changed ? edit(at, block.label, isKept) : null);
}

/** A piece's text; of a very long one the beginning, and a button for more. */
function words_of({ text, label }) {
  const node = el("p", { class: "text", dir: "auto", "data-kind": label });
  lengthen(node, text, 0, LONG);
  return node;
}

function lengthen(node, text, from, by) {
  const to = text.length - from <= 1.5 * by ? text.length : from + by;
  node.append(text.slice(from, to));
  if (to < text.length) node.append(button(t("more", { n: text.length - to }), ({ currentTarget }) => { currentTarget.remove(); lengthen(node, text, to, MORE); }, { class: "link more" }));
}

function edit(at, label, isKept) {
  const choices = Object.keys(LABELS).filter((each) => CONTENT.has(each) === isKept);
  const select = el("select", { "aria-label": t("asLabel"), onchange: ({ target }) => change(at, () => state.article.relabel(at, target.value)) });
  select.append(...choices.map((each) => el("option", { value: each, selected: each === label }, nameOf(each))));
  return el("div", { class: "edit" }, el("span", {}, isKept ? t("byYouKept") : t("byYouTaken")), select, button(t("undo"), () => change(at, () => state.article.changes.delete(at)), { class: "link" }));
}

const pieceAt = (at) => sheets.page.root.querySelector(`[data-at="${at}"]`);

/** Change a verdict: the piece, the body, the counts and what can be saved follow. */
function change(at, act) {
  const { article } = state;
  const inside = pieceAt(at)?.contains(document.activeElement) ? document.activeElement.tagName : "";
  count(article.label(at), -1);
  act();
  count(article.label(at), 1);
  redrawPiece(at);
  redrawPiece(at + 1);
  if (inside) pieceAt(at)?.querySelector(inside === "SELECT" ? "select" : ".tag")?.focus();
  for (const number of new Set([at, neighbour(at, -1), neighbour(at, 1)].map((other) => Math.floor(other / CHUNK)))) sheets.body.redraw(number);
  say(article.isKept(at) ? t("saidKept") : t("saidTaken"));
  refresh();
  showQueue();
}

function redrawPiece(at) {
  if (at < state.article.blocks.length) pieceAt(at)?.replaceWith(piece(at));
}

/** The next kept piece in a direction, else the piece itself. */
function neighbour(at, step) {
  for (let other = at + step; other >= 0 && other < state.article.blocks.length; other += step) if (state.article.isKept(other)) return other;
  return at;
}

function clicked(event) {
  const node = event.target.closest(".piece");
  const selection = getSelection();
  const selects = selection && !selection.isCollapsed && sheets.page.root.contains(selection.anchorNode) && event.detail > 0;
  if (!node || selects || event.target.closest(".edit, .more")) return;
  const at = Number(node.dataset.at);
  stand(at, event.target.closest(".tag"));
  change(at, () => state.article.flip(at));
  if (!$("tip").hidden) tipFor(at);
}

/** Let the keyboard stand on a piece. */
function stand(at, focus = true) {
  pieceAt(state.active)?.querySelector(".tag").setAttribute("tabindex", "-1");
  state.active = at;
  sheets.page.fill(Math.floor(at / CHUNK));
  const tag = pieceAt(at)?.querySelector(".tag");
  tag?.setAttribute("tabindex", "0");
  if (focus) tag?.focus();
}

/** A hidden piece takes no focus: let the keyboard stand on the next one that is shown, or the first. */
function standOnShown() {
  const { blocks } = state.article;
  if (!blocks.length || !isHidden(state.active)) return;
  const shownFrom = (least) => blocks.findIndex((_, at) => at >= least && !isHidden(at));
  const at = Math.max(shownFrom(state.active), shownFrom(0));
  if (at >= 0) stand(at, false);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

function keyed(event) {
  if (!event.target.closest(".tag") || !(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const last = state.article.blocks.length - 1;
  const step = STEPS[event.key];
  let at = Math.max(0, Math.min(last, state.active + step));
  const back = Math.sign(step) * (Math.abs(step) === Infinity ? -1 : 1);
  while (at > 0 && at < last && isHidden(at)) at += back;
  if (!isHidden(at)) stand(at);
}

/** Show a piece by the offset of its first character. */
function reveal(start) {
  const at = state.article.blocks.findIndex((block) => block.start >= start);
  if (at < 0) return;
  if (isHidden(at)) toggleLabel(state.article.isKept(at) ? "kept" : state.article.label(at));
  if (!isWide()) pick("page");
  stand(at);
  const node = pieceAt(at);
  node.scrollIntoView({ block: "center" });
  node.classList.add("found");
  setTimeout(() => node.classList.remove("found"), 1600);
}

// ---------------------------------------------------------------------------------------------------------------- the tip

let tipped = null; // the piece that is explained
let tippedAt = 0; // how far the page was scrolled then
let leaving;

function tipFor(at) {
  const node = pieceAt(at);
  if (!node || !state.article) return;
  clearTimeout(leaving);
  if (tipped !== at) hideTip(); // else it goes on describing the piece before
  tipped = at;
  tippedAt = sheets.page.root.scrollTop;
  $("tip").replaceChildren(...tipText(at));
  $("tip").hidden = false;
  node.querySelector(".tag").setAttribute("aria-describedby", "tip");
  placeTip(node.getBoundingClientRect());
}

function tipText(at) {
  const { article } = state;
  const [block, was] = [article.block(at), article.blocks[at]];
  const isKept = CONTENT.has(block.label);
  const action = article.changes.has(at) && isKept !== CONTENT.has(was.label) ? t("doUndo") : isKept ? t("doTake") : t("doKeep");
  const meter = el("meter", { min: 0, max: 1, value: was.score, "aria-hidden": "true" });
  return [
    el("p", { class: "tip-head" }, chip(block.label), el("strong", {}, nameOf(block.label)), el("span", { class: "verdict" }, isKept ? t("kept") : t("taken"))),
    el("p", { class: "tip-meaning" }, meaningOf(block.label)),
    el("dl", {},
      el("dt", {}, t("why")), el("dd", {}, bdi(reasonIn(excerpt(block.reason, 160)))),
      el("dt", {}, t("score")), el("dd", {}, meter, " ", percent(was.score)),
      el("dt", {}, t("place")), el("dd", {}, `${number(was.start)}–${number(was.end)}`)),
    el("p", { class: "tip-action" }, action),
  ];
}

/** Beside the whole page where there is room, so that it covers no piece and no label; else under the piece or above. */
function placeTip(box) {
  const tip = $("tip");
  const pane = sheets.page.root.getBoundingClientRect();
  const [width, height] = [tip.offsetWidth, tip.offsetHeight];
  const lowest = innerHeight - height - 8;
  const beside = Math.max(pane.top, Math.min(box.top, lowest));
  const below = box.bottom + 6 <= lowest ? box.bottom + 6 : Math.max(8, box.top - height - 6);
  tip.style.top = `${isWide() ? beside : below}px`;
  tip.style.left = `${Math.min(isWide() ? pane.right - 20 : box.left + 64, innerWidth - width - 8)}px`;
}

function hideTip() {
  if (tipped !== null) pieceAt(tipped)?.querySelector(".tag").removeAttribute("aria-describedby");
  tipped = null;
  $("tip").hidden = true;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hideTip, 120);
}

function listenForTips(page) {
  let seen = "";
  page.addEventListener("pointerover", (event) => {
    const place = `${event.screenX} ${event.screenY}`;
    if (place === seen) return; // the page has moved under the pointer, not the pointer over the page
    seen = place;
    const node = event.target.closest(".piece");
    if (node && event.pointerType === "mouse" && !event.buttons) tipFor(Number(node.dataset.at));
    else if (!node) leave();
  });
  page.addEventListener("pointerleave", leave);
  page.addEventListener("focusin", ({ target }) => target.matches(".tag:focus-visible") && tipFor(Number(target.closest(".piece").dataset.at)));
  page.addEventListener("focusout", leave);
  page.addEventListener("scroll", () => tipped !== null && page.scrollTop !== tippedAt && !pieceAt(tipped)?.contains(document.activeElement) && hideTip(), { passive: true });
  $("tip").addEventListener("pointerenter", () => clearTimeout(leaving));
  $("tip").addEventListener("pointerleave", leave);
}

// -------------------------------------------------------------------------------------------------------------- the clean text

/** The parts of the body that begin with one of these pieces: a paragraph, and the lines that go on with its sentence. */
function drawBody(from, to) {
  const nodes = from === 0 && title() ? [el("h3", { class: "unit title", dir: "auto" }, title())] : [];
  const end = state.article.blocks.length;
  let before = from > 0 ? lastKept(from) : null;
  let unit = null;
  for (let at = from; at < end && (at < to || unit); at += 1) {
    if (!state.article.isKept(at)) continue;
    const block = state.article.block(at);
    const joint = before ? between(before, block, state.cut) : "\n\n";
    if (joint.includes("\n")) {
      if (unit) nodes.push(drawUnit(unit, joint === "\n" && unit.tight));
      unit = at < to ? { label: block.label, text: line(block), tight: joint === "\n" } : null;
    } else if (unit) unit.text += joint + line(block);
    before = block;
  }
  return unit ? [...nodes, drawUnit(unit)] : nodes;
}

function lastKept(from) {
  const at = neighbour(from, -1);
  return at < from ? state.article.block(at) : null;
}

function drawUnit({ label, text, tight }) {
  const node = el(label === "heading" ? "h3" : "p", { class: `unit${tight ? " tight" : ""}`, "data-kind": label, dir: "auto" });
  lengthen(node, text, 0, LONG);
  return node;
}

const title = () => ($("with-title").checked ? (state.article.head.metadata.title ?? "") : "");
const written = (format) => write(format, state.current, state.article, title());

/** An article in a format. Only the service knows an HTML page's inner lists, tables and code, so it writes their
    Markdown, where its verdicts stand. */
async function write(format, each, article, head) {
  const asked = format === "markdown" && article.head.kind === "html" && !article.changes.size ? await fromService(each, format, head) : null;
  return asked ?? FORMATS[format][2](article, head);
}

async function fromService(each, format, head) {
  const form = new FormData();
  const { file, name } = upload(each);
  form.append("file", file, name);
  if (head) form.append("with_title", "true");
  const key = session.get("key");
  const headers = { Accept: FORMATS[format][0], ...(key && { Authorization: `Bearer ${key}` }) };
  try {
    const response = await fetch("v1/clean", { method: "POST", body: form, headers });
    return response.ok ? await response.text() : null;
  } catch {
    return null; // the page's own is better than none
  }
}

// ------------------------------------------------------------------------------------------------------------------ metadata

function showMetadata() {
  const { metadata } = state.article.head;
  const { sources = {} } = metadata;
  const has = (field) => ![null, undefined, "", 0].includes(metadata[field]) && metadata[field].length !== 0;
  const names = Object.keys(FIELDS.en);
  const missing = names.filter((field) => field in metadata && !has(field)).map((field) => FIELDS[language][field]).join(", ");
  const facts = names.filter(has).map((field) => el("div", {},
    el("dt", {}, FIELDS[language][field]), el("dd", {}, ...valueOf(field, metadata)), sources[field] ? el("dd", { class: "origin" }, ...originOf(sources[field])) : ""));
  $("metadata").replaceChildren(el("p", { class: "hint" }, t("originHint")), el("dl", { class: "facts" }, ...facts), missing ? el("p", { class: "hint" }, `${t("notStated")}: ${missing}`) : "");
}

function valueOf(field, metadata) {
  const value = metadata[field];
  if (field === "tickers") return [tickers(value)];
  if (field.startsWith("date_")) return [dateIn(value), el("span", { class: "iso" }, value)];
  if (field === "language") return [languageName(value), metadata.language_confidence ? ` (${percent(metadata.language_confidence)})` : ""];
  if (field === "reading_time") return [new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "long" }).format(value)];
  if (field === "breadcrumb") return [bdi(value.join(" › "))];
  return Array.isArray(value) ? value.map((each) => el("span", { class: "value" }, bdi(each))) : [bdi(String(value))];
}

function tickers(values) {
  const figure = (value, unit, sign = "auto") => (value === null ? "" : el("span", {}, `${new Intl.NumberFormat(language, { maximumFractionDigits: 4, signDisplay: sign }).format(value)}\xa0${unit}`));
  return el("ul", { class: "tickers" }, ...values.map((each) => el("li", {},
    bdi([each.name, each.isin, each.wkn].filter(Boolean).join(" · ")), figure(each.price, each.currency ?? ""), figure(each.change_percent, "%", "exceptZero"), bdi(each.exchange ?? ""))));
}

/** A date as people say it, in the zone that the page tells; none is worked out. */
function dateIn(value) {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(value) ?? [];
  if (!year) return value;
  const time = hour ? { hour: "2-digit", minute: "2-digit" } : {};
  const shown = new Intl.DateTimeFormat(language === "de" ? "de" : "en-GB", { dateStyle: undefined, year: "numeric", month: "long", day: "numeric", ...time, timeZone: "UTC" });
  return shown.format(Date.UTC(year, month - 1, day, hour ?? 0, minute ?? 0));
}

function languageName(code) {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(code);
  } catch {
    return code;
  }
}

/** Where a field was read, with a way there if it stands on the page, and how sure that is. */
function originOf({ kind, name, confidence, start, end }) {
  const read = [ORIGINS[language][kind] ?? kind, " ", name ? el("code", {}, ...partsOf(name)) : ""];
  const place = kind === "block" && start !== null ? [placeOf(start, end)] : read;
  return [...place, el("span", { class: "confidence" }, el("meter", { min: 0, max: 1, value: confidence, "aria-hidden": "true" }), " ", t("sure", { share: percent(confidence) }))];
}

/** A name that breaks where its parts meet. */
const partsOf = (name) => name.split(/(?<=[.:])/).flatMap((part) => [el("wbr"), bdi(part)]);

function placeOf(start, end) {
  const place = `${t("place")} ${number(start)}–${number(end)}`;
  return button(place, () => reveal(start), { class: "link", title: t("showOrigin"), "aria-label": `${place}: ${t("showOrigin")}` });
}

// -------------------------------------------------------------------------------------------------------------------- saving

function showExport() {
  if (!state.article?.done) return;
  const size = state.article.changes.size;
  $("badge").hidden = !size;
  $("badge").textContent = number(size);
  if ($("pane-export").hidden) return;
  const focused = document.activeElement?.dataset?.keep;
  $("export").replaceChildren(saveArticle(), saveChanges(), saveCall());
  if (focused) $("export").querySelector(`[data-keep="${focused}"]`)?.focus();
}

function saveArticle() {
  const choices = Object.keys(FORMATS).map((format) => el("label", {}, el("input", { type: "radio", name: "format", value: format, checked: format === state.format, "data-keep": format, onchange: () => { state.format = format; showExport(); } }), el("span", {}, t(format))));
  return el("section", {}, el("h3", {}, t("saveHead")), el("fieldset", { class: "kinds" }, el("legend", { class: "sr" }, t("format")), el("div", { class: "switch" }, ...choices)), el("div", { class: "actions" },
    button(t("download"), async () => download(`${stem()}.${FORMATS[state.format][1]}`, await written(state.format), FORMATS[state.format][0]), { class: "primary", "data-keep": "download" }),
    button(t("copy"), (event) => copy(written(state.format), event.currentTarget), { "data-keep": "copy" })));
}

function saveChanges() {
  const { article } = state;
  const section = el("section", {}, el("h3", {}, t("changesHead")));
  if (!article.changes.size) section.append(el("p", { class: "hint" }, t("noChanges")));
  else section.append(...saveList(phrases(article)));
  section.append(el("p", { class: "hint" }, t("exampleHint")), el("div", { class: "actions" }, button(t("exampleSave"), saveExample, { "data-keep": "example" })));
  return section;
}

function saveList(lists) {
  const { article } = state;
  const items = [...article.changes].sort(([a], [b]) => a - b).slice(0, 200).map(([at, label]) => el("li", {}, chip(article.blocks[at].label), el("span", { "aria-hidden": "true" }, "→"), chip(label), el("span", { class: "sr" }, `${nameOf(article.blocks[at].label)} → ${nameOf(label)}`), el("span", { class: "changed-text" }, bdi(excerpt(article.blocks[at].text, 60)))));
  const unsaid = article.changes.size - [...article.changes.keys()].filter((at) => phraseOf(article.blocks[at].text)).length;
  const files = ["remove", "protect"].filter((name) => lists[name].length);
  const command = `cleaner ${quoted(pageFile())} -${files.map((name) => ` --${name === "remove" ? "phrases" : "protect"} ${name}.txt`).join("")}`;
  return [
    el("ul", { class: "changes" }, ...items),
    el("p", { class: "hint" }, t("phraseHint")),
    el("div", { class: "actions" },
      ...files.map((name) => button(t(`${name}List`, { n: lists[name].length }), () => download(`${name}.txt`, ended(lists[name].join("\n"))), { "data-keep": name })),
      files.length ? button(t("copyApi"), (event) => copy(JSON.stringify(lists, null, 2), event.currentTarget), { "data-keep": "api" }) : null,
      button(t("reset"), undoAll, { class: "quiet" })),
    unsaid ? el("p", { class: "hint" }, t("unsaid", { n: unsaid })) : null,
    files.length ? el("p", { class: "hint" }, t("cliHint")) : null,
    files.length ? el("pre", { tabindex: 0 }, el("code", {}, command)) : null,
  ].filter(Boolean);
}

function undoAll() {
  state.article.changes.clear();
  Object.assign(state, { tally: new Map(), tallied: 0 });
  sheets.page.redrawAll();
  sheets.body.redrawAll();
  refresh();
  showQueue();
}

async function saveExample({ currentTarget }) {
  const example = await exampleFiles(state.current, state.article);
  if (example) download(`${example.slug}.zip`, zip(example.files));
  else currentTarget.parentElement.after(el("p", { class: "notice", role: "alert" }, t("exampleNone")));
}

function saveCall() {
  const call = curl(state.article, pageFile());
  const own = state.current.text === null ? null : button(t("savePage", { file: pageFile() }), () => download(pageFile(), state.current.file), { "data-keep": "page" });
  return el("section", {}, el("h3", {}, t("curlHead")), el("pre", { tabindex: 0 }, el("code", { id: "curl" }, call)), el("p", { class: "hint" }, t("curlHint", { file: pageFile() })), el("div", { class: "actions" }, button(t("copy"), (event) => copy(call, event.currentTarget), { "data-keep": "copy-curl" }), own));
}

const pageFile = () => (state.current.text === null ? state.current.name.split("/").at(-1) : `page.${state.article.head.kind === "html" ? "html" : "txt"}`);
const stem = () => (state.current.text === null ? pageFile().replace(/\.[^.]+$/, "") : slugOf(state.article.head.metadata.title ?? "page"));
const quoted = (text) => (/^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The call that gives what the page shows, with the changes as phrases and the chosen format. */
function curl({ head }, file) {
  const lists = phrases(state.article);
  const path = /^[\w./ -]+$/.test(file) ? `@${file}` : `@"${file.replace(/["\\]/g, "\\$&")}"`;
  const type = head.kind === "html" ? "text/html" : "text/plain";
  return [
    `curl -s ${quoted(new URL("v1/clean", document.baseURI).href)}`,
    state.format === "json" ? "" : `-H ${quoted(`Accept: ${FORMATS[state.format][0]}`)}`,
    session.get("key") ? '-H "Authorization: Bearer $CLEANER_KEY"' : "",
    `-F ${quoted(`file=${path};type=${type}`)}`,
    $("with-title").checked ? "-F with_title=true" : "",
    ...["remove", "protect"].flatMap((name) => lists[name].map((phrase) => `--form-string ${quoted(`${name}=${phrase}`)}`)),
  ].filter(Boolean).join(" \\\n  ");
}

function download(name, content, type = "text/plain") {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function copy(given, from) {
  const text = await given;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "sr" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy"); // where the page has no secure origin there is no other way
    area.remove();
  }
  const was = from.textContent;
  from.textContent = t("copied");
  say(t("copied"));
  setTimeout(() => { if (from.textContent === t("copied")) from.textContent = was; }, 1500);
}

/** Every document that is done, in one archive. */
async function downloadAll(format) {
  const taken = new Set();
  const files = [];
  for (const each of state.jobs.filter(({ answer }) => answer)) {
    const { blocks, ...head } = JSON.parse(await each.answer.text());
    const article = Object.assign(new Article(head, blocks.length, each.changes), { blocks });
    files.push([unused(each, taken, FORMATS[format][1]), await write(format, each, article, "")]);
  }
  download("articles.zip", zip(files));
}

function unused(each, taken, suffix) {
  const base = each.text === null ? each.name.replace(/\.[^./]+$/, "").replace(/(^|\/)\.*(?=\/|$)|[\\:*?"<>|\0-\x1f]/g, "") : slugOf(each.title ?? each.name);
  let name = `${base}.${suffix}`;
  for (let other = 2; taken.has(name); other += 1) name = `${base}-${other}.${suffix}`;
  taken.add(name);
  return name;
}

// ----------------------------------------------------------------------------------------------------------------- the queue

const SHOWN = 500; // documents that the list shows

function showQueue() {
  soon(drawQueue);
}

function drawQueue() {
  const { jobs } = state;
  const [done, failed] = ["done", "failed"].map((name) => jobs.filter((each) => each.state === name).length);
  const busy = done + failed < jobs.length;
  show("queue", jobs.length > 1);
  if (jobs.length < 2) return;
  Object.assign($("progress"), { max: jobs.length, value: done + failed });
  show("stop", busy);
  $("progress-text").textContent = t("progress", { done: done + failed, all: jobs.length }) + (failed ? t("failedCount", { n: failed }) : "");
  if ($("queue").matches(":active")) return void setTimeout(showQueue, 100); // a button that is replaced while it is pressed gets no click
  const focused = document.activeElement?.dataset?.job;
  $("documents").replaceChildren(...jobs.slice(-SHOWN).map(row));
  if (focused) $("documents").querySelector(`[data-job="${focused}"]`)?.focus();
  const formats = Object.keys(FORMATS).map((format) => button(t(format), () => downloadAll(format), { class: "quiet" }));
  $("all").replaceChildren(...(done ? [el("span", { class: "hint" }, t("allAs")), ...formats] : []), button(t("clear"), clearAll, { class: "quiet" }));
}

function row(each) {
  const what = {
    waiting: () => t("waiting"), running: () => t("running"),
    failed: () => (PROBLEMS[language][each.failed.code] ?? PROBLEMS[language].other)[0],
    done: () => (each.status === "ok" ? t("keptOf", { kept: each.kept, pieces: each.pieces }) : t("noArticle")) + (each.changes.size ? ` · ${t("changed", { n: each.changes.size })}` : ""),
  }[each.state]();
  const choose = button("", () => select(each), { class: "document", "aria-current": each === state.current ? "true" : null, "data-job": each.id, "data-state": each.state });
  choose.append(el("span", { class: "dot", "aria-hidden": "true" }), el("span", { class: "document-name" }, bdi(each.text === null ? each.name : (each.title ?? each.name))), el("span", { class: "document-state" }, what));
  return el("li", {}, choose);
}

// -------------------------------------------------------------------------------------------------------------- pasting, dropping

function submitted(event) {
  event.preventDefault();
  const text = $("source").value || beside;
  const same = state.current?.text === text && state.current.kind === chosenKind();
  if (same && state.current.state === "failed") retry(state.current);
  else if (!same) addText(text);
}

function pasted(event) {
  const field = event.target.closest?.("#source, #key");
  if (field === $("key")) return;
  const files = [...event.clipboardData.files];
  const plain = event.clipboardData.getData("text/plain");
  const rich = chosenKind() === "html" && !plain.includes("<") ? event.clipboardData.getData("text/html") : "";
  if (files.length && !plain) addFiles(files);
  else if (rich || plain.length > LONG_PASTE || (plain && !field)) hold(rich || plain);
  else if (plain) setTimeout(() => $("form").requestSubmit());
  if (files.length || rich || plain.length > LONG_PASTE || !field) event.preventDefault();
}

let beside = ""; // a text that is too long for the text area, until something is typed there

/** Take a text that the text area does not hold, or not all of it. */
function hold(text) {
  const fits = text.length <= LONG_PASTE;
  $("source").value = fits ? text : "";
  beside = fits ? "" : text;
  showHint();
  addText(text);
}

function showHint() {
  $("paste-hint").textContent = beside ? `${t("pasted")}: ${sizeOf(beside.length)}` : t("pasteHint");
}

async function dropped(event) {
  event.preventDefault();
  show("drop", false);
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = event.dataTransfer.getData("text/plain");
  const files = entries.length ? (await Promise.all(entries.map((entry) => walk(entry)))).flat() : [...event.dataTransfer.files];
  if (files.length) addFiles(files);
  else if (plain) hold(plain);
}

/** The files of a dropped file or folder; of a folder, each with its path. Hidden ones are left out. */
async function walk(entry, path = "") {
  if (path && entry.name.startsWith(".")) return [];
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
    return [path ? Object.assign(file, { path: `${path}${entry.name}` }) : file];
  }
  const [reader, found] = [entry.createReader(), []];
  for (;;) {
    const more = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (!more.length) break;
    found.push(...more);
  }
  const inside = [];
  for (const each of found.sort((a, b) => a.name.localeCompare(b.name))) inside.push(...(await walk(each, `${path}${entry.name}/`)));
  return inside;
}

function listenForDrops() {
  let over = null; // what was entered last: what is drawn anew under the pointer is never left
  addEventListener("dragenter", (event) => { event.preventDefault(); over = event.target; show("drop", true); });
  addEventListener("dragleave", ({ target }) => { if (target === over) show("drop", false); });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", dropped);
}

// ------------------------------------------------------------------------------------------------------------------ examples

const EXAMPLES = [
  { file: "boerse-hebelprodukte.txt", lang: "de", en: ["Stock-market page", "German, text: quotes, leverage products"], de: ["Börsenseite", "Text: Kurse, Hebelprodukte, Werbung"] },
  { file: "paywall-truncated.txt", lang: "de", en: ["Local paper", "German, text: cut off by a paywall"], de: ["Lokalzeitung", "Text: bricht an der Bezahlschranke ab"] },
  { file: "advice-letters.txt", lang: "en", en: ["Weekend column", "Text: cookies, comments, most viewed"], de: ["Kolumne", "englisch, Text: Cookies, Kommentare"] },
  { file: "how-to-structure.html", lang: "en", en: ["Guide", "HTML: lists, a table, code"], de: ["Anleitung", "englisch, HTML: Listen, Tabelle, Code"] },
];

function showExamples() {
  const ordered = [...EXAMPLES].sort((a, b) => (a.lang !== language) - (b.lang !== language));
  $("examples").replaceChildren(...ordered.map((example) => el("li", {}, exampleButton(example.file, ...example[language]))));
}

function exampleButton(file, name, hint) {
  const node = button("", () => openExample(file), { class: "example", "data-example": file });
  node.append(el("strong", {}, name), el("span", {}, hint));
  return node;
}

async function openExample(file) {
  try {
    hold(await (await fetch(`examples/${file}`)).text());
  } catch (error) {
    add([Object.assign(job(new Blob([]), file), { state: "failed", failed: { code: "unreachable", detail: error.message } })]);
  }
}

function showStart() {
  const sample = [["navigation", { de: "Startseite › Wirtschaft", en: "Home › Business" }], ["title", { de: "Zweite Fähre für Westhafen", en: "A second ferry for Westby" }], ["byline", { de: "Von Ann Lind, 3. März 2026", en: "By Ann Lind, 3 March 2026" }], ["paragraph", { de: "Die Werft baut ab Mai die zweite Fähre.", en: "The yard builds the second ferry from May." }], ["advertisement", { de: "Anzeige: Jetzt Depot eröffnen", en: "Advertisement: open an account" }], ["paragraph", { de: "Sie fährt mit Strom aus dem alten Pier und fasst vierzig Autos.", en: "It runs on power from the old pier and takes forty cars." }], ["related", { de: "Lesen Sie auch: Sturm sperrt die Küstenstraße", en: "Read also: Storm closes the coast road" }], ["comments", { de: "12 Kommentare", en: "12 comments" }]];
  const lines = sample.map(([label, text]) => el("li", { class: `piece starts ${CONTENT.has(label) ? "kept" : "cut"}`, "data-label": label }, el("span", { class: "bar" }), el("span", { class: "tag" }, el("span", { class: "code" }, codeOf(label))), el("p", { class: "text", "data-kind": label }, text[language])));
  $("start").replaceChildren(el("div", { class: "start-text" }, el("h2", {}, t("startHead")), el("p", {}, t("startText")), el("ol", { class: "steps" }, ...TEXTS[language].startSteps.map((step) => el("li", {}, step)))), el("ol", { class: "sample page", "aria-hidden": "true" }, ...lines));
}

// ------------------------------------------------------------------------------------------- tabs, language, appearance, start

let wide; // whether there is room for two panes
let narrow; // whether the answer stands under the input
const isWide = () => wide.matches;
const isNarrow = () => narrow.matches;
const TABS = ["page", "body", "metadata", "export"];
let tab = "page";

/** Show a pane. Where there is room, the whole page stands beside the others and is no tab. */
function pick(name, focus = false) {
  tab = name;
  const shown = isWide() && name === "page" ? "body" : name;
  for (const each of TABS) {
    const selected = each === shown;
    const node = $(`tab-${each}`);
    node.setAttribute("aria-selected", String(selected));
    node.setAttribute("tabindex", selected ? "0" : "-1");
    $(`pane-${each}`).hidden = !selected && !(each === "page" && isWide());
    if (selected && focus) node.focus();
  }
  $("tab-page").hidden = isWide();
  const page = $("pane-page");
  page.setAttribute("role", isWide() ? "group" : "tabpanel");
  page.setAttribute("aria-labelledby", isWide() ? "page-head" : "tab-page");
  showExport();
}

function tabKeyed(event) {
  const tabs = TABS.filter((name) => !$(`tab-${name}`).hidden);
  const at = tabs.findIndex((name) => $(`tab-${name}`) === event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  pick(tabs[to % tabs.length], true);
}

function speak(code) {
  language = code;
  document.documentElement.lang = code;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
  for (const node of $("languages").children) node.setAttribute("aria-pressed", String(node.dataset.language === code));
  showHint();
  showExamples();
  showStart();
  showQueue();
  if (state.article) reshow();
  else if (!state.current?.answer) showProblem(state.current); // else it is being unpacked
}

function reshow() {
  sheets.page.redrawAll();
  sheets.body.redrawAll();
  showNotices();
  showMetadata();
  refresh();
}

function dress(theme) {
  document.documentElement.dataset.theme = theme;
  for (const node of $("themes").children) node.setAttribute("aria-pressed", String(node.dataset.theme === theme));
}

function listen() {
  $("form").addEventListener("submit", submitted);
  $("source").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("form").requestSubmit(); });
  $("source").addEventListener("input", () => { beside = ""; showHint(); });
  addEventListener("paste", pasted);
  $("choose").addEventListener("click", () => $("files").click());
  $("files").addEventListener("change", () => { addFiles([...$("files").files]); $("files").value = ""; });
  $("stop").addEventListener("click", stopAll);
  $("forget").addEventListener("click", () => { session.set("key", null); show("forget", false); });
  $("key-dialog").addEventListener("close", keyGiven);
  $("with-title").addEventListener("change", () => { sheets.body.redraw(0); showExport(); });
  $("copy-body").addEventListener("click", ({ currentTarget }) => copy(written("text"), currentTarget));
  $("page").addEventListener("click", clicked);
  $("page").addEventListener("keydown", keyed);
  addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
  $("tabs").addEventListener("keydown", tabKeyed);
  for (const name of TABS) $(`tab-${name}`).addEventListener("click", () => pick(name));
  wide.addEventListener("change", () => pick(tab));
  for (const node of $("languages").children) node.addEventListener("click", () => { kept.set("language", node.dataset.language); speak(node.dataset.language); });
  for (const node of $("themes").children) node.addEventListener("click", () => { kept.set("theme", node.dataset.theme); dress(node.dataset.theme); });
  listenForTips($("page"));
  listenForDrops();
}

let policy; // a name is given out once

function employ() {
  const url = "page.js";
  policy ??= window.trustedTypes?.createPolicy("page", { createScriptURL: () => url });
  worker = new Worker(policy ? policy.createScriptURL(url) : url);
  worker.onmessage = receive;
  worker.onerror = unemployed;
}

/** The script did not come to the worker: the next order asks for it again. */
function unemployed() {
  worker = null;
  for (const each of state.jobs.filter((other) => other.state === "running")) fail(each, { code: "unreachable", detail: "page.js" });
}

function order(message) {
  if (!worker) employ();
  worker.postMessage(message);
}

function start() {
  sheets.page = new Sheet($("page"), drawPieces);
  sheets.body = new Sheet($("body"), drawBody);
  wide = matchMedia("(min-width: 75rem)");
  narrow = matchMedia("(max-width: 56rem)");
  hiding = new CSSStyleSheet();
  document.adoptedStyleSheets = [hiding];
  employ();
  listen();
  dress(kept.get("theme") ?? "auto");
  speak(kept.get("language") ?? (navigator.language.toLowerCase().startsWith("de") ? "de" : "en"));
  pick("page");
  show("forget", Boolean(session.get("key")));
}

if (typeof document === "undefined") self.onmessage = work;
else start();
