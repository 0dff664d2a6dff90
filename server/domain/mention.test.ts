import { expect, it } from "vitest";
import { mentionedUserNames } from "./mention.ts";

it.each([
  { text: "@carol, look at this.", names: ["carol"] },
  { text: "Ask @Carol or @dave-2. @carol knows.", names: ["carol", "dave-2"] },
  { text: "(@carol.b)", names: ["carol.b"] },
  { text: "mail carol@example.org", names: [] },
  { text: "@@carol and @ carol and @c", names: [] },
  { text: "first line\n@carol", names: ["carol"] },
])("$text names $names", ({ text, names }) => {
  expect(mentionedUserNames(text)).toEqual(names);
});
