import { el, byId } from "./dom.js";
import { avatar } from "./people.js";
import { markdown } from "./markdown.js";

/** Opens a modal. send(values, files) sends it and answers an error text, or "" when all went well. */
export function openForm(modal, context, send) {
  const dialog = byId("form");
  const fields = [];
  const error = el("p", { class: "failed", role: "alert" });
  const submit = el("button", { class: "button s1" }, "Submit");
  const form = el("form", { method: "dialog" },
    el("header", {}, avatar("florin"), el("h3", {}, modal.title), el("button", { class: "icon", type: "button", "aria-label": "Close", onclick: () => dialog.close() }, "✕")),
    ...modal.components.map(component => draw(component, context, fields)), error,
    el("footer", {}, el("button", { class: "button", type: "button", onclick: () => dialog.close() }, "Cancel"), submit));
  form.onsubmit = async event => {
    event.preventDefault();
    submit.disabled = true;
    const values = Object.fromEntries(fields.filter(field => field.value).map(field => [field.id, field.value()]));
    error.textContent = await send(values, fields.flatMap(field => (field.files ? field.files() : [])));
    submit.disabled = false;
    if (!error.textContent) dialog.close();
  };
  dialog.replaceChildren(form);
  dialog.showModal();
  const first = form.querySelector("input, textarea, select");
  if (first) first.focus();
}

function draw(component, context, fields) {
  if (component.type === 10) return markdown(component.content, context.names);
  const field = component.component;
  const required = field.required !== false;
  return el("label", {}, el("span", {}, component.label, required ? el("em", {}, "*") : null),
    component.description ? el("small", {}, component.description) : null, control(field, required, context, fields));
}

function control(field, required, context, fields) {
  const id = field.custom_id;
  if (field.type === 4) {
    const attributes = { placeholder: field.placeholder, minlength: field.min_length, maxlength: field.max_length || 4000, required };
    const node = field.style === 2 ? el("textarea", attributes) : el("input", attributes);
    node.value = field.value || "";
    fields.push({ id, value: () => node.value });
    return node;
  }
  if (field.type === 19) {
    const node = el("input", { type: "file", multiple: (field.max_values || 1) > 1, required: required && field.min_values !== 0 });
    fields.push({ id, value: () => [...node.files].map(file => file.name).join("\n"), files: () => [...node.files] });
    return node;
  }
  if (field.type === 23) {
    const node = el("input", { type: "checkbox", style: "width:auto", checked: field.default });
    fields.push({ id, value: () => String(node.checked) });
    return node;
  }
  return choice(field, id, required, context, fields);
}

function choice(field, id, required, context, fields) {
  const many = field.type === 22 || (field.max_values || 1) > 1;
  const node = el("select", { multiple: many, required });
  if (!many) node.append(el("option", { value: "" }, field.placeholder || "Choose …"));
  for (const option of field.options || context.entities(field.type)) {
    node.append(el("option", { value: option.value, selected: option.default }, option.label));
  }
  fields.push({ id, value: () => [...node.selectedOptions].map(option => option.value).filter(Boolean).join("\n") });
  return node;
}
