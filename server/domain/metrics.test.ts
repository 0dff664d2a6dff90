import { expect, it } from "vitest";
import { renderMetrics } from "./metrics.ts";

it("writes the text format, with whatever a label holds", () => {
  const text = renderMetrics([
    { name: "overmesh_up", help: "Whether.\nIt \\ is.", samples: [{ value: 1 }] },
    {
      name: "overmesh_nodes",
      help: "Nodes.",
      samples: [
        { labels: { state: "up", pdc: 'a "b"\\c\nd' }, value: 3 },
        { labels: { state: "down", pdc: "" }, value: 0.5 },
      ],
    },
    { name: "overmesh_empty", help: "None.", samples: [] },
  ]);
  expect(text.split("\n")).toEqual([
    String.raw`# HELP overmesh_up Whether.\nIt \\ is.`,
    "# TYPE overmesh_up gauge",
    "overmesh_up 1",
    "# HELP overmesh_nodes Nodes.",
    "# TYPE overmesh_nodes gauge",
    String.raw`overmesh_nodes{state="up",pdc="a \"b\"\\c\nd"} 3`,
    'overmesh_nodes{state="down",pdc=""} 0.5',
    "# HELP overmesh_empty None.",
    "# TYPE overmesh_empty gauge",
    "",
  ]);
});
