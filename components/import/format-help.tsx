import { COLUMNS, type ImportNoun } from "#server/domain/import/noun.ts";
import { Panel } from "../ui/panel.tsx";

const HELP: Record<ImportNoun, { title: string; example: string; text: string }> = {
  networks: {
    title: "Networks",
    example: "name,subnet,overlayRule,vxlan,vlan\nweb,10.0.0.0/24,customers,next-free,0",
    text: "A network that has the name already is changed; what the file has no column for is kept. vxlan and vlan may say next-free. A network is on an overlayRule or a nicTag.",
  },
  addresses: {
    title: "Addresses",
    example: "network,address,usage,note\nweb,10.0.0.10,server,first front end",
    text: "The network must exist. The usage is server or other.",
  },
  delegations: {
    title: "Delegations",
    example:
      'vdc,restricted,overlayRules,vxlans,vlans\nmain,yes,customers,"100-199,205",\nmain,yes,customers,,0-100',
    text: "All rows of a vDC together replace its ranges: one row a range of VXLAN ids, or of VLAN ids on an overlay rule or nicTag. An overlayRules of * is every user rule.",
  },
};

/** The shapes that importing takes and exporting writes. */
export function FormatHelp({ vdcId }: { vdcId: string | null }) {
  const nouns: ImportNoun[] =
    vdcId === null ? ["networks", "addresses", "delegations"] : ["networks", "addresses"];
  return (
    <Panel
      title="What a file looks like"
      description="The first row names the columns, separated by commas, semicolons or tabs. Exports have the same shape."
    >
      <div className="flex flex-col gap-5">
        {nouns.map((noun) => (
          <section key={noun} className="flex flex-col gap-1.5">
            <h3 className="font-medium">{HELP[noun].title}</h3>
            <p className="text-muted">{HELP[noun].text}</p>
            <pre
              // It scrolls sideways, so the keyboard must be able to reach it.
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
              aria-label={`Example of ${noun}`}
              className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-sm"
            >
              {HELP[noun].example}
            </pre>
            <p className="text-sm wrap-anywhere text-subtle">Columns: {COLUMNS[noun].all.join(", ")}.</p>
          </section>
        ))}
        <p className="text-muted">
          JSON is taken too, and so are Danube Cloud’s answers about networks (full and extended), a network’s
          addresses (full){vdcId === null ? " and a vDC’s settings" : ""}, as its API gives them.
        </p>
      </div>
    </Panel>
  );
}
