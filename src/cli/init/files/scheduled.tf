# Audits __scope__ on a schedule (__schedule__, UTC): a Cloud Run job takes a snapshot, audits it, compares it with the
# last one, keeps all of it in a bucket, and tells one log line, of which an alert is made. Nothing is changed in what it audits.
#
#   terraform init && terraform apply
#
# The image is the tool's own (its repository has the Dockerfile); push it first:
#   docker build -t IMAGE https://github.com/pinky-promise/pinky-audit.git && docker push IMAGE
terraform {
  required_version = ">= 1.5"
  required_providers {
    # From 7.5 on a job takes mount options.
    google = { source = "hashicorp/google", version = ">= 7.5" }
  }
}

variable "image" {
  description = "Image of pinky-audit, by digest where it should never change unseen."
  type        = string
  default     = "__image__"
}

variable "notify" {
  description = "Who hears of what changed: an e-mail address."
  type        = string
__notifydefault__}
__variables__
locals {
  project = "__project__"
  region  = "__region__"
  apis = [
    "cloudasset.googleapis.com",
    "cloudscheduler.googleapis.com",
    "iam.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "run.googleapis.com",
    "storage.googleapis.com",
  ]
}

resource "google_project_service" "api" {
  for_each           = toset(local.apis)
  project            = local.project
  service            = each.value
  disable_on_destroy = false
}

# Reads what is audited and writes its evidence; nothing else.
resource "google_service_account" "auditor" {
  project      = local.project
  account_id   = "pinky-auditor"
  display_name = "pinky-audit: reads what it audits"
}

# The permissions are those of `pinky-audit snapshot --print-role`.
__roleblock__
# Evidence: who writes it may not make it public, and it goes after __retention__ days.
resource "google_storage_bucket" "evidence" {
  project                     = local.project
  name                        = "__bucket__"
  location                    = local.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  lifecycle_rule {
    condition {
      age            = __retention__
      matches_prefix = ["snapshots/", "reports/", "drift/"]
    }
    action {
      type = "Delete"
    }
  }

  lifecycle_rule {
    condition {
      days_since_noncurrent_time = 30
    }
    action {
      type = "Delete"
    }
  }
}

# A mounted bucket takes this role to be written to (Cloud Storage FUSE, roles).
resource "google_storage_bucket_iam_member" "auditor" {
  bucket = google_storage_bucket.evidence.name
  role   = "roles/storage.objectUser"
  member = google_service_account.auditor.member
}

resource "google_storage_bucket_object" "config" {
  bucket = google_storage_bucket.evidence.name
  name   = "config/pinky.config.yaml"
  source = "${path.module}/../pinky.config.yaml"
}

resource "google_cloud_run_v2_job" "audit" {
  project    = local.project
  name       = "pinky-audit"
  location   = local.region
  depends_on = [google_project_service.api, google_storage_bucket_iam_member.auditor]

  template {
    task_count = 1
    template {
      service_account       = google_service_account.auditor.email
      execution_environment = "EXECUTION_ENVIRONMENT_GEN2"
      timeout               = "3600s"
      # A round that failed has said so; the next one compares with the last that was done.
      max_retries = 0

      containers {
        image = var.image
        args = [
          "patrol",
          "__scopeflag__",
          "--evidence=/evidence",
          "--config=/evidence/config/pinky.config.yaml",
        ]
        resources {
          limits = { cpu = "1", memory = "2Gi" }
        }
        volume_mounts {
          name       = "evidence"
          mount_path = "/evidence"
        }
      }

      volumes {
        name = "evidence"
        gcs {
          bucket = google_storage_bucket.evidence.name
          # The image runs as this user, and a mount belongs to root otherwise.
          mount_options = ["uid=65532", "gid=65532"]
        }
      }
    }
  }
}

# May start the job; may do nothing else.
resource "google_service_account" "scheduler" {
  project      = local.project
  account_id   = "pinky-scheduler"
  display_name = "pinky-audit: starts the audit"
}

resource "google_cloud_run_v2_job_iam_member" "scheduler" {
  project  = local.project
  location = local.region
  name     = google_cloud_run_v2_job.audit.name
  role     = "roles/run.invoker"
  member   = google_service_account.scheduler.member
}

resource "google_cloud_scheduler_job" "audit" {
  project    = local.project
  name       = "pinky-audit"
  region     = local.region
  schedule   = "__schedule__"
  time_zone  = "Etc/UTC"
  depends_on = [google_project_service.api]

  http_target {
    http_method = "POST"
    uri         = "https://run.googleapis.com/v2/${google_cloud_run_v2_job.audit.id}:run"
    oauth_token {
      service_account_email = google_service_account.scheduler.email
      scope                 = "https://www.googleapis.com/auth/cloud-platform"
    }
  }
}

resource "google_monitoring_notification_channel" "people" {
  project      = local.project
  display_name = "pinky-audit"
  type         = "email"
  labels       = { email_address = var.notify }
  depends_on   = [google_project_service.api]
}

# Add "assets" to hear of every asset that changed, whether or not it matters to a promise.
resource "google_monitoring_alert_policy" "changed" {
  project               = local.project
  display_name          = "pinky-audit: a promise broke, or could not be judged"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.people.id]

  conditions {
    display_name = "A round found a change, or failed"
    condition_matched_log {
      filter = <<-EOT
        __filter__
      EOT
    }
  }

  alert_strategy {
    auto_close = "604800s"
    notification_rate_limit {
      period = "300s"
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "The entry's jsonPayload.pinkyAudit names what changed, and the files in gs://__bucket__ with the whole of it."
  }
}
