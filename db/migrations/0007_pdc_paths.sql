CREATE TABLE "pdc_path" (
	"pdc_name_first" text NOT NULL,
	"pdc_name_last" text NOT NULL,
	"mtu_bytes" integer NOT NULL,
	"declared_at" timestamp with time zone NOT NULL,
	"declared_by_name" text NOT NULL,
	CONSTRAINT "pdc_path_once_per_pair" PRIMARY KEY("pdc_name_first","pdc_name_last"),
	CONSTRAINT "pdc_path_names_in_order" CHECK ("pdc_path"."pdc_name_first" collate "C" <= "pdc_path"."pdc_name_last" collate "C"),
	CONSTRAINT "pdc_path_mtu" CHECK ("pdc_path"."mtu_bytes" between 576 and 65535)
);
