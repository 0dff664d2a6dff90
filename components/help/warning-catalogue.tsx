import { WARNING_CATALOGUE, type WarningCode } from "#server/domain/warnings/catalogue.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import { WARNING_FAMILIES, type WarningFamily } from "./warning-families.ts";

/** Every kind of warning, each at the anchor of its code. */
export function WarningCatalogue() {
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: "Help", href: "/help" }]}
        title="Warnings explained"
        description="A warning opens when something is found to be wrong and closes by itself once it is not. Its severity may differ from case to case; shown here is the usual one."
      />
      <nav aria-label="Kinds of warnings" className="mb-6 flex flex-wrap gap-x-4 gap-y-1">
        {WARNING_FAMILIES.map(({ family, title }) => (
          <a
            key={family}
            href={`#family-${family}`}
            className="rounded-sm font-medium text-accent-ink hover:underline max-md:py-1"
          >
            {title}
          </a>
        ))}
      </nav>
      <div className="flex max-w-4xl flex-col gap-8">
        {WARNING_FAMILIES.map((family) => (
          <Family key={family.family} {...family} />
        ))}
      </div>
    </>
  );
}

function Family({ family, title, codes }: WarningFamily) {
  return (
    <section aria-labelledby={`family-${family}`}>
      <h2 id={`family-${family}`} className="mb-2 scroll-mt-4 text-lg font-semibold">
        {title}
      </h2>
      <div className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-xs">
        {codes.map((code) => (
          <Entry key={code} code={code} />
        ))}
      </div>
    </section>
  );
}

function Entry({ code }: { code: WarningCode }) {
  const { title, severity, meaning, remedy } = WARNING_CATALOGUE[code];
  return (
    <article id={code} className="scroll-mt-4 p-4 target:bg-selected">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="font-semibold">{title}</h3>
        <SeverityBadge severity={severity} />
        <a
          href={`#${code}`}
          title="Link to this warning"
          className="rounded-sm font-mono text-sm text-muted hover:underline sm:ml-auto"
        >
          {code}
        </a>
      </div>
      <p className="mt-1.5 text-pretty">{meaning}</p>
      <p className="mt-1.5 text-pretty text-muted">
        <span className="font-medium text-ink">What to do: </span>
        {remedy}
      </p>
    </article>
  );
}
