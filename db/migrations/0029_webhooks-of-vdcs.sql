ALTER TABLE "notification_hook" DROP CONSTRAINT "notification_hook_name";--> statement-breakpoint
ALTER TABLE "notification_hook" ADD COLUMN "vdc_id" uuid;--> statement-breakpoint
ALTER TABLE "notification_hook" ADD CONSTRAINT "notification_hook_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_hook" ADD CONSTRAINT "notification_hook_name_in_vdc" UNIQUE NULLS NOT DISTINCT("vdc_id","name");