import type { Node } from "./node.ts";

/** Nodes that share a PDC name; those without a name, and those never read, are gathered apart from every named PDC. */
export type PdcKey = { id: string; kind: "named" | "no-name" | "unread"; name: string; label: string };

const NO_NAME: PdcKey = { id: "no-name", kind: "no-name", name: "", label: "(no name)" };
const UNREAD: PdcKey = { id: "unread", kind: "unread", name: "", label: "(not read yet)" };

/** Names are compared exactly: `Bru-1` and `bru-1 ` are other PDCs than `bru-1`. */
export function pdcOf({ facts }: Node): PdcKey {
  return facts?.identity ? pdcOfName(facts.identity.value.pdcName) : UNREAD;
}

/** "" is no name: a node told that it has none. */
export function pdcOfName(name: string): PdcKey {
  return name === "" ? NO_NAME : { id: `pdc:${encodeName(name)}`, kind: "named", name, label: name };
}

/** null: no named PDC has such an id. */
export function pdcNameOfId(id: string): string | null {
  const encoded = id.startsWith("pdc:") ? id.slice("pdc:".length) : null;
  if (encoded === null) return null;
  try {
    const name: unknown = JSON.parse(`"${decodeURIComponent(encoded)}"`);
    return typeof name === "string" && name !== "" ? name : null;
  } catch {
    return null;
  }
}

/** The same for both orders. Ids hold no comma of their own. */
export function pdcPairId(idA: string, idB: string): string {
  return idA < idB ? `${idA},${idB}` : `${idB},${idA}`;
}

/** The pair of two named PDCs by their names, as path MTUs are kept. */
export function pdcPairIdOfNames(nameA: string, nameB: string): string {
  return pdcPairId(`pdc:${encodeName(nameA)}`, `pdc:${encodeName(nameB)}`);
}

/** Fit for a URL and different for different names, lone surrogates included (JSON escapes them). */
function encodeName(name: string): string {
  return encodeURIComponent(JSON.stringify(name).slice(1, -1));
}
