import { createHmac } from "node:crypto";
import { join } from "node:path";
import type { Database, Db } from "#db/client.ts";
import { LIVE_EVENT_CHANNEL } from "#db/queries/event.ts";
import { REFRESH_CANCELLED_CHANNEL } from "#db/queries/refresh.ts";
import type { Auth, AuthSettings } from "./adapters/auth/auth.ts";
import { EventBus } from "./adapters/events/event-bus.ts";
import { type JobQueue, startJobQueue } from "./adapters/jobs/job-queue.ts";
import { postWebhook } from "./adapters/notify/post-webhook.ts";
import { makeSendMail } from "./adapters/notify/send-mail.ts";
import { sealingKeyOf } from "./adapters/notify/sealed-secret.ts";
import { createLog } from "./adapters/log.ts";
import { agentIdentity } from "./adapters/ssh/agent-identity.ts";
import { isLetIn, tryJumpHost } from "./adapters/ssh/ask-party.ts";
import { type HeldKey, KeyRing } from "./adapters/ssh/key-ring.ts";
import { runOnNode } from "./adapters/ssh/run-on-node.ts";
import { identityOf, loadSshIdentity } from "./adapters/ssh/ssh-identity.ts";
import { type FailedAttempt, retryDelaySeconds } from "./domain/refresh-retry.ts";
import type { Settings } from "./domain/settings.ts";
import { type Env, env } from "./env.ts";
import { openDatabase } from "./open-database.ts";
import { KeptMesh } from "./services/mesh/kept-mesh.ts";
import { sumUpMesh } from "./services/mesh/read-mesh.ts";
import { sweepVxlans } from "./services/network/sweep-vxlans.ts";
import { markForeignClaims } from "#db/queries/node.ts";
import { type HistoryLimits, pruneHistory } from "./services/mesh-time/prune-history.ts";
import { recordMoment } from "./services/mesh-time/record-moment.ts";
import { resting } from "./services/mesh-time/resting.ts";
import { deliver } from "./services/notification/deliver.ts";
import { maintainNotifications } from "./services/notification/maintain.ts";
import type { DeliveryQueue, Outlet } from "./services/notification/outlet.ts";
import { HOOK_GATHER_MILLISECONDS, tellHooks } from "./services/notification/tell-hooks.ts";
import { watchForNotices } from "./services/notification/watch.ts";
import { keptProbeRings, readProbeRings } from "./services/refresh/kept-probe-rings.ts";
import { maintainRefreshes } from "./services/refresh/maintain-refreshes.ts";
import {
  orderRefreshAfterRuleChange,
  orderScheduledRefresh,
  type RuleChange,
} from "./services/refresh/order-refresh.ts";
import { type RefreshDeps, refreshNode } from "./services/refresh/refresh-node.ts";
import { RefreshesInProgress } from "./services/refresh/refreshes-in-progress.ts";
import type { RefreshQueue } from "./services/refresh-queue.ts";
import { activeKey, heldKey, settleActiveKey } from "./services/ssh-key/active-key.ts";
import { checkKey, type KeyCheckQueue, maintainKeyChecks } from "./services/ssh-key/check-keys.ts";
import type { Ssh } from "./services/ssh.ts";
import { openAuth } from "./services/sign-in.ts";
import { createFirstOperator } from "./services/user.ts";
import { endWhatIsDue } from "./services/warning/end-due.ts";
import { KeptWarnings, type WarningsSource } from "./services/warning/kept-warnings.ts";
import { watchForWarnings } from "./services/warning/watch-warnings.ts";

/** Of all PDCs together; each has a limit of its own. Nodes mostly keep us waiting. */
const REFRESHES_AT_ONCE = 64;
/** All of them, for what two writers at one instant may have missed. */
const CLAIMS_LOOKED_AT_EVERY_MINUTES = 10;

/** Everything that runs in this process, wired once. */
export type Overmesh = {
  db: Db;
  events: EventBus;
  refreshQueue: RefreshQueue;
  settings: Settings;
  mesh: KeptMesh;
  warnings: WarningsSource;
  outlet: Outlet;
  /** null: there are no metrics. */
  metricsToken: string | null;
  /** null: nobody can tell that something was applied. */
  applyToken: string | null;
  ssh: Ssh;
  databaseKind: Database["kind"];
  auth: Auth;
  authSettings: AuthSettings;
  log: ReturnType<typeof createLog>;
  stop(): Promise<void>;
};

