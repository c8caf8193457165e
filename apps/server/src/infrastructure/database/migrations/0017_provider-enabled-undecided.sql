ALTER TABLE "provider_settings" ALTER COLUMN "enabled" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "provider_settings" ALTER COLUMN "enabled" DROP NOT NULL;