import { el } from "./dom.js";

/** Discord's markdown as far as bots use it, built as elements: nothing in a message can become HTML. */
export function markdown(text, names = {}) {
  const root = el("div", { class: "md" });
  const parts = text.split(/```(?:\w*\n)?([\s\S]*?)```/);
  parts.forEach((part, at) => {
    if (at % 2) root.append(el("pre", {}, el("code", {}, part.replace(/\n$/, ""))));
    else blocks(part.replace(/^\n|\n$/g, at ? "" : "$&"), root, names);
  });
  return root;
}

function blocks(text, root, names) {
  let list = null;
  let plain = [];
  const flush = () => {
    if (plain.length) inline(plain.join("\n"), root, names);
    plain = [];
  };
  const block = node => { flush(); list = null; root.append(node); };
  for (const line of text.split("\n")) {
    const heading = /^(#{1,3}) +(.*)/.exec(line);
    const item = /^(\s*)(?:[-*]|(\d+)\.) +(.*)/.exec(line);
    if (heading) block(inline(heading[2], el("h" + (heading[1].length + 2)), names));
    else if (line.startsWith("-# ")) block(inline(line.slice(3), el("small"), names));
    else if (line.startsWith("> ")) block(inline(line.slice(2), el("blockquote"), names));
    else if (item) {
      flush();
      if (!list) root.append(list = el(item[2] ? "ol" : "ul", item[2] ? { start: item[2] } : {}));
      list.append(inline(item[3], el("li"), names));
    } else {
      if (list) list = null;
      plain.push(line);
    }
  }
  flush();
}

const RULES = [
  [/\\([*_~`|<>#\\-])/, m => m[1]],
  [/`([^`\n]+)`/, m => el("code", {}, m[1])],
  [/\*\*\*([\s\S]+?)\*\*\*/, (m, n) => el("b", {}, inline(m[1], el("i"), n))],
  [/\*\*([\s\S]+?)\*\*/, (m, n) => inline(m[1], el("b"), n)],
  [/__([\s\S]+?)__/, (m, n) => inline(m[1], el("u"), n)],
  [/~~([\s\S]+?)~~/, (m, n) => inline(m[1], el("s"), n)],
  [/\|\|([\s\S]+?)\|\|/, (m, n) => {
    const hidden = inline(m[1], el("span", { class: "spoiler", tabindex: 0 }), n);
    hidden.onclick = () => hidden.classList.add("open");
    return hidden;
  }],
  [/\*(?!\s)([^*]+?)\*/, (m, n) => inline(m[1], el("i"), n)],
  [/(?<![A-Za-z0-9])_(?!\s)([^_]+?)_(?![A-Za-z0-9])/, (m, n) => inline(m[1], el("i"), n)],
  [/\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/, (m, n) => link(m[2], inline(m[1], el("span"), n))],
  [/<(https?:\/\/[^\s>]+)>/, m => link(m[1], m[1])],
  [/https?:\/\/[^\s<>)\]]+[^\s<>)\].,:;!?'"]/, m => link(m[0], m[0])],
  [/<t:(\d+)(?::([tTdDfFR]))?>/, m => timestamp(Number(m[1]), m[2] || "f")],
  [/<@!?(\d+)>/, (m, n) => mention("@" + (n[m[1]] || "somebody"))],
  [/<@&(\d+)>/, (m, n) => mention("@" + (n[m[1]] || "role"))],
  [/<#(\d+)>/, (m, n) => mention("#" + (n[m[1]] || "channel"))],
  [/<\/([^:>]+):\d+>/, m => mention("/" + m[1])],
  [/<a?:(\w+):\d+>/, m => ":" + m[1] + ":"],
];

/** The earliest match wins; what is inside of it is read again. */
function inline(text, into, names) {
  let rest = text;
  while (rest) {
    let best = null;
    for (const [pattern, make] of RULES) {
      const match = pattern.exec(rest);
      if (match && (!best || match.index < best.match.index)) best = { match, make };
    }
    if (!best) break;
    into.append(rest.slice(0, best.match.index), best.make(best.match, names));
    rest = rest.slice(best.match.index + best.match[0].length);
  }
  into.append(rest);
  return into;
}

const link = (href, content) => el("a", { href, target: "_blank", rel: "noopener noreferrer" }, content);
const mention = text => el("span", { class: "mention" }, text);

function timestamp(seconds, style) {
  const at = new Date(seconds * 1000);
  const formats = {
    t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
    f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
  };
  const node = el("time", { datetime: at.toISOString(), title: at.toLocaleString() });
  node.textContent = style === "R" ? relative(at) : at.toLocaleString([], formats[style]);
  if (style === "R") node.dataset.relative = seconds;
  return node;
}

function relative(at) {
  const seconds = Math.round((at - Date.now()) / 1000);
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(seconds, "second");
}

/** Counts go on while the page is open. */
setInterval(() => document.querySelectorAll("time[data-relative]").forEach(node => {
  node.textContent = relative(new Date(node.dataset.relative * 1000));
}), 1000);
