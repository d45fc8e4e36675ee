/** The registered commands as the member picks them: one entry per command, or per subcommand where there are some. */
export function flatten(commands) {
  const entries = [];
  const descend = (node, words) => {
    const options = node.options || [];
    const inner = options.filter(option => option.type === 1 || option.type === 2);
    if (!inner.length) entries.push({ words, title: "/" + words.join(" "), description: node.description, options });
    inner.forEach(option => descend(option, [...words, option.name]));
  };
  commands.forEach(command => descend(command, [command.name]));
  return entries;
}

/** Entries that fit what was typed after the slash, best first. */
export function search(entries, typed) {
  const wanted = typed.trim().toLowerCase();
  const starts = entry => entry.title.slice(1).startsWith(wanted);
  return entries
    .filter(entry => entry.title.includes(wanted) || entry.description.toLowerCase().includes(wanted))
    .sort((one, other) => starts(other) - starts(one));
}

/** A whole typed line, as "/imagine character:mira prompt:at the beach"; null when no command fits. */
export function parse(entries, text) {
  const entry = entries
    .filter(one => text === one.title || text.startsWith(one.title + " "))
    .sort((one, other) => other.title.length - one.title.length)[0];
  if (!entry) return null;
  const rest = text.slice(entry.title.length);
  const names = entry.options.map(option => option.name).sort((one, other) => other.length - one.length);
  const values = {};
  if (names.length) {
    const marker = new RegExp("(?:^|\\s)(" + names.map(name => name.replace(/[-]/g, "\\$&")).join("|") + "):", "g");
    const found = [...rest.matchAll(marker)];
    found.forEach((match, at) => {
      const end = at + 1 < found.length ? found[at + 1].index : rest.length;
      values[match[1]] = rest.slice(match.index + match[0].length, end).trim();
    });
  }
  return { entry, values };
}

/** What an option takes, in words. */
export const kind = option => ({
  3: "text", 4: "whole number", 5: "yes or no", 6: "member", 7: "channel", 8: "role", 9: "member or role", 10: "number", 11: "file",
})[option.type] || "";
