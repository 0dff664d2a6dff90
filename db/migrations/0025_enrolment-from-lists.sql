ALTER TABLE "node" ADD COLUMN "expected_fingerprint" text;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "confirm_expected_by_id" text;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "confirm_expected_by_name" text;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "ask_once_fingerprint" text;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "introduced_facts" jsonb;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "introduced_at" timestamp with time zone;