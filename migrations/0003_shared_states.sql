CREATE TABLE "shared_states" (
	"key" text PRIMARY KEY NOT NULL,
	"state" jsonb NOT NULL
);
