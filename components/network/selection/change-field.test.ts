import { expect, it } from "vitest";
import { changeOf } from "./change-field.ts";

it("reads what is typed for several networks", () => {
  expect(changeOf("resolvers", " 10.0.0.1, 10.0.0.2 10.0.0.3")).toEqual({
    resolvers: ["10.0.0.1", "10.0.0.2", "10.0.0.3"],
  });
  expect(changeOf("resolvers", "")).toEqual({ resolvers: [] });
  expect(changeOf("ownerName", " ")).toEqual({ ownerName: null });
  expect(changeOf("mtuBytes", "1390 ")).toEqual({ mtuBytes: 1390 });
  expect(changeOf("mtuBytes", "")).toBeNull();
  expect(changeOf("access", "secret")).toBeNull();
  expect(changeOf("description", " a b ")).toEqual({ description: "a b" });
});
