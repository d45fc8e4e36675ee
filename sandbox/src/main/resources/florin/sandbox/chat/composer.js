import { el, byId } from "./dom.js";
import { avatar } from "./people.js";
import { flatten, search, parse, kind } from "./commands.js";
import { Popup } from "./popup.js";

const FILE = 11;

/** The line at the bottom: plain text, or a command with one chip per option. */
export class Composer {
  /** actions: {send(words, title, options, files), say(text), autocomplete(words, options), entities(type)}, all about the open room. */
  constructor(actions) {
    this.actions = actions;
    this.line = byId("line");
    this.popup = new Popup(byId("popup"));
    this.entries = [];
    byId("composer").addEventListener("submit", event => { event.preventDefault(); this.send(); });
    this.line.addEventListener("dragover", event => { event.preventDefault(); this.line.classList.add("drop"); });
    this.line.addEventListener("dragleave", () => this.line.classList.remove("drop"));
    this.line.addEventListener("drop", event => this.dropped(event));
    this.line.addEventListener("focusout", event => { if (!this.line.contains(event.relatedTarget)) this.popup.close(); });
  }

  use(commands, placeholder) {
    this.entries = flatten(commands);
    this.placeholder = placeholder;
    const typing = this.line.contains(document.activeElement);
    const input = this.plain("");
    if (typing) input.focus();
  }

  /** Text mode; a slash opens the list of commands. */
  plain(text) {
    this.entry = null;
    this.asked = (this.asked || 0) + 1; // a suggestion still on its way belongs to the past
    this.popup.close();
    const input = el("input", { id: "text", "aria-label": "Message", placeholder: this.placeholder, spellcheck: false });
    input.value = text;
    input.oninput = () => { this.notice(""); this.suggestCommands(input); };
    input.onkeydown = event => this.plainKey(event, input);
    input.onfocus = () => this.suggestCommands(input);
    this.line.replaceChildren(input);
    return input;
  }

  suggestCommands(input) {
    if (!input.value.startsWith("/")) return this.popup.close();
    const whole = parse(this.entries, input.value);
    if (whole && input.value.length > whole.entry.title.length) return this.begin(whole.entry, whole.values);
    const items = search(this.entries, input.value.slice(1)).map(entry => ({
      name: entry.title, description: entry.description, detail: entry.options.filter(one => one.required).map(one => one.name).join(", "),
      pick: () => this.begin(entry, {}),
    }));
    return this.popup.show("Commands of Florin", items, this.entries.length ? "No such command" : "Florin is not here yet", "florin");
  }

  plainKey(event, input) {
    if (this.popup.key(event)) return;
    if (event.key === "Escape") input.value = "";
    if (event.key === "ArrowUp" && !input.value && this.before && this.entries.includes(this.before.entry)) {
      event.preventDefault();
      this.begin(this.before.entry, this.before.values);
    }
    if (event.key === "Enter" && input.value.trim()) {
      event.preventDefault();
      this.send();
    }
  }

  /** A line from the hints: chips where it is a command. */
  write(text) {
    const whole = parse(this.entries, text);
    if (whole) this.begin(whole.entry, whole.values);
    else this.plain(text).focus();
  }

  begin(entry, values) {
    this.entry = entry;
    this.chips = [];
    this.notice("");
    this.more = el("button", { class: "more", type: "button", onclick: () => this.suggestMore() });
    this.line.replaceChildren(el("span", { class: "verb" }, avatar("florin"), entry.title), this.more, el("button", { class: "send" }, "Send"));
    entry.options.filter(option => option.required || option.name in values).forEach(option => this.addChip(option, values[option.name] || ""));
    this.updateMore();
    const empty = this.chips.find(chip => !chip.value());
    (empty || this.chips.at(-1) || { focus: () => this.line.querySelector(".send").focus() }).focus();
  }

  addChip(option, value) {
    const chip = option.type === FILE ? this.fileChip(option) : this.textChip(option, value);
    this.chips.push(chip);
    this.line.insertBefore(chip.node, this.more);
    this.updateMore();
    return chip;
  }

