export const KEY_CHECK_STATES = ["queued", "checking", "accepted", "refused", "failed"] as const;
