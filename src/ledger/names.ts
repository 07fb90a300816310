/**
 * Names made of two parts. Looking up a text that was put together anew costs as much as ten look-ups: its characters
 * must be copied and hashed first.
 */

const known = new Map<string, Map<string, string>>();

/** `group.name`; the same text, already hashed, for the same parts. */
export function joined(group: string, name: string): string {
  let names = known.get(group);
  if (names === undefined) {
    names = new Map();
    known.set(group, names);
  }
  let text = names.get(name);
  if (text === undefined) {
    text = `${group}.${name}`;
    names.set(name, text);
  }
  return text;
}