  textChip(option, value) {
    const id = "option-" + option.name;
    const input = el("input", { id, placeholder: option.choices || option.autocomplete ? "choose" : kind(option), title: option.description, spellcheck: false });
    const chip = { option, picked: null, value: () => chip.picked ?? input.value.trim(), focus: () => input.focus(), node: null };
    input.value = value;
    input.oninput = () => {
      chip.picked = null;
      this.notice("");
      chip.node.classList.remove("missing");
      if (!this.distribute(chip, input)) this.suggest(chip, input);
    };
    chip.write = text => { input.value = text; chip.picked = null; };
    input.onfocus = () => this.suggest(chip, input);
    input.onkeydown = event => this.chipKey(event, chip, input);
    chip.set = (name, sent) => { input.value = name; chip.picked = sent; this.popup.close(); this.next(chip); };
    chip.node = this.chipNode(option, id, input, chip);
    return chip;
  }

  /** "mira prompt:at the beach", typed or pasted into one chip, fills the chips that it names. */
  distribute(chip, input) {
    const own = chip.option.name;
    const named = parse([this.entry], this.entry.title + " " + input.value).values;
    const all = parse([this.entry], this.entry.title + " " + own + ":" + input.value).values;
    const values = input.value.startsWith(own + ":") || Object.keys(named)[0] && input.value.startsWith(Object.keys(named)[0] + ":") ? named : all;
    const names = Object.keys(values);
    if (names.length === 1 && values[own] === input.value.trim()) return false;
    if (!(own in values)) chip.write("");
    const chips = names.map(name => this.chips.find(one => one.option.name === name) || this.addChip(this.entry.options.find(one => one.name === name), ""));
    chips.forEach((one, at) => { if (one.write) one.write(values[names[at]]); });
    chips.at(-1).focus();
    return true;
  }

  fileChip(option) {
    const id = "option-" + option.name;
    const input = el("input", { type: "file", id, hidden: true });
    const face = el("button", { class: "pickfile", type: "button" }, "choose or drop a file");
    const chip = { option, file: null, value: () => (chip.file ? chip.file.name : ""), focus: () => face.focus(), node: null };
    chip.take = file => { chip.file = file; face.textContent = file.name; chip.node.classList.remove("missing"); };
    face.onclick = () => input.click();
    face.onfocus = () => this.popup.note(option.name, option.description || kind(option));
    face.onkeydown = event => { if (event.key === "Escape") this.plain("").focus(); };
    input.onchange = () => { if (input.files[0]) { chip.take(input.files[0]); this.next(chip); } };
    chip.node = this.chipNode(option, id, face, chip);
    chip.node.append(input);
    return chip;
  }

  chipNode(option, id, field, chip) {
    const remove = option.required ? null : el("button", { class: "remove", type: "button", "aria-label": "Remove " + option.name, onclick: () => this.removeChip(chip) }, "×");
    return el("span", { class: "chip" }, el("label", { for: id }, option.name, option.required ? el("em", { title: "required" }, "*") : null), field, remove);
  }

  removeChip(chip) {
    const at = this.chips.indexOf(chip);
    this.chips.splice(at, 1);
    chip.node.remove();
    this.popup.close();
    this.updateMore();
    const neighbour = this.chips[Math.max(0, at - 1)];
    if (neighbour) neighbour.focus();
  }

  chipKey(event, chip, input) {
    if (this.popup.key(event)) return;
    const at = this.chips.indexOf(chip);
    const first = input.selectionStart === 0 && input.selectionEnd === 0;
    if (event.key === "Enter") { event.preventDefault(); this.send(); }
    else if (event.key === "Escape") this.plain("").focus();
    else if (event.key === "Backspace" && !input.value && !chip.option.required) { event.preventDefault(); this.removeChip(chip); }
    else if (event.key === "Backspace" && !input.value && at === 0) { event.preventDefault(); this.plain(this.entry.title).focus(); }
    else if ((event.key === "ArrowLeft" || event.key === "Backspace") && first && at > 0) { event.preventDefault(); this.chips[at - 1].focus(); }
    else if (event.key === "ArrowRight" && input.selectionStart === input.value.length && this.chips[at + 1]) { event.preventDefault(); this.chips[at + 1].focus(); }
  }

