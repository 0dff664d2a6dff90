CREATE TABLE "notification_delivery" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hook_id" uuid,
	"user_id" uuid,
	"is_test" boolean NOT NULL,
	"summary" text NOT NULL,
	"body" text NOT NULL,
	"vdc_ids" uuid[],
	"state" text DEFAULT 'queued' NOT NULL,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone,
	"last_attempt_at" timestamp with time zone,
	"last_status_code" integer,
	"last_duration_milliseconds" integer,
	"last_failure" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notification_delivery_one_receiver" CHECK (num_nonnulls("notification_delivery"."hook_id", "notification_delivery"."user_id") = 1),
	CONSTRAINT "notification_delivery_due" CHECK (("notification_delivery"."due_at" is null) = ("notification_delivery"."state" in ('delivered', 'failed')))
);
--> statement-breakpoint
CREATE TABLE "notification_hook" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"filter" jsonb NOT NULL,
	"paused_at" timestamp with time zone,
	"through_notice_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notification_hook_name" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "notification_preference" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"is_on" boolean DEFAULT false NOT NULL,
	"email" text,
	"unverified_email" text,
	"code_hash" text,
	"code_sent_at" timestamp with time zone,
	"code_try_count" integer DEFAULT 0 NOT NULL,
	"filter" jsonb NOT NULL,
	"schedule" jsonb NOT NULL,
	"through_notice_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "warning_notice" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"warning_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"is_reviewed" boolean NOT NULL,
	"root_cause_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notification_delivery" ADD CONSTRAINT "notification_delivery_hook_id_notification_hook_id_fk" FOREIGN KEY ("hook_id") REFERENCES "public"."notification_hook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_delivery" ADD CONSTRAINT "notification_delivery_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_preference" ADD CONSTRAINT "notification_preference_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notification_delivery_by_hook" ON "notification_delivery" USING btree ("hook_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notification_delivery_by_user" ON "notification_delivery" USING btree ("user_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notification_delivery_due" ON "notification_delivery" USING btree ("due_at") WHERE "notification_delivery"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "warning_notice_by_age" ON "warning_notice" USING btree ("at");