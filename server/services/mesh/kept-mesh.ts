import {
  listNodesAfter,
  listNodesById,
  listNodeStamps,
  type NodeVersion,
  type Stamped,
} from "#db/queries/node-version.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import type { LiveEvent } from "#server/domain/live-event.ts";
import { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import type { MeshDeps, MeshSource } from "./mesh-source.ts";

const NODES_READ_AT_ONCE = 500;
/** How long changes are gathered while nobody asks. */
const GATHER_MILLISECONDS = 150;
/** Who has not asked for so long may wait for the sums. */
const ASKED_WITHIN_MILLISECONDS = 300_000;
/** Announcements may be lost with a connection; what they would have told is found within this time. */
const COMPARE_MILLISECONDS = 60_000;

/**
 * The mesh kept in this process: made at the first question, then kept up by what is announced. Of a changed node that node
 * alone is read again. Whoever asks waits for what was announced before; after a failure everything is read anew.
 */
export class KeptMesh implements MeshSource {
  readonly #deps: MeshDeps;
  readonly #clock: () => Date;
  #model: MeshModel | null = null;
  #askedAt = -Infinity;
  #versionById = new Map<string, Stamped<NodeVersion>>();
  #dueNodeIds = new Set<string>();
  #arePathsDue = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: MeshDeps, clock: () => Date = () => new Date()) {
    this.#deps = deps;
    this.#clock = clock;
  }

  at(now: Date): Promise<MeshModel> {
    this.#askedAt = performance.now();
    return this.#inTurn(() => this.#catchUp(now));
  }

  during<T>(now: Date, work: (model: MeshModel) => Promise<T>): Promise<T> {
    const done = this.at(now).then(work);
    // Whoever asks next waits; what fails here is no fault of the mesh.
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** The node as it was read last; undefined: it is not kept. */
  versionOf(nodeId: string): NodeVersion | undefined {
    return this.#versionById.get(nodeId);
  }

  /** `sumUp` is called after each change while somebody asks. Resolves when `events` have ended and nothing is being read any more. */
  async follow(
    events: AsyncIterable<LiveEvent>,
    failed: (error: unknown) => void,
    sumUp: (model: MeshModel) => Promise<void> = async () => {},
  ): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const comparing = setInterval(() => {
      if (this.#model) this.compare(this.#clock()).catch(failed);
    }, COMPARE_MILLISECONDS).unref();
    for await (const { topic, id } of events) {
      // Before the first question there is nothing to keep up.
      if (topic !== "node" || this.#askedAt === -Infinity) continue;
      if (id === null) this.#arePathsDue = true;
      else this.#dueNodeIds.add(id);
      timer ??= setTimeout(() => {
        timer = undefined;
        const isAsked = performance.now() - this.#askedAt < ASKED_WITHIN_MILLISECONDS;
        this.#inTurn(() => this.#catchUp(this.#clock()))
          .then((model) => (isAsked ? sumUp(model) : undefined))
          .catch(failed);
      }, GATHER_MILLISECONDS);
    }
    clearInterval(comparing);
    clearTimeout(timer);
    await this.#last;
  }

  /** Finds what changed without being heard of. */
  compare(now: Date): Promise<MeshModel> {
    return this.#inTurn(async () => {
      const stamps = await listNodeStamps(this.#deps.db);
      const present = new Set(stamps.map(({ id }) => id));
      for (const { id, stamp } of stamps)
        if (this.#versionById.get(id)?.stamp !== stamp) this.#dueNodeIds.add(id);
      for (const id of this.#versionById.keys()) if (!present.has(id)) this.#dueNodeIds.add(id);
      this.#arePathsDue = true;
      return this.#catchUp(now);
    });
  }

  /** One at a time; the first after a failure begins anew. */
  #inTurn(work: () => Promise<MeshModel>): Promise<MeshModel> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {
      this.#model = null;
    });
    return done;
  }

  async #catchUp(now: Date): Promise<MeshModel> {
    const model = (this.#model ??= await this.#load(now));
    model.advance(now);
    while (this.#dueNodeIds.size > 0 || this.#arePathsDue) {
      const ids = [...this.#dueNodeIds].slice(0, NODES_READ_AT_ONCE);
      for (const id of ids) this.#dueNodeIds.delete(id);
      if (this.#arePathsDue) {
        this.#arePathsDue = false;
        model.setPathMtus(await listPathMtus(this.#deps.db));
      }
      if (ids.length > 0)
        this.#replace(model, ids, await listNodesById(this.#deps.db, ids, this.#versionById));
    }
    return model;
  }

  #replace(model: MeshModel, ids: readonly string[], found: readonly Stamped<NodeVersion>[]): void {
    for (const id of ids) this.#versionById.delete(id);
    for (const version of found) this.#versionById.set(version.node.id, version);
    model.update(
      found.map(({ node }) => node),
      ids.filter((id) => !this.#versionById.has(id)),
    );
  }

  async #load(now: Date): Promise<MeshModel> {
    const { db, settings } = this.#deps;
    const { staleAfterSeconds, publicAddressExceptions } = settings;
    // What changes while the nodes are being read was announced, or shows by its stamp.
    this.#dueNodeIds.clear();
    this.#versionById.clear();
    const pathMtus = await listPathMtus(db);
    const nodes = [];
    for (let afterId: string | null | undefined = null; afterId !== undefined;) {
      const some: Stamped<NodeVersion>[] = await listNodesAfter(db, afterId, NODES_READ_AT_ONCE);
      for (const version of some) this.#versionById.set(version.node.id, version);
      nodes.push(...some.map(({ node }) => node));
      afterId = some.at(-1)?.node.id;
    }
    return MeshModel.of(nodes, { now, staleAfterSeconds, publicAddressExceptions, pathMtus });
  }
}
