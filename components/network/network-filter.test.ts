import { describe, expect, it } from "vitest";
import {
  cloudNetworkFilterOf,
  cloudNetworkOrderOf,
  isUnfiltered,
  networkFilterOf,
  networkOrderOf,
  networkParamsOf,
} from "./network-filter.ts";

const NONE = networkParamsOf({});

describe("what the address asks a list of networks for", () => {
  it("is everything but hidden networks when it says nothing", () => {
    expect(isUnfiltered(cloudNetworkFilterOf(NONE))).toBe(true);
    expect(networkFilterOf(NONE).access).toBe("kept");
  });

  it("is a rule, a tag or neither", () => {
    expect(networkFilterOf({ ...NONE, on: "rule:customers" }).overlayRuleName).toBe("customers");
    expect(networkFilterOf({ ...NONE, on: "tag:external" }).nicTagName).toBe("external");
    expect(isUnfiltered(networkFilterOf({ ...NONE, on: "customers" }))).toBe(true);
  });

  it("passes over what nobody can mean", () => {
    expect(cloudNetworkFilterOf({ ...NONE, vdc: "x", access: "secret" })).toEqual(cloudNetworkFilterOf(NONE));
    expect(networkOrderOf("-vmCount")).toEqual({ sort: "name", isDescending: false });
  });

  it("is sorted as asked, and of the cloud by vDC first", () => {
    expect(networkOrderOf("-subnet")).toEqual({ sort: "subnet", isDescending: true });
    expect(cloudNetworkOrderOf("")).toEqual({ sort: "vdcName", isDescending: false });
    expect(cloudNetworkOrderOf("-name")).toEqual({ sort: "name", isDescending: true });
  });
});
