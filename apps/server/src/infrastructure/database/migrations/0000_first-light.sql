CREATE TABLE "assets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" uuid NOT NULL,
	"source" text NOT NULL,
	"symbol" text NOT NULL,
	"name" text NOT NULL,
	"asset_class" text NOT NULL,
	"sector" text,
	"country" text,
	"currency" text NOT NULL,
	"prices_version" integer DEFAULT 0 NOT NULL,
	"price_count" integer DEFAULT 0 NOT NULL,
	"first_date" date,
	"last_date" date,
	"last_close" numeric,
	"price_gaps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "assets_owner_source_symbol" UNIQUE("owner_id","source","symbol"),
	CONSTRAINT "assets_id_owner" UNIQUE("id","owner_id"),
	CONSTRAINT "assets_source" CHECK ("assets"."source" in ('simulated', 'imported')),
	CONSTRAINT "assets_asset_class" CHECK ("assets"."asset_class" in ('equity', 'bond', 'commodity', 'real-estate', 'crypto', 'cash', 'fund', 'other')),
	CONSTRAINT "assets_currency" CHECK ("assets"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "exchange_rates" (
	"owner_id" uuid NOT NULL,
	"source" text NOT NULL,
	"base" text NOT NULL,
	"quote" text NOT NULL,
	"date" date NOT NULL,
	"rate" numeric NOT NULL,
	CONSTRAINT "exchange_rates_pkey" PRIMARY KEY("owner_id","source","base","quote","date"),
	CONSTRAINT "exchange_rates_source" CHECK ("exchange_rates"."source" in ('simulated', 'imported')),
	CONSTRAINT "exchange_rates_pair" CHECK ("exchange_rates"."base" <> "exchange_rates"."quote"),
	CONSTRAINT "exchange_rates_rate_positive" CHECK ("exchange_rates"."rate" > 0 and "exchange_rates"."rate" < 'Infinity')
);
--> statement-breakpoint
CREATE TABLE "allocations" (
	"portfolio_id" uuid NOT NULL,
	"asset_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"weight" double precision,
	"quantity" numeric,
	CONSTRAINT "allocations_pkey" PRIMARY KEY("portfolio_id","asset_id"),
	CONSTRAINT "allocations_one_kind" CHECK (("allocations"."weight" is null) <> ("allocations"."quantity" is null))
);
--> statement-breakpoint
CREATE TABLE "portfolios" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"base_currency" text NOT NULL,
	"benchmark_asset_id" uuid,
	"allocation_kind" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "portfolios_owner_name" UNIQUE("owner_id","name"),
	CONSTRAINT "portfolios_id_owner" UNIQUE("id","owner_id"),
	CONSTRAINT "portfolios_allocation_kind" CHECK ("portfolios"."allocation_kind" in ('weights', 'quantities')),
	CONSTRAINT "portfolios_base_currency" CHECK ("portfolios"."base_currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "price_imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"byte_count" integer NOT NULL,
	"status" text DEFAULT 'ready' NOT NULL,
	"preview" jsonb NOT NULL,
	"staged" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"committed_at" timestamp with time zone,
	CONSTRAINT "price_imports_status" CHECK ("price_imports"."status" in ('ready', 'committed')),
	CONSTRAINT "price_imports_staged" CHECK (("price_imports"."status" = 'ready') = ("price_imports"."staged" is not null))
);
--> statement-breakpoint
CREATE TABLE "prices" (
	"asset_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"date" date NOT NULL,
	"close" numeric NOT NULL,
	CONSTRAINT "prices_pkey" PRIMARY KEY("asset_id","date"),
	CONSTRAINT "prices_close_positive" CHECK ("prices"."close" > 0 and "prices"."close" < 'Infinity')
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"display_name" text NOT NULL,
	"demo_seeded_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "assets" ADD CONSTRAINT "assets_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exchange_rates" ADD CONSTRAINT "exchange_rates_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_portfolio" FOREIGN KEY ("portfolio_id","owner_id") REFERENCES "public"."portfolios"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "portfolios" ADD CONSTRAINT "portfolios_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "portfolios" ADD CONSTRAINT "portfolios_benchmark" FOREIGN KEY ("benchmark_asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_imports" ADD CONSTRAINT "price_imports_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "allocations_asset_id" ON "allocations" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "price_imports_expires_at" ON "price_imports" USING btree ("expires_at");