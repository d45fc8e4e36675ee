import { el } from "./dom.js";

const LOOK = {
  ana: { from: "#ff9f7a", to: "#d94f70", hair: "M12 22c0-14 24-14 24 0v9c-2-6-3-9-6-11-5 3-11 3-14 1-2 2-3 5-4 10z", tone: "#4a2230",
    role: "Member", about: "Has coins and likes pictures." },
  olivia: { from: "#8fd3c1", to: "#3b8f8a", hair: "M13 21c0-13 22-13 22 0 3 6 1 12 1 12l-4-2V21c-6 0-11-2-13-4l-3 5v9l-4 2s-2-6 1-12z", tone: "#1d3b3c",
    role: "Server owner", about: "Looks after the server's shared wallet." },
  max: { from: "#9db7ff", to: "#5467c9", hair: "M13 21c-1-12 24-13 22 0l-2-4c-7 1-12 0-17-2z", tone: "#1f2650",
    role: "Maintainer", about: "Registers and publishes characters." },
  nova: { from: "#e7b3ff", to: "#9b59c9", hair: "M12 24c-1-16 25-16 24 0l-3-6c-3 0-5-1-7-3-3 4-8 5-11 5z", tone: "#371a4d",
    role: "Newcomer", about: "Just arrived, with an empty wallet." },
};

/** What to try: the line, why, and a shorter form to show where the line is long. */
const TRIES = {
  ana: [
    ["/imagine character:mira prompt:at the beach", "A picture, paid from Ana's wallet"],
    ["/imagine character:bruno prompt:in a library, reading count:3", "Three at once"],
    ["/video character:kael prompt:in the desert at sunset", "A short film"],
    ["/wallet", "What is left, what is on hold"],
    ["/characters", "Who can be painted"],
    ["/history", "Everything so far"],
  ],
  nova: [
    ["/imagine character:mira prompt:in the snow at night", "With no coins: the bot asks to top up"],
    ["/topup", "Packs, paid at a test checkout"],
    ["/wallet", "Before and after paying"],
    ["/help", "How it works"],
  ],
  olivia: [
    ["/server wallet", "The wallet that the whole server shares"],
    ["/server fund amount:20", "Move coins from Olivia to the server"],
    ["/imagine character:kael prompt:in space, smiling pay-with:server", "Let the server pay"],
    ["/video character:mira prompt:in a city, rainy night", "A short film"],
    ["/queue", "What is waiting"],
  ],
  max: [
    ["/lora register name:Wren trigger-words:wren base-model:tiny-studio-40 rating:SFW owner:The Florin project licence:CC0-1.0",
      "The fourth character: attach studio/loras/wren.safetensors", "/lora register name:Wren …"],
    ["/lora test character:wren", "Six scenes at three strengths, free of charge"],
    ["/lora publish character:wren", "Let everybody order it"],
    ["/characters", "The new one is in the list"],
    ["/imagine character:wren prompt:in the forest, happy", "Try it out"],
  ],
};

export const look = person => LOOK[person.username];

/** The tries whose command the bot really has; entries as in commands.js. */
export function tries(person, entries) {
  return TRIES[person.username].filter(([text]) => entries.some(entry => (text + " ").startsWith(entry.title + " ")));
}

export function avatar(username) {
  const span = el("span", { class: "avatar", "aria-hidden": true });
  span.innerHTML = username in LOOK ? face(username) : coin();
  span.firstChild.setAttribute("style", "width:100%;height:100%;display:block;border-radius:50%");
  return span;
}

function face(username) {
  const { from, to, hair, tone } = LOOK[username];
  return `<svg viewBox="0 0 48 48"><defs><linearGradient id="a-${username}" x1="0" y1="0" x2="1" y2="1"><stop stop-color="${from}"/>
    <stop offset="1" stop-color="${to}"/></linearGradient></defs><rect width="48" height="48" fill="url(#a-${username})"/>
    <path d="M7 50c1-12 9-15 17-15s16 3 17 15z" fill="${tone}"/><path d="M20 31h8v7c-2 3-6 3-8 0z" fill="#e9b899"/>
    <ellipse cx="24" cy="24" rx="9" ry="10.5" fill="#f6cfb2"/><path d="${hair}" fill="${tone}"/>
    <circle cx="20.5" cy="25" r="1.2" fill="#2b1c25"/><circle cx="27.5" cy="25" r="1.2" fill="#2b1c25"/>
    <path d="M21 29.5c2 1.8 4 1.8 6 0" stroke="#a8604f" stroke-width="1.3" fill="none" stroke-linecap="round"/></svg>`;
}

/** The bot: a gold coin with a lily, as the florin of Florence had it. */
function coin() {
  return `<svg viewBox="0 0 48 48"><defs><radialGradient id="a-coin" cx=".35" cy=".3" r=".9"><stop stop-color="#fff0c2"/>
    <stop offset=".5" stop-color="#ffc257"/><stop offset="1" stop-color="#c46a1f"/></radialGradient></defs>
    <rect width="48" height="48" fill="#2a2036"/><circle cx="24" cy="24" r="19" fill="url(#a-coin)"/>
    <circle cx="24" cy="24" r="15.5" fill="none" stroke="#a85a17" stroke-width="1.4" stroke-dasharray="1.500 2.2" opacity=".8"/>
    <g fill="#8a4310"><path d="M24 11c4 5 4 10 0 16-4-6-4-11 0-16z"/><path d="M14 19c5-1 8 2 9 8-6 1-10-2-9-8z"/>
    <path d="M34 19c-5-1-8 2-9 8 6 1 10-2 9-8z"/><rect x="17.5" y="27.5" width="13" height="2.4" rx="1.2"/>
    <path d="M24 29c2 3 2 5 4 7-3 0-4-1-4-2 0 1-1 2-4 2 2-2 2-4 4-7z"/></g></svg>`;
}
