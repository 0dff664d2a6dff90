import { describe, expect, it } from "vitest";
import { foreignRequestReason, isJson } from "./origin.ts";

const OWN_URL = "https://overmesh.example.org";
const request = (method: string, headers: Record<string, string>) => ({
  method,
  headers: new Headers(headers),
});

describe("a request that changes state", () => {
  it.each([["POST"], ["PUT"], ["PATCH"], ["DELETE"]])("is accepted as %s from the own origin", (method) => {
    expect(foreignRequestReason(request(method, { origin: OWN_URL }), OWN_URL)).toBeNull();
    const headers = { origin: OWN_URL, "sec-fetch-site": "same-origin" };
    expect(foreignRequestReason(request(method, headers), OWN_URL)).toBeNull();
  });

  it.each([
    [{}],
    [{ origin: "null" }],
    [{ origin: "https://evil.example" }],
    [{ origin: "http://overmesh.example.org" }],
    [{ origin: "https://overmesh.example.org:8443" }],
    [{ origin: "https://overmesh.example.org.evil.example" }],
    [{ origin: OWN_URL, "sec-fetch-site": "cross-site" }],
    [{ origin: OWN_URL, "sec-fetch-site": "same-site" }],
    [{ referer: `${OWN_URL}/sign-in` }],
    [{ host: "overmesh.example.org", origin: "https://evil.example", cookie: "session=1" }],
  ])("is refused in one sentence with %j", (headers) => {
    expect(foreignRequestReason(request("POST", headers), OWN_URL)).toContain(OWN_URL);
  });

  it.each([["GET"], ["HEAD"], ["OPTIONS"]])("is not what %s does", (method) => {
    expect(foreignRequestReason(request(method, { origin: "https://evil.example" }), OWN_URL)).toBeNull();
  });
});

it.each([
  ["application/json", true],
  ["application/json; charset=utf-8", true],
  ["APPLICATION/JSON", true],
  ["text/plain", false],
  ["text/plain;application/json", false],
  ["application/jsonp", false],
  ["multipart/form-data", false],
])("%s is a JSON body: %s", (type, expected) => {
  expect(isJson(new Headers({ "content-type": type }))).toBe(expected);
});
