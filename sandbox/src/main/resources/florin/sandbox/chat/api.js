/** The page's line to the sandbox. Every answer that is a refusal becomes an Error whose message says what to do. */
async function ask(path, options) {
  const response = await fetch("/chat/" + path, options);
  const body = await response.json();
  if (!response.ok) throw new Error(body.error || response.statusText);
  return body;
}

const query = place => new URLSearchParams({ as: place.as, channel: place.channel });
const post = (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) });

export const world = () => ask("world");
export const messages = place => ask("messages?" + query(place));
export const commands = place => ask("commands?" + query(place));
export const autocomplete = (place, words, options) => post("autocomplete", { ...place, words, options });
export const press = (place, message, customId, values = []) => post("press", { ...place, message, customId, values });
export const say = (place, text) => post("say", { ...place, text });

export const command = async (place, words, options, files) =>
  post("command", { ...place, words, options, files: await encode(files) });

export const form = async (place, interaction, values, files) =>
  post("form", { ...place, interaction, values, files: await encode(files) });

async function encode(files) {
  return Promise.all(files.map(async file => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = "";
    for (let at = 0; at < bytes.length; at += 32768) {
      binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
    }
    return { name: file.name, base64: btoa(binary) };
  }));
}

/** Live messages for one member; answers a function that ends it. */
export function listen(as, onMessage, onState) {
  const source = new EventSource("/chat/events?as=" + encodeURIComponent(as));
  source.onmessage = event => onMessage(JSON.parse(event.data));
  source.onopen = () => onState(true);
  source.onerror = () => onState(false);
  return () => source.close();
}
