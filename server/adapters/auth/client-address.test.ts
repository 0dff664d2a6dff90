import { expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";

it.each([
  { forwarded: "6.6.6.6", proxies: 0, address: null, why: "no proxy is trusted" },
  { forwarded: "203.0.113.7", proxies: 1, address: "203.0.113.7", why: "the proxy wrote it" },
  {
    forwarded: "6.6.6.6, 203.0.113.7",
    proxies: 1,
    address: "203.0.113.7",
    why: "the client forged the first",
  },
  { forwarded: "6.6.6.6, 203.0.113.7, 10.0.0.1", proxies: 2, address: "203.0.113.7", why: "two proxies" },
  { forwarded: "2001:db8::7", proxies: 1, address: "2001:db8::7", why: "IPv6 counts too" },
  { forwarded: "203.0.113.7", proxies: 2, address: null, why: "a proxy is missing" },
  { forwarded: "unknown", proxies: 1, address: null, why: "it is no address" },
  { forwarded: "", proxies: 1, address: null, why: "the header is missing" },
])("takes $address from '$forwarded' behind $proxies proxies: $why", ({ forwarded, proxies, address }) => {
  const headers = new Headers(forwarded === "" ? {} : { "x-forwarded-for": forwarded });
  expect(clientAddress(headers, proxies)).toBe(address);
});
