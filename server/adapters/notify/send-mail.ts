import { createTransport } from "nodemailer";
import type { Outcome } from "#server/domain/notification/delivery.ts";
import type { Mail } from "#server/domain/notification/mail-message.ts";

const CONNECT_MILLISECONDS = 10_000;
const SILENCE_MILLISECONDS = 15_000;
const ACCEPTED_CODE = 250;

/** `id` becomes the message's own, so that a mail sent twice is known as one. */
export type SendMail = (to: string, id: string, mail: Mail) => Promise<Outcome>;

/** Sends through one server; each mail on a connection of its own. */
export function makeSendMail(smtpUrl: string, from: string): SendMail {
  const transport = createTransport(
    {
      url: smtpUrl,
      connectionTimeout: CONNECT_MILLISECONDS,
      greetingTimeout: CONNECT_MILLISECONDS,
      socketTimeout: SILENCE_MILLISECONDS,
    },
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  return async (to, id, { subject, text, html }) => {
    try {
      await transport.sendMail({
        to: { name: "", address: to },
        subject,
        text,
        html,
        messageId: `<${id}@overmesh.invalid>`,
        headers: { "auto-submitted": "auto-generated" },
      });
      return { kind: "answered", statusCode: ACCEPTED_CODE, retryAfterSeconds: null };
    } catch (error) {
      return { kind: "failed", ...failureOf(error) };
    }
  };
}

/** A server that refuses the address for good is not asked again; one that refuses us may be set right. */
function failureOf(error: unknown): { reason: string; isLasting: boolean } {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  if (code === "EAUTH") {
    return { reason: "The mail server does not accept our name and password.", isLasting: false };
  }
  const isAnswered = typeof responseCode === "number";
  const reason = isAnswered
    ? `The mail server answered with code ${responseCode}.`
    : "The mail server does not answer.";
  return { reason, isLasting: isAnswered && responseCode >= 500 };
}
