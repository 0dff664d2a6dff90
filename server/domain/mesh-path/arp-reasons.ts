import type { ArpAgreement, ArpLayer, ArpVerdict } from "./arp-agreement.ts";
import type { PathOutcome, PathReason } from "./path-reason.ts";

const OUTCOMES: Record<ArpVerdict, PathOutcome> = {
  "as-wanted": "passes",
  missing: "blocked",
  stale: "blocked",
  "wrong-port": "blocked",
  "wrong-inner-address": "blocked",
  colliding: "blocked",
  unknown: "unknown",
};

/** What is live decides whether frames pass; a file that differs takes effect only when the overlay is made again. */
export function arpReasons(agreement: ArpAgreement): PathReason[] {
  const [file, live] = agreement.layers;
  if (agreement.isStale) return [staleReason(agreement)];
  if (live.verdict !== "as-wanted" && live.verdict !== "unknown") return [reasonOf(agreement, live)];
  const ofFile = file.verdict === "as-wanted" || file.path === live.path ? [] : [fileReason(agreement, file)];
  return live.verdict === "unknown" ? [reasonOf(agreement, live), ...ofFile] : ofFile;
}

function staleReason({ hostname, observedAt }: ArpAgreement): PathReason {
  const sentence = observedAt
    ? `The ARP table of ${hostname} was read too long ago to tell where it sends frames now.`
    : `The ARP table of ${hostname} was never read.`;
  return { outcome: "unknown", sentence, plainSentence: "The ARP tables on the way were not read lately." };
}

function fileReason(agreement: ArpAgreement, file: ArpLayer): PathReason {
  const { sentence, plainSentence } = reasonOf(agreement, file);
  const outcome = file.verdict === "unknown" ? "unknown" : "impaired";
  return { outcome, sentence: `In the file that the rule names: ${sentence}`, plainSentence };
}

function reasonOf({ hostname, vmAlias, wanted, macAddress }: ArpAgreement, layer: ArpLayer): PathReason {
  const { verdict, held, note } = layer;
  const table = `The ARP table of ${hostname}`;
  const should = wanted ? `${wanted.peerAddress}:${wanted.port}` : "nobody knows where";
  const sentences: Record<ArpVerdict, string> = {
    "as-wanted": `${table} sends frames for ${vmAlias} to ${should}.`,
    missing: `${table} holds nothing for ${vmAlias} (${macAddress}), so its frames are not sent.${note ? ` ${note}` : ""}`,
    stale: `${table} sends frames for ${vmAlias} to ${held?.peerAddress}, but it is behind ${should}: a stale entry.`,
    "wrong-port": `${table} sends frames for ${vmAlias} to port ${held?.port}, but ${should} is where they are taken.`,
    "wrong-inner-address": `${table} answers ${held?.arpAddress ?? "no address"} for ${vmAlias}, which has ${wanted?.arpAddress ?? "none"}.`,
    colliding: `${table}: ${note}`,
    unknown: `Where ${hostname} sends frames for ${vmAlias} is not known. ${note ?? ""}`.trim(),
  };
  const plain: Record<ArpVerdict, string> = {
    "as-wanted": `Frames for ${vmAlias} are sent to the right place.`,
    missing: `The other end has no ARP entry for ${vmAlias}, so its frames are not sent.`,
    stale: `The other end sends frames for ${vmAlias} to where it no longer is.`,
    "wrong-port": `The other end sends frames for ${vmAlias} to a port where nobody takes them.`,
    "wrong-inner-address": `The other end answers another address for ${vmAlias} than it has.`,
    colliding: `The address of ${vmAlias} cannot be found reliably.`,
    unknown: `Where frames for ${vmAlias} are sent is not known.`,
  };
  return { outcome: OUTCOMES[verdict], sentence: sentences[verdict], plainSentence: plain[verdict] };
}
