import { wishLines } from "#server/domain/wish-lines.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";

type Request = RouterOutputs["delegationRequest"]["list"][number];

/** What was asked, why and by whom, and the answer where there is one. */
export function RequestText({ request }: { request: Request }) {
  const { wanted, reason, requestedByName, createdAt, answeredAt, answeredByName, answer, state } = request;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <ul aria-label="Asked for" className="font-medium">
        {wishLines(wanted).map((line) => (
          <li key={line} className="wrap-anywhere">
            {line}
          </li>
        ))}
      </ul>
      <p className="wrap-anywhere whitespace-pre-line">{reason}</p>
      <p className="text-sm text-subtle">
        Sent by {requestedByName}, <Age at={createdAt} />
      </p>
      {answeredAt && (
        <p className="text-sm wrap-anywhere whitespace-pre-line text-muted">
          {state === "approved" ? "Approved" : state === "declined" ? "Declined" : "Withdrawn"} by{" "}
          {answeredByName}, <Age at={answeredAt} />
          {answer && `: ${answer}`}
        </p>
      )}
    </div>
  );
}
