import type { IkeRule } from "./facts.ts";

/** What ike.config(5) names besides `preshared`: peers show each other certificates or public keys. */
const CERTIFICATE_METHODS = ["rsa_sig", "rsa_encrypt", "dss_sig"];

/** Peers of such a rule need no pre-shared key; whether each accepts the other's certificate is not among the facts. */
export function isByCertificate({ authenticationMethod }: Pick<IkeRule, "authenticationMethod">): boolean {
  return authenticationMethod !== null && CERTIFICATE_METHODS.includes(authenticationMethod);
}
