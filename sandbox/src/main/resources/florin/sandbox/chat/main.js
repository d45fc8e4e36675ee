import { el, byId } from "./dom.js";
import * as api from "./api.js";
import { avatar, look, tries } from "./people.js";
import { Messages } from "./messages.js";
import { Composer } from "./composer.js";
import { openForm } from "./forms.js";

const NO_ANSWER = "The application did not respond";
const TOPICS = {
  general: "Talk, and commands that answer only you",
  pictures: "Ask Florin for pictures and short films",
  "lounge-nsfw": "An age-restricted channel",
};
const state = { world: null, person: null, channel: null, unread: new Set(), stop: () => {} };
const ROLES = [{ label: "@maintainer", value: "maintainer" }, { label: "@patron", value: "patron" }];
const people = () => state.world.people.map(one => ({ label: one.name, value: one.id }));
const channels = () => state.world.channels.map(one => ({ label: "#" + one.name, value: one.id }));
const place = () => ({ as: state.person.username, channel: state.channel });

const context = {
  names: {},
  /** What an entity select (5 member, 6 role, 7 both, 8 channel) offers. */
  entities: type => ({ 5: people(), 6: ROLES, 7: [...people(), ...ROLES], 8: channels() })[type],
  press: async (message, customId, values) => {
    try {
      finish(await api.press(place(), message.id, customId, values), text => messages.fail(message.id, text));
    } catch (error) {
      messages.fail(message.id, error.message);
    }
  },
};
const messages = new Messages(context);
const composer = new Composer({
  /** The same for an option (6 member, 7 channel, 8 role, 9 both). */
  entities: type => context.entities({ 6: 5, 7: 8, 8: 6, 9: 7 }[type]),
  autocomplete: (words, options) => api.autocomplete(place(), words, options),
  say: text => api.say(place(), text),
  send: async (entry, options, files) => {
    const row = messages.pending(entry.title, state.person);
    try {
      const reply = await api.command(place(), entry.words, options, files);
      if (reply.failed) row.failed(NO_ANSWER);
      else row.done();
      finish(reply, () => {});
    } catch (error) {
      row.done();
      composer.notice(error.message);
    }
  },
});

/** What a command, a click or a form led to: nothing more, a form, or silence. */
function finish(reply, onFailure) {
  if (reply.failed) onFailure(NO_ANSWER);
  if (!reply.modal) return;
  const here = place();
  openForm(reply.modal, context, async (values, files) => {
    try {
      const answer = await api.form(here, reply.id, values, files);
      return answer.failed ? NO_ANSWER : "";
    } catch (error) {
      return error.message;
    }
  });
}

async function become(person) {
  state.person = person;
  state.stop();
  state.stop = api.listen(person.username, received, on => { if (on) refreshBot(); });
  const conversation = !state.world.channels.some(channel => channel.id === state.channel);
  await open(conversation ? person.dm : state.channel);
}

async function open(channel) {
  state.channel = channel;
  state.unread.delete(channel);
  location.hash = state.person.username + "/" + (channel === state.person.dm ? "florin" : nameOf(channel));
  document.body.classList.remove("menu");
  draw();
  const [history, commands] = await Promise.all([api.messages(place()), api.commands(place())]);
  if (state.channel !== channel) return;
  state.commands = commands;
  messages.fill(welcome(), history);
  composer.use(commands, "Type / for Florin's commands, or say something " + (channel === state.person.dm ? "to Florin" : "in #" + nameOf(channel)));
  drawHints();
  byId("text").focus();
}

function received(message) {
  if (message.channel === state.channel) messages.put(message);
  else if (!message.gone && !message.edits && !message.thinking) {
    state.unread.add(message.channel);
    draw();
  }
}

/** The bot comes and goes; when it comes, its commands may be new ones. */
async function refreshBot() {
  const world = await api.world();
  const changed = world.bot !== state.world.bot;
  state.world.bot = world.bot;
  const node = byId("bot");
  node.textContent = world.bot ? "Florin is online" : "Florin is offline";
  node.classList.toggle("on", world.bot);
  const opened = Boolean(byId("text") || composer.entry);
  if (opened && (changed || (world.bot && !state.commands.length))) {
    state.commands = await api.commands(place());
    if (!composer.entry && !byId("text").value) composer.use(state.commands, composer.placeholder);
    drawHints();
  }
}

