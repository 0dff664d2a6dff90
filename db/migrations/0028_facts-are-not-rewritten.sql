ALTER TABLE "node" ADD COLUMN "parts_observed_at" jsonb;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "facts_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "admin_address" text;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "external_address" text;