function settingsOf(config: Env): Settings {
  return {
    staleAfterSeconds: config.OVERMESH_STALE_AFTER_SECONDS,
    refreshIntervalSeconds: config.OVERMESH_REFRESH_INTERVAL_SECONDS,
    vxlanRestSeconds: config.OVERMESH_VXLAN_REST_SECONDS,
    publicAddressExceptions: config.OVERMESH_PUBLIC_ADDRESS_EXCEPTIONS,
    nodeAddressExceptions: config.OVERMESH_NODE_ADDRESS_EXCEPTIONS,
    isDemoFleet: config.OVERMESH_DEMO_FLEET,
  };
}

function historyLimitsOf(config: Env): HistoryLimits {
  return {
    keptDays: config.OVERMESH_FACTS_KEPT_DAYS,
    snapshotsPerNodeMax: config.OVERMESH_FACTS_KEPT_PER_NODE,
  };
}

function outletOf(config: Env, db: Db, deliveryQueue: DeliveryQueue): Outlet {
  const now = () => new Date();
  return {
    db,
    deliveryQueue,
    sealingKey: sealingKeyOf(config.OVERMESH_SECRET),
    postWebhook: (message) =>
      postWebhook(message, { addressExceptions: config.OVERMESH_WEBHOOK_ADDRESS_EXCEPTIONS, now }),
    sendMail:
      config.OVERMESH_SMTP_URL && config.OVERMESH_MAIL_FROM
        ? makeSendMail(config.OVERMESH_SMTP_URL, config.OVERMESH_MAIL_FROM)
        : null,
    url: config.OVERMESH_URL,
    random: Math.random,
  };
}

/** The key this process was started with. Only the identity that reads nodes: this process never writes to them. */
async function openSshKey(config: Env): Promise<HeldKey> {
  const { OVERMESH_SSH_KEY: text, OVERMESH_SSH_KEY_FILE: path, OVERMESH_SSH_AGENT_KEY: agentKey } = config;
  if (text) return { ...identityOf(text, "OVERMESH_SSH_KEY"), source: "environment" };
  if (path) return { ...loadSshIdentity(path), source: "file" };
  if (agentKey) {
    return { ...(await agentIdentity(config.SSH_AUTH_SOCK ?? "", agentKey)), source: "agent" };
  }
  return { ...loadSshIdentity(join(sshFolderOf(config), "id_ed25519")), source: "data-folder" };
}

function sshFolderOf(config: Env): string {
  return join(config.OVERMESH_DATA_FOLDER, "ssh");
}

/** Of pre-shared keys; whoever reads a node again has to use the same. */
export const fingerprintSaltOf = (secret: string): string =>
  createHmac("sha256", secret).update("preshared-key-fingerprint").digest("hex");

type JobDeps = {
  config: Env;
  database: Database;
  keyRing: KeyRing;
  settings: Settings;
  inProgress: RefreshesInProgress;
  mesh: KeptMesh;
  log: Overmesh["log"];
  keepUp: () => Promise<void>;
};

async function startJobs({
  config,
  database,
  keyRing,
  settings,
  inProgress,
  mesh,
  log,
  keepUp,
}: JobDeps): Promise<{ jobs: JobQueue; outlet: Outlet }> {
  const now = () => new Date();
  const { db } = database;
  const refreshDeps = {
    db,
    now,
    fingerprintSalt: fingerprintSaltOf(config.OVERMESH_SECRET),
    runOnNode: (...[endpoint, script, during, fingerprint]: Parameters<RefreshDeps["runOnNode"]>) =>
      runOnNode(endpoint, heldKey(keyRing, fingerprint).credential, script, undefined, during),
    keptVersion: (nodeId: string) => mesh.versionOf(nodeId),
    probeRings: keptProbeRings(() => readProbeRings(db)),
    inProgress,
    retryDelaySeconds: (attempt: FailedAttempt) => retryDelaySeconds(attempt, Math.random()),
  };
  let started: JobQueue | null = null;
  const keyCheckQueue: KeyCheckQueue = {
    enqueueKeyChecks: async (...checks) => started?.enqueueKeyChecks(...checks),
  };
  const refreshQueue: RefreshQueue = { enqueue: async (ids) => started?.enqueue(ids) };
  const outlet = outletOf(config, db, {
    enqueueDeliveries: async (deliveries) => started?.enqueueDeliveries(deliveries),
  });
  const onRulesChanged =
    settings.refreshIntervalSeconds === 0
      ? undefined
      : (change: RuleChange) => orderRefreshAfterRuleChange({ db, refreshQueue }, change, now());
  started = await startJobQueue(
    database.client,
    {
      refreshNode: (id) => refreshNode({ ...refreshDeps, refreshQueue, onRulesChanged }, id),
      deliver: (id) => deliver(outlet, id, now),
      checkKey: (check) => checkKey({ db, keyRing, keyCheckQueue, isLetIn, now }, check),
      refreshBySchedule: () => orderScheduledRefresh({ db, refreshQueue, settings }, now()),
      maintain: async () => {
        await maintainRefreshes({ db, refreshQueue }, now());
        await maintainKeyChecks({ db, keyCheckQueue }, now());
        await sweepVxlans(db);
        await endWhatIsDue(db, now());
        // A refresh and a change of networks that were written at the same instant may have missed each other.
        if (now().getUTCMinutes() % CLAIMS_LOOKED_AT_EVERY_MINUTES === 0) await markForeignClaims(db, null);
        await keepUp();
        await maintainNotifications(outlet, now());
        await pruneHistory(db, historyLimitsOf(config), now());
      },
    },
    { concurrency: REFRESHES_AT_ONCE, onError: (error) => log.error({ err: error }, "job queue") },
  );
  // The embedded database belongs to one process: whatever it finds in progress at its start is over.
  if (database.kind === "embedded") {
    await maintainRefreshes({ db, refreshQueue }, now(), now());
    await maintainKeyChecks({ db, keyCheckQueue }, now(), now());
  }
  return { jobs: started, outlet };
}

