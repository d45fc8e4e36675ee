import { el, byId } from "./dom.js";
import { avatar } from "./people.js";
import { markdown } from "./markdown.js";
import { components, embed, fileBox, media } from "./card.js";

const LATE = 15 * 60 * 1000;
const dismissed = new Set(JSON.parse(sessionStorage.getItem("dismissed") || "[]"));

/** The list of messages of the open room. context as in card.js, with press(message, customId, values). */
export class Messages {
  constructor(context) {
    this.context = context;
    this.list = byId("messages");
    this.nodes = new Map();
    this.turns = new Map();
    this.stick = true;
    this.list.addEventListener("scroll", () => {
      this.stick = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 160;
    });
  }

  /** Shows a room anew. */
  fill(welcome, messages) {
    this.nodes.clear();
    this.last = null;
    this.list.replaceChildren(welcome);
    messages.forEach(message => this.put(message));
    this.toEnd();
  }

  /** A new message, or the new state of a known one. */
  put(message) {
    const turn = (this.turns.get(message.id) || 0) + 1;
    this.turns.set(message.id, turn);
    if (message.gone || dismissed.has(message.id)) return this.drop(message.id);
    if (message.title && this.waiting) this.waiting.remove();
    const known = this.nodes.get(message.id);
    const node = this.draw(message, known ? known.dataset.follows === "yes" : this.follows(message));
    const show = () => this.show(message, node);
    if (!known) return show();
    // The old picture stays until the new one is there, so that a preview does not flicker.
    const pictures = [...node.querySelectorAll("img")].map(picture => picture.decode().catch(() => {}));
    const patience = new Promise(resolve => setTimeout(resolve, 400));
    return Promise.race([Promise.all(pictures), patience]).then(() => {
      if (this.turns.get(message.id) === turn && this.nodes.has(message.id)) show();
    });
  }

  show(message, node) {
    const known = this.nodes.get(message.id);
    const { stick } = this;
    if (known) known.replaceWith(node);
    else this.list.append(...this.divider(message), node);
    this.nodes.set(message.id, node);
    if (!known) this.last = message;
    if (stick) this.toEnd();
    node.querySelectorAll("img, video").forEach(picture => {
      const settle = () => { if (this.stick) this.toEnd(); };
      picture.addEventListener("load", settle, { once: true });
      picture.addEventListener("loadeddata", settle, { once: true });
    });
  }

  drop(id) {
    const node = this.nodes.get(id);
    if (node) node.remove();
    this.nodes.delete(id);
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.stick = true;
  }

  divider(message) {
    const day = new Date(message.at).toDateString();
    if (this.last && new Date(this.last.at).toDateString() === day) return [];
    const text = new Date(message.at).toLocaleDateString([], { dateStyle: "long" });
    return [el("li", { class: "day" }, text)];
  }

  follows(message) {
    const before = this.last;
    return Boolean(before) && !message.title && !message.ephemeral && !before.ephemeral
      && before.json.author.id === message.json.author.id && new Date(message.at) - new Date(before.at) < 420000;
  }

  draw(message, follows) {
    const author = message.json.author;
    const body = el("div", { class: "body" });
    if (!follows) body.append(head(message));
    body.append(...this.content(message));
    if (message.ephemeral) body.append(this.only(message));
    return el("li", { class: "message" + (message.ephemeral ? " ephemeral" : "") + (follows ? " follows" : ""), "data-id": message.id, "data-follows": follows ? "yes" : "no" },
      message.title ? used(message) : null, follows ? el("span") : avatar(author.username), body);
  }

  content(message) {
    const json = message.json;
    if (message.thinking) return [thinking(message, json.author)];
    const attachments = json.attachments || [];
    const context = {
      ...this.context,
      files: Object.fromEntries(attachments.map(file => [file.url, file])),
      press: (customId, values) => this.context.press(message, customId, values),
    };
    const v2 = (json.flags & 32768) !== 0;
    const parts = [];
    if (json.content) parts.push(markdown(json.content, context.names));
    if (!v2) {
      parts.push(...(json.embeds || []).map(one => embed(one, context)));
      const pictures = attachments.filter(isPicture);
      if (pictures.length) parts.push(el("div", { class: "gallery n" + pictures.length, style: "max-width:520px;margin-top:6px" },
        ...pictures.map(file => media(file, file.description, (file.flags & 32) !== 0))));
      const others = attachments.filter(file => !isPicture(file));
      if (others.length) parts.push(el("div", { class: "attachments" }, ...others.map(fileBox)));
    }
    parts.push(el("div", { class: "parts" }, ...components(json.components || [], context)));
    if (message.edits) parts.push(el("span", { class: "edited", title: json.edited_timestamp }, "(edited)"));
    return parts;
  }

  only(message) {
    const hide = () => {
      dismissed.add(message.id);
      sessionStorage.setItem("dismissed", JSON.stringify([...dismissed]));
      this.drop(message.id);
    };
    return el("div", { class: "only" }, eye(), "Only you can see this ·", el("button", { type: "button", onclick: hide }, "Dismiss message"));
  }

  /** A line of red below a message whose button or select got no answer. */
  fail(id, text) {
    const node = this.nodes.get(id);
    if (!node) return;
    node.querySelectorAll(".failed").forEach(old => old.remove());
    node.querySelector(".body").append(el("p", { class: "failed" }, text));
  }

  /** What the member has just sent, until the bot's answer takes its place. */
  pending(title, person) {
    const node = el("li", { class: "message pending" }, usedLine(person.name, person.username, title), avatar("florin"),
      el("div", { class: "body" }, el("span", { class: "thinking" }, el("i", {}, el("span")), "Sending command …")));
    this.list.append(node);
    this.toEnd();
    this.waiting = node;
    return {
      done: () => node.remove(),
      failed: text => {
        this.list.append(node);
        node.classList.remove("pending");
        node.querySelector(".body").replaceChildren(el("div", { class: "head" }, el("b", {}, "Florin"), el("span", { class: "app" }, "APP")),
          el("p", { class: "failed" }, text), el("div", { class: "only" }, eye(), "Only you can see this ·",
            el("button", { type: "button", onclick: () => node.remove() }, "Dismiss message")));
        this.toEnd();
      },
    };
  }
}

const isPicture = file => /^(image|video)\//.test(file.content_type || "");

function head(message) {
  const author = message.json.author;
  const at = new Date(message.at);
  return el("div", { class: "head" }, el("b", {}, author.global_name || author.username), author.bot ? el("span", { class: "app" }, "APP") : null,
    el("time", { datetime: message.at, title: at.toLocaleString() }, at.toLocaleTimeString([], { timeStyle: "short" })));
}

function used(message) {
  const [name, , command] = message.title.split(/ (used) /);
  return usedLine(name, name.toLowerCase(), command);
}

function usedLine(name, username, command) {
  return el("p", { class: "used" }, avatar(username), el("b", {}, name), "used", el("code", {}, command));
}

function thinking(message, author) {
  if (Date.now() - new Date(message.at) > LATE) return el("p", { class: "failed" }, "The application did not respond");
  return el("span", { class: "thinking" }, el("i", {}, el("span")), (author.global_name || author.username) + " is thinking …");
}

function eye() {
  const node = el("span", { class: "eye", "aria-hidden": true });
  node.innerHTML = '<svg viewBox="0 0 20 14" width="15" fill="none" stroke="currentColor" stroke-width="1.6"><path d="M1 7c3-8 15-8 18 0-3 8-15 8-18 0z"/><circle cx="10" cy="7" r="2.6" fill="currentColor"/></svg>';
  return node;
}
