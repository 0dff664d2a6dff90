CREATE TABLE "mesh_change" (
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"id" text NOT NULL,
	"label" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "mesh_change_kind_key_at_pk" PRIMARY KEY("kind","key","at")
);
--> statement-breakpoint
CREATE TABLE "mesh_moment" (
	"at" timestamp with time zone PRIMARY KEY NOT NULL,
	"node_count_by_state" jsonb NOT NULL,
	"link_count_by_state" jsonb NOT NULL,
	"clear_text_count" integer NOT NULL,
	"change_count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mesh_subject" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"id" text NOT NULL,
	"label" text NOT NULL,
	"look" jsonb NOT NULL,
	CONSTRAINT "mesh_subject_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "retired_node" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hostname" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"host_key_confirmed_at" timestamp with time zone,
	"facts" jsonb,
	"facts_observed_at" timestamp with time zone,
	"last_refresh_outcome" text,
	"last_refresh_finished_at" timestamp with time zone,
	"last_refresh_cause" text,
	"last_refresh_detail" text,
	"retired_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "node_facts_snapshot" DROP CONSTRAINT "node_facts_snapshot_node_id_node_id_fk";
--> statement-breakpoint
ALTER TABLE "node_refresh" DROP CONSTRAINT "node_refresh_node_id_node_id_fk";
--> statement-breakpoint
CREATE INDEX "mesh_change_by_time" ON "mesh_change" USING btree ("at");--> statement-breakpoint
CREATE INDEX "node_facts_snapshot_by_time" ON "node_facts_snapshot" USING btree ("observed_at");--> statement-breakpoint
CREATE INDEX "node_refresh_by_end" ON "node_refresh" USING btree ("finished_at");