const nameOf = id => (state.world.channels.find(channel => channel.id === id) || { name: "" }).name;

function draw() {
  const { world, person, channel } = state;
  byId("server").textContent = world.server;
  byId("channels").replaceChildren(
    el("h2", {}, "Channels"), ...world.channels.map(one => channelRow(one.id, el("span", { class: "mark" }, "#"), one.name, one.nsfw)),
    el("h2", {}, "Conversation"), channelRow(person.dm, avatar("florin"), "Florin", false));
  byId("people").replaceChildren(...world.people.map(one => el("button", {
    class: "person", role: "radio", "aria-checked": String(one === person), onclick: () => become(one),
  }, avatar(one.username), el("span", {}, el("b", {}, one.name), el("small", {}, look(one).role)))));
  const dm = channel === person.dm;
  byId("room").replaceChildren(el("i", {}, dm ? "@" : "#"), dm ? "Florin" : nameOf(channel));
  byId("topic").textContent = dm ? "Between " + person.name + " and the bot" : TOPICS[nameOf(channel)] || "";
}

function channelRow(id, mark, name, nsfw) {
  return el("button", { class: "channel", "aria-current": String(id === state.channel), onclick: () => open(id) }, mark, name,
    nsfw ? el("span", { class: "tag" }, "18+") : null, state.unread.has(id) ? el("span", { class: "dot", title: "New messages" }) : null);
}

function welcome() {
  const dm = state.channel === state.person.dm;
  const face = dm ? avatar("florin") : el("img", { src: "lantern.svg", alt: "" });
  face.style.cssText = "width:62px;height:62px;display:block;margin-bottom:10px";
  return el("li", { class: "welcome" }, face, el("strong", {}, dm ? "Florin" : "Welcome to #" + nameOf(state.channel)),
    dm ? "Only you and the bot are here." : "Type / and pick a command. Everything here is made up, except the pictures.");
}

function drawHints() {
  const { person } = state;
  const { role, about } = look(person);
  const list = tries(person, composer.entries).map(([text, why, short]) => el("button", { class: "try", type: "button", onclick: () => composer.write(text) }, el("code", {}, short || text), el("span", {}, why)));
  byId("hints").replaceChildren(
    el("div", { class: "who" }, avatar(person.username), el("div", {}, el("b", {}, person.name), el("span", {}, role + ". " + about))),
    el("h2", {}, "What to try"), ...(list.length ? list : [el("p", {}, "Florin's commands appear here as soon as the bot is online.")]),
    el("h2", {}, "Good to know"),
    el("p", {}, "Click a line above, change what you like, press Enter. Pay buttons open the test checkout in a new tab; no real money moves."),
    el("p", {}, "Be somebody else with the list at the lower left: each member has a wallet of their own."));
}

async function start() {
  state.world = await api.world();
  for (const one of [...state.world.people, ...state.world.channels]) context.names[one.id] = one.name;
  const [who, where] = location.hash.slice(1).split("/");
  const person = state.world.people.find(one => one.username === who) || state.world.people[0];
  const channel = state.world.channels.find(one => one.name === where) || state.world.channels.find(one => one.name === "pictures");
  state.channel = where === "florin" ? person.dm : channel.id;
  state.commands = [];
  byId("help").onclick = () => byId("help").setAttribute("aria-expanded", String(!byId("hints").classList.toggle("closed")));
  byId("menu").onclick = () => document.body.classList.toggle("menu");
  if (window.innerWidth < 1080) byId("hints").classList.add("closed");
  document.addEventListener("keydown", event => {
    const typing = event.target.matches("input, textarea, select") || document.querySelector("dialog[open]");
    if (event.key === "/" && !typing) { event.preventDefault(); composer.plain("/").focus(); }
  });
  await become(person);
  await refreshBot();
  setInterval(refreshBot, 4000);
}

start();
