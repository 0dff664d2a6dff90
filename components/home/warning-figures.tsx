import { SEVERITIES, type Severity, SeverityIcon, severityWords } from "../ui/severity-badge.tsx";
import { Figure } from "./figure.tsx";

/** Open warnings nobody has acknowledged, worst first. */
export function WarningFigures({
  counts,
  href,
}: {
  counts: Record<Severity, number>;
  href: (severity: Severity) => string;
}) {
  return SEVERITIES.map((severity) => (
    <Figure
      key={severity}
      label={severityWords(severity, counts[severity])}
      value={counts[severity]}
      href={href(severity)}
      isCalm={counts[severity] === 0}
      icon={<SeverityIcon severity={severity} className="size-5" />}
    />
  ));
}
