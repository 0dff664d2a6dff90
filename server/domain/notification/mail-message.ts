import { type Severity } from "../warning.ts";
import { WARNING_CATALOGUE } from "../warnings/catalogue.ts";
import { type Told, changeWords, summaryOf } from "./told.ts";

export type Mail = { subject: string; text: string; html: string };

const LISTED_MAX = 50;
const SUBJECT_LENGTH_MAX = 150;
const SEVERITY_WORDS: Record<Severity, string> = { critical: "Critical", warning: "Warning", info: "Info" };

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** One line without anything that a mail's header could take for its end. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, SUBJECT_LENGTH_MAX);

type Reader = {
  url: string;
  /** Operators and auditors read the review queue, others their vDC's own page. */ isCloud: boolean;
};

function hrefOf({ warning }: Told, { url, isCloud }: Reader): string {
  return isCloud
    ? `${url}/warnings?state=all&warning=${warning.id}`
    : `${url}/vdcs/${warning.vdcId ?? ""}/warnings`;
}

function titleOf({
  warning: { code, subjectLabel },
}: {
  warning: Pick<Told["warning"], "code" | "subjectLabel">;
}): string {
  const title = Object.entries(WARNING_CATALOGUE).find(([known]) => known === code)?.[1].title ?? code;
  return subjectLabel === "" ? title : `${title}: ${subjectLabel}`;
}

const effectsOf = ({ effectCount }: Told): string =>
  effectCount === 0 ? "" : `, and ${effectCount} ${effectCount === 1 ? "effect" : "effects"}`;

const headOf = (told: Told): string =>
  `${SEVERITY_WORDS[told.warning.severity]}, ${changeWords(told.change)}${effectsOf(told)}`;

/** Plain text and the same as simple HTML, in which nothing that a node or a person wrote is markup. */
export function warningMail(told: readonly Told[], reader: Reader): Mail {
  const listed = told.slice(0, LISTED_MAX);
  const more = told.length - listed.length;
  const [first] = told;
  const isOne = first && told.length === 1;
  const subject = isOne ? `${titleOf(first)} (${changeWords(first.change)})` : summaryOf(told);
  const settings = `${reader.url}/settings/notifications`;
  const why = "You get this because of your choice under Settings, Notifications:";
  const moreWords = more > 0 ? `And ${more} more, which Overmesh shows.` : "";
  const text = [
    summaryOf(told),
    ...listed.map((one) =>
      [
        titleOf(one),
        headOf(one),
        one.warning.cause,
        `What to do: ${one.warning.remedy}`,
        hrefOf(one, reader),
      ].join("\n"),
    ),
    ...(moreWords === "" ? [] : [moreWords]),
    `${why}\n${settings}`,
  ].join("\n\n");
  const html = [
    `<p><strong>${escaped(summaryOf(told))}</strong></p>`,
    ...listed.map(
      (one) =>
        `<p><a href="${escaped(hrefOf(one, reader))}"><strong>${escaped(titleOf(one))}</strong></a><br>${escaped(headOf(one))}<br>${escaped(one.warning.cause)}<br>What to do: ${escaped(one.warning.remedy)}</p>`,
    ),
    ...(moreWords === "" ? [] : [`<p>${moreWords}</p>`]),
    `<p>${why} <a href="${escaped(settings)}">${escaped(settings)}</a></p>`,
  ].join("\n");
  return { subject: oneLine(`Overmesh: ${subject}`), text, html };
}

type Mention = {
  byName: string;
  text: string;
  warning: { id: string; code: string; subjectLabel: string; cause: string };
  url: string;
};

/** A comment to whoever is named in it. */
export function mentionMail({ byName, text: comment, warning, url }: Mention): Mail {
  const title = titleOf({ warning });
  const href = `${url}/warnings?state=all&warning=${warning.id}`;
  const text = [`${byName} named you in a comment:`, comment, `${title}\n${warning.cause}`, href].join(
    "\n\n",
  );
  const html = [
    `<p>${escaped(byName)} named you in a comment:</p>`,
    `<blockquote>${escaped(comment).replaceAll("\n", "<br>")}</blockquote>`,
    `<p><a href="${escaped(href)}"><strong>${escaped(title)}</strong></a><br>${escaped(warning.cause)}</p>`,
  ].join("\n");
  return { subject: oneLine(`Overmesh: ${byName} named you about ${title}`), text, html };
}

/** Shows that an address is its person's. */
export function codeMail(code: string): Mail {
  const text = `Your code for Overmesh is ${code}. It is good for 15 minutes.\n\nIf you did not ask for it, somebody typed your address by mistake; nothing more will come.`;
  return {
    subject: "Overmesh: your code",
    text,
    html: text
      .split("\n\n")
      .map((part) => `<p>${escaped(part)}</p>`)
      .join("\n"),
  };
}
