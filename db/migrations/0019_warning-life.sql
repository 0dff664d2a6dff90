CREATE TABLE "warning_look" (
	"user_id" uuid NOT NULL,
	"warning_id" uuid NOT NULL,
	"looked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "warning_look_user_id_warning_id_pk" PRIMARY KEY("user_id","warning_id")
);
--> statement-breakpoint
CREATE TABLE "warning_view" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"filter" jsonb NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "snoozed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "snoozed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "snoozed_by_id" text;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "snoozed_by_name" text;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "snoozed_reason" text;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "assignee_id" uuid;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "changed_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "ended_at" timestamp with time zone[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "is_held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "flap_quiet_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "due_at" timestamp with time zone GENERATED ALWAYS AS (least(acknowledged_until, snoozed_until, flap_quiet_at)) STORED;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "root_cause_id" uuid;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "effect_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "warning" ADD COLUMN "urgency" smallint DEFAULT 2 NOT NULL;--> statement-breakpoint
ALTER TABLE "warning_look" ADD CONSTRAINT "warning_look_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warning_look" ADD CONSTRAINT "warning_look_warning_id_warning_id_fk" FOREIGN KEY ("warning_id") REFERENCES "public"."warning"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warning_view" ADD CONSTRAINT "warning_view_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "warning_view_name_per_person" ON "warning_view" USING btree ("user_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "warning_view_one_default" ON "warning_view" USING btree ("user_id") WHERE "warning_view"."is_default";--> statement-breakpoint
ALTER TABLE "warning" ADD CONSTRAINT "warning_assignee_id_user_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warning" ADD CONSTRAINT "warning_root_cause_id_warning_id_fk" FOREIGN KEY ("root_cause_id") REFERENCES "public"."warning"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "warning_due" ON "warning" USING btree ("due_at") WHERE "warning"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "warning_in_order" ON "warning" USING btree ("urgency","effect_count" DESC NULLS FIRST,"opened_at" DESC NULLS FIRST,"id") WHERE "warning"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "warning_by_root_cause" ON "warning" USING btree ("root_cause_id");--> statement-breakpoint
ALTER TABLE "warning" ADD CONSTRAINT "warning_reviewed_one_way" CHECK ("warning"."acknowledged_at" is null or "warning"."snoozed_until" is null);--> statement-breakpoint
UPDATE "warning" SET "urgency" = array_position(array['critical', 'warning', 'info'], "severity") - 1, "changed_at" = coalesce("resolved_at", "opened_at");
