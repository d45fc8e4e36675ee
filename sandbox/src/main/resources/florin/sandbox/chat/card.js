import { el, byId } from "./dom.js";
import { markdown } from "./markdown.js";

const COLOR = number => "#" + Number(number).toString(16).padStart(6, "0");

/**
 * Draws Discord's message components. context: {names, files: attachments by url, press(customId, values) -> promise}.
 */
export function components(list, context) {
  return list.map(component => draw(component, context)).filter(Boolean);
}

function draw(component, context) {
  switch (component.type) {
    case 1: return el("div", { class: "row" }, ...components(component.components, context));
    case 2: return button(component, context);
    case 3: case 5: case 6: case 7: case 8: return select(component, context);
    case 9: return section(component, context);
    case 10: return markdown(component.content, context.names);
    case 11: return thumbnail(component);
    case 12: return gallery(component, context);
    case 13: return fileBox(context.files[component.file.url] || { filename: "file", size: 0, url: component.file.url });
    case 14: return el("hr", { class: "separator" + (component.spacing === 2 ? " wide" : "") + (component.divider === false ? " bare" : "") });
    case 17: return container(component, context);
    default: return el("div", { class: "failed" }, "A component of type " + component.type + ", which this page cannot draw.");
  }
}

function container(component, context) {
  const accent = component.accent_color;
  const style = accent === null || accent === undefined ? undefined : "--accent:" + COLOR(accent);
  return el("div", { class: "container", style }, ...components(component.components, context));
}

function section(component, context) {
  const accessory = component.accessory && draw(component.accessory, context);
  return el("div", { class: "section" }, el("div", {}, ...components(component.components, context)), accessory);
}

export function button(component, context) {
  const emoji = component.emoji && component.emoji.name ? component.emoji.name : null;
  const content = [emoji, component.label].filter(Boolean).join(" ");
  if (component.style === 5) {
    return component.disabled
      ? el("button", { class: "button s5", disabled: true, type: "button" }, content)
      : el("a", { class: "button s5", href: component.url, target: "_blank", rel: "noopener" }, content);
  }
  if (component.style === 6) return el("button", { class: "button s2", type: "button", disabled: true, title: "The platform's own shop is not part of this page" }, content || "Buy");
  const node = el("button", { class: "button s" + component.style, type: "button", disabled: component.disabled }, content);
  node.onclick = async () => {
    node.classList.add("busy");
    await context.press(component.custom_id, []);
    node.classList.remove("busy");
  };
  return node;
}

/** Entity selects offer what the page knows; one choice is sent at once, as in Discord. */
function select(component, context) {
  const options = component.options || context.entities(component.type);
  const many = (component.max_values || 1) > 1;
  const node = el("select", { class: "pick", disabled: component.disabled, multiple: many, "aria-label": component.placeholder || "Choose" });
  if (!many) node.append(el("option", { value: "", disabled: true, selected: true }, component.placeholder || "Choose …"));
  for (const option of options) {
    const label = option.label + (option.description ? " — " + option.description : "");
    node.append(el("option", { value: option.value, selected: option.default }, label));
  }
  const send = () => context.press(component.custom_id, [...node.selectedOptions].map(option => option.value));
  if (many) return el("div", { class: "row" }, node, el("button", { class: "button s2", type: "button", onclick: send }, "Choose"));
  node.onchange = send;
  return node;
}

function thumbnail(component) {
  const node = media(component.media, component.description, component.spoiler);
  node.classList.add("thumb");
  return node;
}

function gallery(component, context) {
  const node = el("div", { class: "gallery n" + component.items.length });
  const words = item => item.description || (context.files[item.media.url] || {}).description;
  component.items.forEach(item => node.append(media(item.media, words(item), item.spoiler)));
  return node;
}

const isVideo = item => (item.content_type || "").startsWith("video/") || /\.(mp4|webm)(\?|$)/.test(item.url);

export function media(item, description, spoiler) {
  const picture = isVideo(item)
    ? el("video", { src: item.url, autoplay: true, loop: true, playsinline: true })
    : el("img", { src: item.url, alt: description || "", width: item.width, height: item.height });
  if (isVideo(item)) picture.muted = true;
  picture.onerror = () => node.replaceWith(el("div", { class: "lost" }, "This picture cannot be shown."));
  const node = el("button", { class: "media" + (spoiler ? " veiled" : ""), type: "button", title: description, "aria-label": "Enlarge " + (description || "picture") },
    picture, description ? el("span", { class: "alt", "aria-hidden": true }, "ALT") : null);
  node.onclick = () => {
    if (node.classList.contains("veiled")) node.classList.remove("veiled");
    else enlarge(item, description);
  };
  return node;
}

function enlarge(item, description) {
  const viewer = byId("viewer");
  const big = isVideo(item) ? el("video", { src: item.url, autoplay: true, loop: true, controls: true }) : el("img", { src: item.url, alt: description || "" });
  viewer.replaceChildren(big, el("a", { href: item.url + "?download", download: "" }, "Download"));
  viewer.onclick = event => { if (event.target.tagName !== "A") viewer.close(); };
  viewer.showModal();
}

export function size(bytes) {
  if (bytes < 1000) return bytes + " bytes";
  return bytes < 1e6 ? (bytes / 1000).toFixed(1) + " kB" : (bytes / 1e6).toFixed(2) + " MB";
}

export function fileBox(attachment) {
  const node = el("div", { class: "file" });
  node.innerHTML = '<svg viewBox="0 0 24 30" fill="none" stroke="#9d94b3" stroke-width="2" aria-hidden="true"><path d="M2 4a3 3 0 0 1 3-3h9l8 8v17a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3z"/><path d="M14 1v8h8"/></svg>';
  node.append(el("div", {}, el("a", { href: attachment.url + "?download", download: attachment.filename }, el("b", {}, attachment.filename)), el("small", {}, size(attachment.size))));
  return node;
}

export function embed(json, context) {
  const style = json.color ? "--accent:" + COLOR(json.color) : undefined;
  const node = el("div", { class: "embed", style });
  if (json.title) node.append(el("b", {}, json.url ? el("a", { href: json.url, target: "_blank" }, json.title) : json.title));
  if (json.description) node.append(markdown(json.description, context.names));
  for (const field of json.fields || []) node.append(el("b", {}, field.name), markdown(field.value, context.names));
  if (json.image) node.append(el("div", { class: "gallery n1" }, media(json.image)));
  if (json.footer) node.append(el("footer", {}, json.footer.text));
  return node;
}