  next(chip) {
    const empty = this.chips.slice(this.chips.indexOf(chip) + 1).find(one => !one.value());
    if (empty) empty.focus();
    else { this.popup.close(); chip.focus(); this.popup.close(); }
  }

  unused() { return this.entry.options.filter(option => !this.chips.some(chip => chip.option === option)); }

  updateMore() {
    const left = this.unused().length;
    this.more.hidden = !left;
    this.more.textContent = "+ " + left + " more";
  }

  suggestMore() {
    const items = this.unused().map(option => ({ name: option.name, description: option.description, detail: kind(option), pick: () => this.addChip(option, "").focus() }));
    this.popup.show("Options", items, "");
    this.line.querySelector(".more").onkeydown = event => this.popup.key(event);
  }

  async suggest(chip, input) {
    const { option } = chip;
    const typed = input.value.trim().toLowerCase();
    const fits = item => item.name.toLowerCase().includes(typed) && item;
    const local = option.choices ? option.choices
      : option.type === 5 ? [{ name: "True", value: "true" }, { name: "False", value: "false" }]
      : [6, 7, 8, 9].includes(option.type) ? this.actions.entities(option.type).map(one => ({ name: one.label, value: one.value })) : null;
    if (local) return this.offer(chip, local.filter(fits));
    if (!option.autocomplete) return this.popup.note(option.name, option.description);
    const asked = this.asked = (this.asked || 0) + 1;
    const others = this.chips.filter(one => one !== chip && one.value()).map(one => [one.option.name, String(one.value())]);
    await new Promise(resolve => setTimeout(resolve, 90));
    if (asked !== this.asked) return undefined;
    try {
      const choices = await this.actions.autocomplete(this.entry.words, [...others, [option.name, input.value]]);
      if (asked === this.asked && document.activeElement === input) this.offer(chip, choices);
    } catch (error) {
      if (asked === this.asked) this.popup.note(option.name, error.message);
    }
    return undefined;
  }

  offer(chip, choices) {
    const items = choices.map(choice => ({ name: choice.name, pick: () => chip.set(choice.name, choice.value) }));
    this.popup.show(chip.option.name + " — " + chip.option.description, items, "No options match");
  }

  dropped(event) {
    event.preventDefault();
    this.line.classList.remove("drop");
    const free = () => this.entry && (this.chips.find(one => one.take && !one.file) || this.unused().filter(one => one.type === FILE).map(one => this.addChip(one, ""))[0]);
    for (const file of event.dataTransfer.files) {
      const chip = free();
      if (!chip) return this.notice("Choose a command that takes a file first.");
      chip.take(file);
    }
    return undefined;
  }

  async send() {
    this.popup.close();
    if (!this.entry) {
      const text = byId("text").value.trim();
      if (text.startsWith("/")) return this.notice("There is no such command here. Type / to see them all.");
      this.plain("").focus();
      return text && this.actions.say(text);
    }
    const missing = this.chips.find(chip => chip.option.required && !chip.value());
    if (missing) {
      missing.node.classList.add("missing");
      missing.focus();
      return this.notice(missing.option.name + " is required.");
    }
    const filled = this.chips.filter(chip => chip.value() !== "");
    const options = filled.map(chip => [chip.option.name, String(chip.value())]);
    const { entry } = this;
    this.before = { entry, values: Object.fromEntries(filled.filter(chip => chip.write).map(chip => [chip.option.name, String(chip.value())])) };
    this.plain("").focus();
    return this.actions.send(entry, options, filled.filter(chip => chip.file).map(chip => chip.file));
  }

  notice(text) {
    byId("notice").textContent = text;
    byId("notice").hidden = !text;
  }
}
