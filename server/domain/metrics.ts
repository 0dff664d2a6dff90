/** Numbers as they are now; a gauge may go up and down. */
export type Gauge = {
  name: string;
  help: string;
  samples: readonly { labels?: Readonly<Record<string, string>>; value: number }[];
};

const escapedValue = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

function sampleLine(name: string, { labels = {}, value }: Gauge["samples"][number]): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapedValue(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}

/** Prometheus' text format, version 0.0.4. */
export function renderMetrics(gauges: readonly Gauge[]): string {
  const lines = gauges.flatMap(({ name, help, samples }) => [
    `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
    `# TYPE ${name} gauge`,
    ...samples.map((sample) => sampleLine(name, sample)),
  ]);
  return `${lines.join("\n")}\n`;
}
