ALTER TABLE "node" DROP CONSTRAINT "node_ssh_endpoint";--> statement-breakpoint
ALTER TABLE "jump_host" ADD COLUMN "host_key_type" text;--> statement-breakpoint
ALTER TABLE "jump_host" ADD COLUMN "host_key_offered_type" text;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "jump_host_pdc_name" text;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "host_key_type" text;--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "host_key_offered_type" text;--> statement-breakpoint
ALTER TABLE "node" ADD CONSTRAINT "node_jump_host_pdc_name_jump_host_pdc_name_fk" FOREIGN KEY ("jump_host_pdc_name") REFERENCES "public"."jump_host"("pdc_name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node" ADD CONSTRAINT "node_ssh_endpoint" UNIQUE NULLS NOT DISTINCT("ssh_address","ssh_port","jump_host_pdc_name");