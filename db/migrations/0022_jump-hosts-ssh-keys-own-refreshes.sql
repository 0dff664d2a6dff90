CREATE TABLE "jump_host" (
	"pdc_name" text PRIMARY KEY NOT NULL,
	"ssh_address" "inet" NOT NULL,
	"ssh_port" integer DEFAULT 22 NOT NULL,
	"username" text NOT NULL,
	"host_key_fingerprint" text,
	"host_key_confirmed_at" timestamp with time zone,
	"host_key_offered_fingerprint" text,
	"last_checked_at" timestamp with time zone,
	"last_check_detail" text,
	CONSTRAINT "jump_host_port" CHECK ("jump_host"."ssh_port" between 1 and 65535)
);
--> statement-breakpoint
CREATE TABLE "own_refresh" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"vdc_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"ordered_at" timestamp with time zone NOT NULL,
	"ordered_by_name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ssh_key_check" (
	"fingerprint" text NOT NULL,
	"node_id" uuid NOT NULL,
	"state" text NOT NULL,
	"detail" text,
	"queued_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "ssh_key_check_fingerprint_node_id_pk" PRIMARY KEY("fingerprint","node_id")
);
--> statement-breakpoint
CREATE TABLE "ssh_key" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"role" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"added_by_name" text NOT NULL,
	"role_since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "reached_through_pdc_name" text;--> statement-breakpoint
ALTER TABLE "node_refresh" ADD COLUMN "sections" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "own_refresh" ADD CONSTRAINT "own_refresh_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_refresh" ADD CONSTRAINT "own_refresh_run_id_refresh_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."refresh_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ssh_key_check" ADD CONSTRAINT "ssh_key_check_fingerprint_ssh_key_fingerprint_fk" FOREIGN KEY ("fingerprint") REFERENCES "public"."ssh_key"("fingerprint") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ssh_key_check" ADD CONSTRAINT "ssh_key_check_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "own_refresh_by_vdc" ON "own_refresh" USING btree ("vdc_id","ordered_at");--> statement-breakpoint
CREATE INDEX "own_refresh_by_run" ON "own_refresh" USING btree ("run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ssh_key_check_one_at_a_time" ON "ssh_key_check" USING btree ("node_id") WHERE "ssh_key_check"."state" = 'checking';--> statement-breakpoint
CREATE INDEX "ssh_key_check_by_node" ON "ssh_key_check" USING btree ("node_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ssh_key_one_active" ON "ssh_key" USING btree ("role") WHERE "ssh_key"."role" = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "ssh_key_one_next" ON "ssh_key" USING btree ("role") WHERE "ssh_key"."role" = 'next';