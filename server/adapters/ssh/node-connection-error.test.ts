import { expect, it } from "vitest";
import { isNodeConnectionError, NodeConnectionError } from "./node-connection-error.ts";

it("knows a failure of a connection also when another bundle's class made it, and nothing else", () => {
  const foreign = Object.assign(new Error("The node is unreachable."), { name: "NodeConnectionError" });
  const own = new NodeConnectionError("unreachable", "The node is unreachable.");
  expect([own, foreign, new Error("x"), "NodeConnectionError", null].map(isNodeConnectionError)).toEqual([
    ...[true, true],
    ...[false, false, false],
  ]);
});
