CREATE SEQUENCE "public"."chunk_ids" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "annotations" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"run_id" integer NOT NULL,
	"revision_id" bigint NOT NULL,
	"model" text NOT NULL,
	"settings" jsonb NOT NULL,
	"prompt_hash" text NOT NULL,
	"transcript_cut" boolean NOT NULL,
	"input_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL,
	"cache_read_tokens" integer NOT NULL,
	"cache_creation_tokens" integer NOT NULL,
	"cost_usd" numeric(14, 8) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "annotations_revision_id_run_id_unique" UNIQUE("revision_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" serial PRIMARY KEY NOT NULL,
	"project_id" integer NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash"),
	CONSTRAINT "api_keys_hash" CHECK (octet_length("api_keys"."hash") = 32)
);
--> statement-breakpoint
CREATE TABLE "batch_lines" (
	"batch_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"outcome" text NOT NULL,
	"revision_id" bigint,
	"code" text,
	"detail" text,
	CONSTRAINT "batch_lines_batch_id_line_pk" PRIMARY KEY("batch_id","line"),
	CONSTRAINT "batch_lines_outcome" CHECK ("batch_lines"."outcome" in ('accepted', 'duplicate', 'revised', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" integer NOT NULL,
	"idempotency_key" text,
	"state" text DEFAULT 'receiving' NOT NULL,
	"posted" integer DEFAULT 0 NOT NULL,
	"accepted" integer DEFAULT 0 NOT NULL,
	"duplicate" integer DEFAULT 0 NOT NULL,
	"revised" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"body_digest" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"accepted_at" timestamp with time zone,
	CONSTRAINT "batches_project_id_idempotency_key_unique" UNIQUE("project_id","idempotency_key"),
	CONSTRAINT "batches_state" CHECK ("batches"."state" in ('receiving', 'accepted', 'aborted')),
	CONSTRAINT "batches_counts_add_up" CHECK ("batches"."posted" = "batches"."accepted" + "batches"."duplicate" + "batches"."revised" + "batches"."rejected")
);
--> statement-breakpoint
CREATE TABLE "cohort_metrics" (
	"run_id" integer NOT NULL,
	"cohort" text NOT NULL,
	"metric" text NOT NULL,
	"cell" jsonb NOT NULL,
	"month" date,
	"sessions" numeric NOT NULL,
	"people" numeric NOT NULL,
	"sum" numeric NOT NULL,
	"sum_squares" numeric NOT NULL,
	"cross_sum" numeric NOT NULL,
	"cluster_size_squares" numeric NOT NULL,
	CONSTRAINT "cohort_metrics_run_id_cohort_metric_cell_pk" PRIMARY KEY("run_id","cohort","metric","cell")
);
--> statement-breakpoint
CREATE TABLE "fact_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"project_id" integer NOT NULL,
	"run_id" integer NOT NULL,
	"month" date,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"run_id" integer NOT NULL,
	"session_id" bigint NOT NULL,
	"project_id" integer NOT NULL,
	"revision" integer NOT NULL,
	"person" "bytea" NOT NULL,
	"month" date,
	"headless" boolean NOT NULL,
	"agent" text,
	"entrypoint" text,
	"main_model" text,
	"turns" integer NOT NULL,
	"actions" integer NOT NULL,
	"actions_failed" integer,
	"agent_words" double precision,
	"lines_added" double precision,
	"lines_removed" double precision,
	"files_touched" integer,
	"interruptions" integer,
	"steers" integer,
	"model_calls" integer,
	"work_mode" text,
	"work_mode_group" text,
	"codebase" text,
	"expertise" smallint,
	"occupation_user" text,
	"occupation_work" text,
	"outcome" text,
	"success_signal" smallint,
	"failure_signal" smallint,
	"task_value_usd" double precision,
	"user_planning_share" double precision,
	"user_execution_share" double precision,
	"verified_success" boolean,
	"at_least_partial" boolean,
	"hit_trouble" boolean,
	"abandoned" boolean,
	"wrote_code" boolean,
	"software_user" boolean,
	CONSTRAINT "facts_session_id_run_id_pk" PRIMARY KEY("session_id","run_id"),
	CONSTRAINT "facts_month_first" CHECK (extract(day from "facts"."month") = 1)
);
--> statement-breakpoint
CREATE TABLE "labels" (
	"annotation_id" bigint NOT NULL,
	"classifier" text NOT NULL,
	"classifier_version" text NOT NULL,
	"value" jsonb NOT NULL,
	"confidence" real,
	CONSTRAINT "labels_annotation_id_classifier_pk" PRIMARY KEY("annotation_id","classifier")
);
--> statement-breakpoint
CREATE TABLE "materialisations" (
	"run_id" integer NOT NULL,
	"cohort" text NOT NULL,
	"definition" "bytea" NOT NULL,
	"materialised_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "materialisations_run_id_cohort_pk" PRIMARY KEY("run_id","cohort")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"pseudonym_key" "bytea" NOT NULL,
	"current_run_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" serial PRIMARY KEY NOT NULL,
	"project_id" integer NOT NULL,
	"codebook_version" text NOT NULL,
	"annotator" text NOT NULL,
	"annotator_version" text NOT NULL,
	"sessions_per_job" integer NOT NULL,
	"agreement" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "runs_project_id_codebook_version_annotator_annotator_version_unique" UNIQUE("project_id","codebook_version","annotator","annotator_version")
);
--> statement-breakpoint
CREATE TABLE "session_revisions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"session_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"content_hash" "bytea" NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"chunk_id" bigint,
	"claim" uuid,
	"claim_expires_at" timestamp with time zone,
	"state_changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_revisions_session_id_revision_unique" UNIQUE("session_id","revision"),
	CONSTRAINT "session_revisions_state" CHECK ("session_revisions"."state" in ('pending', 'annotating', 'parked', 'annotated', 'excluded', 'unscorable', 'dead')),
	CONSTRAINT "session_revisions_reason" CHECK (("session_revisions"."state" in ('excluded', 'unscorable', 'dead', 'parked')) = ("session_revisions"."reason" is not null)),
	CONSTRAINT "session_revisions_claim" CHECK (("session_revisions"."state" = 'annotating') = ("session_revisions"."claim" is not null)
        and ("session_revisions"."claim" is null) = ("session_revisions"."claim_expires_at" is null)),
	CONSTRAINT "session_revisions_chunk" CHECK ("session_revisions"."chunk_id" is not null or "session_revisions"."state" not in ('pending', 'annotating', 'parked'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"project_id" integer NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"person" "bytea" NOT NULL,
	"latest_revision" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "sessions_project_id_source_external_id_unique" UNIQUE("project_id","source","external_id")
);
--> statement-breakpoint
CREATE TABLE "transcripts" (
	"revision_id" bigint PRIMARY KEY NOT NULL,
	"canonical" "bytea",
	"telemetry" jsonb NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "annotations" ADD CONSTRAINT "annotations_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annotations" ADD CONSTRAINT "annotations_revision_id_session_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."session_revisions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_lines" ADD CONSTRAINT "batch_lines_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_metrics" ADD CONSTRAINT "cohort_metrics_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_changes" ADD CONSTRAINT "fact_changes_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facts" ADD CONSTRAINT "facts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facts" ADD CONSTRAINT "facts_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_annotation_id_annotations_id_fk" FOREIGN KEY ("annotation_id") REFERENCES "public"."annotations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "materialisations" ADD CONSTRAINT "materialisations_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_revisions" ADD CONSTRAINT "session_revisions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transcripts" ADD CONSTRAINT "transcripts_revision_id_session_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."session_revisions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_lines_rejected" ON "batch_lines" USING btree ("batch_id","line") WHERE "batch_lines"."outcome" = 'rejected';--> statement-breakpoint
CREATE INDEX "facts_month" ON "facts" USING btree ("run_id","month");--> statement-breakpoint
CREATE INDEX "session_revisions_waiting" ON "session_revisions" USING btree ("chunk_id") WHERE "session_revisions"."state" in ('pending', 'annotating');--> statement-breakpoint
CREATE INDEX "session_revisions_claims" ON "session_revisions" USING btree ("claim_expires_at") WHERE "session_revisions"."state" = 'annotating';--> statement-breakpoint
CREATE INDEX "transcripts_expiring" ON "transcripts" USING btree ("expires_at") WHERE "transcripts"."canonical" is not null;