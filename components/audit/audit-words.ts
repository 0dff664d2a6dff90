const VERBS: Record<string, string> = {
  create: "created",
  update: "changed",
  delete: "deleted",
  restore: "restored",
  attach: "shared",
  detach: "ended the sharing of",
  rename: "renamed",
  retire: "retired",
  enrol: "enrolled",
  "confirm-host-key": "confirmed the host key of",
  "refuse-host-key": "refused the host key of",
  prepare: "prepared",
  check: "checked",
  switch: "switched to",
  "take-over": "took over",
  "order-own": "ordered a",
  acknowledge: "acknowledged",
  snooze: "snoozed",
  release: "took back the review of",
  assign: "assigned",
  comment: "commented on",
  save: "kept",
  "withdraw-acknowledgement": "withdrew the acknowledgement of",
  add: "added",
  remove: "removed",
  set: "set",
  apply: "applied",
  "set-role": "changed the role of",
  "set-cloud-role": "changed the cloud role of",
  "set-memberships": "changed the memberships of",
  disable: "disabled",
  enable: "enabled",
  "reset-password": "reset the password of",
  send: "sent",
  withdraw: "withdrew",
  approve: "approved",
  decline: "declined",
  "release-early": "released early",
  "renew-secret": "made a new secret for",
  test: "tested",
  pause: "paused",
  resume: "resumed",
  "send-again": "sent again what failed at",
  "ask-once": "allowed asking once",
  "change-way": "changed the way to",
  "send-code": "let a code be mailed for",
  "confirm-address": "confirmed the address of",
  "remove-address": "removed the address of",
  "settle-mac": "settled a MAC address on",
};

/** Kinds that are not written as they are named. */
const KIND_WORDS: Record<string, string> = {
  notifications: "the notifications of",
  "delegation-request": "the request of vDC",
  vdc: "vDC",
  "ssh-key": "SSH key",
  vxlan: "VXLAN",
  "warning-view": "the view of warnings",
};

/** `network.create` → "created network"; verbs of a later version are shown as they are. */
export function actionWords(action: string, subjectKind: string): string {
  const verb = action.slice(action.indexOf(".") + 1);
  const words = Object.hasOwn(VERBS, verb) ? VERBS[verb] : verb.replaceAll("-", " ");
  const kind = Object.hasOwn(KIND_WORDS, subjectKind)
    ? KIND_WORDS[subjectKind]
    : subjectKind.replaceAll("-", " ");
  return `${words} ${kind}`;
}

/** Where the subject can be looked at; null when it has no page of its own. */
export function subjectHref({
  subjectKind,
  subjectId,
  vdcId,
}: {
  subjectKind: string;
  subjectId: string;
  vdcId: string | null;
}): string | null {
  const id = encodeURIComponent(subjectId);
  if (subjectKind === "warning") return `/warnings?state=all&warning=${id}`;
  if (subjectKind === "node") return `/nodes/${id}`;
  if (subjectKind === "network" && vdcId) return `/vdcs/${vdcId}/networks/${id}`;
  if (subjectKind === "address" && vdcId) return `/vdcs/${vdcId}/networks/${id}?tab=addresses`;
  if (subjectKind === "delegation-request" && vdcId) return `/vdcs/${vdcId}/delegation`;
  if (subjectKind === "delegation" && vdcId) return `/vdcs/${vdcId}/delegation`;
  return null;
}
