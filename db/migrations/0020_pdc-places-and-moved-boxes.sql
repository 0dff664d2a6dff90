CREATE TABLE "moved_box" (
	"user_id" uuid NOT NULL,
	"vdc_id" uuid,
	"picture" text NOT NULL,
	"pdc_id" text NOT NULL,
	"x" integer NOT NULL,
	"y" integer NOT NULL,
	"moved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "moved_box_once" UNIQUE NULLS NOT DISTINCT("user_id","vdc_id","picture","pdc_id")
);
--> statement-breakpoint
CREATE TABLE "pdc_place" (
	"pdc_name" text PRIMARY KEY NOT NULL,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL,
	"place_name" text,
	CONSTRAINT "pdc_place_latitude" CHECK ("pdc_place"."latitude" between -90 and 90),
	CONSTRAINT "pdc_place_longitude" CHECK ("pdc_place"."longitude" between -180 and 180)
);
--> statement-breakpoint
ALTER TABLE "moved_box" ADD CONSTRAINT "moved_box_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moved_box" ADD CONSTRAINT "moved_box_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "moved_box_by_vdc" ON "moved_box" USING btree ("vdc_id");