CREATE TABLE "pdc_schedule" (
	"pdc_name" text PRIMARY KEY NOT NULL,
	"refresh_interval_seconds" integer,
	"refreshes_at_once_max" integer,
	"quiet_from_minute" integer,
	"quiet_until_minute" integer,
	CONSTRAINT "pdc_schedule_interval" CHECK ("pdc_schedule"."refresh_interval_seconds" between 30 and 604800),
	CONSTRAINT "pdc_schedule_at_once" CHECK ("pdc_schedule"."refreshes_at_once_max" between 1 and 64),
	CONSTRAINT "pdc_schedule_quiet" CHECK (num_nulls("pdc_schedule"."quiet_from_minute", "pdc_schedule"."quiet_until_minute") in (0, 2)),
	CONSTRAINT "pdc_schedule_minutes" CHECK ("pdc_schedule"."quiet_from_minute" between 0 and 1439 and "pdc_schedule"."quiet_until_minute" between 0 and 1439)
);
--> statement-breakpoint
DROP INDEX "node_refresh_one_in_flight";--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "reported_pdc_name" text GENERATED ALWAYS AS (facts -> 'identity' -> 'value' ->> 'pdcName') STORED;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "paused_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "paused_reason" text;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "paused_by_name" text;--> statement-breakpoint
ALTER TABLE "node_refresh" ADD COLUMN "attempt" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "node_refresh" ADD COLUMN "not_before" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "refresh_run" ADD COLUMN "cancelled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "refresh_run" ADD COLUMN "cancelled_by_name" text;--> statement-breakpoint
CREATE UNIQUE INDEX "node_refresh_one_in_flight" ON "node_refresh" USING btree ("node_id") WHERE "node_refresh"."state" in ('queued', 'connecting', 'collecting', 'parsing', 'storing');