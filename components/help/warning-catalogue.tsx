"use client";

import { Search } from "lucide-react";
import { WARNING_CATALOGUE, type WarningCode } from "#server/domain/warnings/catalogue.ts";
import { WARNING_FAMILIES, type WarningFamily } from "#server/domain/warnings/families.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Input } from "../ui/input.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import { familiesMentioning } from "./search-catalogue.ts";

/** Every kind of warning, each at the anchor of its code. */
export function WarningCatalogue() {
  const [text, setText] = useSearchParam("q");
  const families = familiesMentioning(WARNING_FAMILIES, text);
  const count = families.reduce((sum, { codes }) => sum + codes.length, 0);
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: "Help", href: "/help" }]}
        title="Warnings explained"
        description="A warning opens when something is found to be wrong and closes by itself once it is not. Its severity may differ from case to case; shown here is the usual one."
      />
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <div className="relative w-full sm:w-80">
          <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-subtle" />
          <Input
            type="search"
            data-page-filter
            aria-label="Search the warnings"
            placeholder="Search title, code, meaning, remedy"
            className="pl-8"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <output className="text-sm text-subtle">
          {count} {count === 1 ? "kind" : "kinds"}
        </output>
      </div>
      {families.length > 1 && <Families families={families} />}
      {count === 0 && (
        <EmptyState
          title={`No kind of warning mentions “${text}”.`}
          action={<Button onClick={() => setText("")}>Show all kinds</Button>}
        />
      )}
      <div className="flex max-w-4xl flex-col gap-8">
        {families.map((family) => (
          <Family key={family.family} {...family} />
        ))}
      </div>
    </>
  );
}

function Families({ families }: { families: readonly WarningFamily[] }) {
  return (
    <nav aria-label="Kinds of warnings" className="mb-6 flex flex-wrap gap-x-4 gap-y-1">
      {families.map(({ family, title }) => (
        <a
          key={family}
          href={`#family-${family}`}
          className="rounded-sm font-medium text-accent-ink hover:underline max-md:py-1"
        >
          {title}
        </a>
      ))}
    </nav>
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
