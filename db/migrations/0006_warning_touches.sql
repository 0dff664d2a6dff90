ALTER TABLE "warning" ADD COLUMN "touches" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "warning_by_vdc" ON "warning" USING btree ("vdc_id");--> statement-breakpoint
CREATE INDEX "warning_by_touched" ON "warning" USING gin ("touches");