import { randomBytes } from "node:crypto";
import { collectorScript } from "#server/domain/refresh.ts";

/** What an unconfirmed node is asked tells it nothing: no address of another node, and a salt used for nothing else. */
export function introductionScript(mark: string): string {
  return collectorScript({
    mark,
    knownArpFilePaths: [],
    probeAddresses: [],
    pathProbeTargets: [],
    fingerprintSalt: randomBytes(32).toString("hex"),
  });
}
