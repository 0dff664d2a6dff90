import { expect, it } from "vitest";
import { bearerRefusal, isBearer } from "./bearer-token.ts";

it.each([
  { authorization: "Bearer a-token-of-this-test", isIt: true },
  { authorization: "bearer a-token-of-this-test", isIt: false },
  { authorization: "Bearer a-token-of-this-tes", isIt: false },
  { authorization: "a-token-of-this-test", isIt: false },
  { authorization: "", isIt: false },
  { authorization: null, isIt: false },
])("the token is asked for as a bearer token: $authorization is $isIt", ({ authorization, isIt }) => {
  expect(isBearer(authorization, "a-token-of-this-test")).toBe(isIt);
});

it("without a token in the settings there is nothing, whatever is asked", () => {
  const request = new Request("http://localhost/", { headers: { authorization: "Bearer null" } });
  expect(bearerRefusal(request, null)?.status).toBe(404);
  expect(bearerRefusal(request, "a-token-of-this-test")?.status).toBe(401);
  expect(bearerRefusal(request, "null")).toBeNull();
});
