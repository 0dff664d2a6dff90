import type { LinkDetail } from "../mesh-data.ts";

type Rule = LinkDetail["rules"][number];

/** Why full frames of the rule cross whole or not, in words that can be checked against the ledger. */
export function proofSentences(rule: Rule): string[] {
  const { overlayRuleName, ruleMtuBytes, outerBytes, pathMtuBytes, effectiveMtuBytes, encapsulation } = rule;
  const wrapped = `A full frame of ${overlayRuleName} (${ruleMtuBytes} bytes) becomes ${outerBytes} bytes on the wire.`;
  if (rule.fits) {
    const spare = effectiveMtuBytes - ruleMtuBytes;
    const room =
      spare > 0 ? ` Its MTU could be up to ${effectiveMtuBytes}.` : " Not one byte more would fit.";
    return [wrapped, `The path carries ${pathMtuBytes}, so it crosses whole.${room}`];
  }
  const sizes = rule.fragments.map((fragment) => fragment.outerBytes).join(" + ");
  const wayOut =
    rule.underlayMtuBytesMin === null ? "" : `, or the path must carry ${rule.underlayMtuBytesMin}`;
  const step =
    encapsulation.esp && encapsulation.esp.alignBytes > 4
      ? [
          `The encrypted part grows in whole blocks of ${encapsulation.esp.alignBytes} bytes, so sizes change in steps.`,
        ]
      : [];
  return [
    wrapped,
    `The path carries ${pathMtuBytes}, so every full frame leaves as ${rule.fragments.length} packets (${sizes} bytes).`,
    `${effectiveMtuBytes} is the largest MTU that crosses whole${wayOut}.`,
    ...step,
  ];
}