async function start(): Promise<Overmesh> {
  const config = env();
  const log = createLog(config.LOG_LEVEL);
  const settings = settingsOf(config);
  const database = await openDatabase(config);
  const events = new EventBus();
  const inProgress = new RefreshesInProgress();
  const stopListeningToCancels = await database.listen(REFRESH_CANCELLED_CHANNEL, (id) =>
    inProgress.cancel(id),
  );
  const stopListening = await database.listen(LIVE_EVENT_CHANNEL, (payload) => events.receive(payload));
  const authSettings = {
    url: config.OVERMESH_URL,
    secret: config.OVERMESH_SECRET,
    trustedProxyCount: config.TRUST_PROXY,
  };
  const auth = openAuth(database.db, authSettings, (message, details) => log.error({ details }, message));
  if (config.OVERMESH_OPERATOR_NAME && config.OVERMESH_OPERATOR_PASSWORD) {
    await createFirstOperator(database.db, {
      userName: config.OVERMESH_OPERATOR_NAME,
      password: config.OVERMESH_OPERATOR_PASSWORD,
    });
  }
  const sshKey = await openSshKey(config);
  const keyRing = new KeyRing(sshFolderOf(config), [sshKey]);
  await settleActiveKey({ db: database.db, keyRing }, sshKey, new Date());
  const mesh = new KeptMesh({ db: database.db, settings });
  const recordChanges = resting(() => recordMoment({ db: database.db, mesh }, new Date()));
  const warnings = new KeptWarnings({ db: database.db, settings, mesh });
  const keepUp = async () => {
    await warnings.keepUp(new Date());
    await recordChanges();
  };
  const { jobs, outlet } = await startJobs({
    ...{ config, database, keyRing, settings, inProgress, mesh, log, keepUp },
  });
  void watchForWarnings(
    events.events(undefined),
    keepUp,
    (err) => log.error({ err }, "warnings could not be judged"),
    (event) => warnings.heard(event),
  );
  void watchForNotices(
    events.events(undefined),
    () => tellHooks(outlet, new Date()),
    (err) => log.error({ err }, "what became of warnings could not be told"),
    HOOK_GATHER_MILLISECONDS,
  );
  const meshEnded = mesh.follow(
    events.events(undefined),
    (err) => log.error({ err }, "the mesh could not be brought up to date"),
    (model) => sumUpMesh(database.db, model),
  );
  return {
    db: database.db,
    events,
    refreshQueue: jobs,
    settings,
    mesh,
    warnings,
    outlet,
    metricsToken: config.OVERMESH_METRICS_TOKEN ?? null,
    applyToken: config.OVERMESH_APPLY_TOKEN ?? null,
    ssh: {
      keyRing,
      tryJumpHost: async (jumpHost) =>
        tryJumpHost(jumpHost, (await activeKey({ db: database.db, keyRing })).credential),
      keyCheckQueue: jobs,
    },
    databaseKind: database.kind,
    auth,
    authSettings,
    log,
    stop: async () => {
      events.stop();
      await meshEnded;
      await jobs.stop();
      await stopListening();
      await stopListeningToCancels();
      await database.close();
    },
  };
}

// Next bundles routes and instrumentation apart: the process, not the module, holds the one instance.
const holder = globalThis as typeof globalThis & { overmesh?: Promise<Overmesh> };

/** The running product; started by the first caller. */
export function overmesh(): Promise<Overmesh> {
  holder.overmesh ??= start();
  return holder.overmesh;
}
