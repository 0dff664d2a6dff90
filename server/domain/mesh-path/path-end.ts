import * as z from "zod";

/** One end of a path, as it stands in an address: `vm/<uuid>`, `vm/<uuid>/<interface>`, `node/<id>`, `network/<id>`. */
export type PathEndRef =
  | { kind: "vm"; vmUuid: string; interfaceName: string | null }
  | { kind: "node"; nodeId: string }
  | { kind: "network"; networkId: string };

const HEX_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const NOT_AN_END = "This is not a VM, a node or a network.";

/** null for what names no end. */
export function parsePathEnd(text: string): PathEndRef | null {
  const [kind, id = "", interfaceName, ...rest] = text.split("/").map(decoded);
  if (rest.length > 0 || interfaceName === "" || !HEX_ID.test(id.toLowerCase())) return null;
  const lowerId = id.toLowerCase();
  if (kind === "vm") return { kind, vmUuid: lowerId, interfaceName: interfaceName ?? null };
  if (interfaceName !== undefined) return null;
  if (kind === "node") return { kind, nodeId: lowerId };
  return kind === "network" ? { kind, networkId: lowerId } : null;
}

export function formatPathEnd(end: PathEndRef): string {
  if (end.kind === "node") return `node/${end.nodeId}`;
  if (end.kind === "network") return `network/${end.networkId}`;
  const ofVm = `vm/${end.vmUuid}`;
  return end.interfaceName === null ? ofVm : `${ofVm}/${encodeURIComponent(end.interfaceName)}`;
}

const PathEnd = z
  .string(NOT_AN_END)
  .max(300, NOT_AN_END)
  .transform((text, context) => {
    const end = parsePathEnd(text);
    if (end) return end;
    context.addIssue({ code: "custom", message: NOT_AN_END });
    return z.NEVER;
  });

export const PathQuestion = z.object({ from: PathEnd, to: PathEnd });
export type PathQuestion = z.infer<typeof PathQuestion>;

export const PathEndSearch = z.object({
  text: z.string("Type what to find.").max(120, "Type at most 120 characters."),
});

/** "" when it is no escape sequence that means anything. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
