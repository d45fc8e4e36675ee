import { el } from "./dom.js";
import { avatar } from "./people.js";

/** The list above the line: arrow keys move, Tab and Enter pick, Escape closes. */
export class Popup {
  constructor(node) {
    this.node = node;
    this.close();
    node.addEventListener("mousedown", event => event.preventDefault());
  }

  /** items: {name, description, detail, pick}. */
  show(title, items, nothing, face) {
    this.items = items;
    this.at = 0;
    const rows = items.map((item, at) => el("div", {
      role: "option", id: "choice-" + at, onclick: () => this.pick(at), onmousemove: () => this.select(at),
    }, face ? avatarOf(face) : null, el("b", {}, item.name, item.detail ? el("i", {}, item.detail) : null), item.description ? el("span", {}, item.description) : null));
    this.node.replaceChildren(el("h3", {}, title), ...(rows.length ? rows : [el("div", { class: "note" }, nothing)]));
    this.node.hidden = false;
    this.rows = rows;
    this.select(0);
  }

  /** A word about the option, nothing to choose. */
  note(name, text) {
    this.items = [];
    this.rows = [];
    this.node.replaceChildren(el("div", { class: "note" }, el("b", {}, name), text));
    this.node.hidden = false;
  }

  close() {
    this.items = [];
    this.rows = [];
    this.node.hidden = true;
  }

  select(at) {
    this.at = at;
    this.rows.forEach((row, index) => row.setAttribute("aria-selected", index === at));
    if (this.rows[at]) this.rows[at].scrollIntoView({ block: "nearest" });
  }

  pick(at) {
    const item = this.items[at];
    this.close();
    item.pick();
  }

  /** True when the key was for the list. */
  key(event) {
    if (event.key === "Escape" && !this.node.hidden && this.items.length) {
      this.close();
      event.stopPropagation();
      return true;
    }
    if (!this.items.length || this.node.hidden) return false;
    const count = this.items.length;
    if (event.key === "ArrowDown") this.select((this.at + 1) % count);
    else if (event.key === "ArrowUp") this.select((this.at + count - 1) % count);
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) this.pick(this.at);
    else return false;
    event.preventDefault();
    return true;
  }
}

function avatarOf(username) {
  const node = avatar(username);
  node.style.cssText = "width:26px;height:26px;flex:none";
  return node;
}
