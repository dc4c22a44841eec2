#!/usr/bin/env bash
# Audits __scope__ on a schedule (__schedule__, UTC), without Terraform; the same as main.tf. It may be run again.
#   bash __path__
# The image is the tool's own (its repository has the Dockerfile); push it first:
#   docker build -t "$IMAGE" https://github.com/pinky-promise/pinky-audit.git && docker push "$IMAGE"
set -euo pipefail
cd "$(dirname "$0")"

PROJECT='__project__'
REGION='__region__'
BUCKET='__bucket__'
IMAGE="${IMAGE:-__image__}"
NOTIFY="${NOTIFY:-__notify__}"
: "${NOTIFY:?NOTIFY=who@example.com: who hears of what changed}"
__shellvariables__AUDITOR="pinky-auditor@$PROJECT.iam.gserviceaccount.com"
SCHEDULER="pinky-scheduler@$PROJECT.iam.gserviceaccount.com"
there() { "$@" > /dev/null 2>&1; }
scratch="$(mktemp -d)"
trap 'rm -r "$scratch"' EXIT

gcloud services enable cloudasset.googleapis.com cloudscheduler.googleapis.com iam.googleapis.com \
  logging.googleapis.com monitoring.googleapis.com run.googleapis.com storage.googleapis.com --project="$PROJECT"

# Reads what is audited and writes its evidence; nothing else. role.yaml is that of `pinky-audit snapshot --print-role`.
there gcloud iam service-accounts describe "$AUDITOR" --project="$PROJECT" ||
  gcloud iam service-accounts create pinky-auditor --display-name='pinky-audit: reads what it audits' --project="$PROJECT"
if there gcloud iam roles describe pinkyAudit __roleplace__; then
  gcloud iam roles update pinkyAudit __roleplace__ --file=role.yaml --quiet
else
  gcloud iam roles create pinkyAudit __roleplace__ --file=role.yaml --quiet
fi
gcloud __bindcommand__ add-iam-policy-binding __bindtarget__ --member="serviceAccount:$AUDITOR" \
  --role="__rolename__" --condition=None --format=none

# Evidence: who writes it may not make it public, and it goes after __retention__ days.
cat > "$scratch/lifecycle.json" << 'EOF'
{"rule": [
  {"action": {"type": "Delete"}, "condition": {"age": __retention__, "matchesPrefix": ["snapshots/", "reports/", "drift/"]}},
  {"action": {"type": "Delete"}, "condition": {"daysSinceNoncurrentTime": 30}}
]}
EOF
there gcloud storage buckets describe "gs://$BUCKET" ||
  gcloud storage buckets create "gs://$BUCKET" --project="$PROJECT" --location="$REGION" \
    --uniform-bucket-level-access --public-access-prevention
gcloud storage buckets update "gs://$BUCKET" --uniform-bucket-level-access --public-access-prevention --versioning \
  --lifecycle-file="$scratch/lifecycle.json"
# A mounted bucket takes this role to be written to (Cloud Storage FUSE, roles).
gcloud storage buckets add-iam-policy-binding "gs://$BUCKET" --member="serviceAccount:$AUDITOR" \
  --role=roles/storage.objectUser --format=none
gcloud storage cp ../pinky.config.yaml "gs://$BUCKET/config/pinky.config.yaml"

# The image runs as user 65532, and a mount belongs to root otherwise; mount options are in beta.
there gcloud run jobs describe pinky-audit --project="$PROJECT" --region="$REGION" && volumes=--clear-volumes || volumes=
gcloud beta run jobs deploy pinky-audit --project="$PROJECT" --region="$REGION" --image="$IMAGE" \
  --service-account="$AUDITOR" --tasks=1 --max-retries=0 --task-timeout=3600s --cpu=1 --memory=2Gi \
  --args='^|^patrol|__scopeflag__|--evidence=/evidence|--config=/evidence/config/pinky.config.yaml' \
  ${volumes:+"$volumes" --clear-volume-mounts} \
  --add-volume="name=evidence,type=cloud-storage,bucket=$BUCKET,mount-options=uid=65532;gid=65532" \
  --add-volume-mount=volume=evidence,mount-path=/evidence

# May start the job; may do nothing else.
there gcloud iam service-accounts describe "$SCHEDULER" --project="$PROJECT" ||
  gcloud iam service-accounts create pinky-scheduler --display-name='pinky-audit: starts the audit' --project="$PROJECT"
gcloud run jobs add-iam-policy-binding pinky-audit --project="$PROJECT" --region="$REGION" \
  --member="serviceAccount:$SCHEDULER" --role=roles/run.invoker --format=none
there gcloud scheduler jobs describe pinky-audit --project="$PROJECT" --location="$REGION" && verb=update || verb=create
gcloud scheduler jobs "$verb" http pinky-audit --project="$PROJECT" --location="$REGION" \
  --schedule='__schedule__' --time-zone=Etc/UTC --http-method=POST \
  --uri="https://run.googleapis.com/v2/projects/$PROJECT/locations/$REGION/jobs/pinky-audit:run" \
  --oauth-service-account-email="$SCHEDULER" --oauth-token-scope=https://www.googleapis.com/auth/cloud-platform

# Add "assets" to the events to hear of every asset that changed, whether or not it matters to a promise.
channel="$(gcloud beta monitoring channels list --project="$PROJECT" --filter='displayName="pinky-audit"' --format='value(name)' --limit=1)"
[ -n "$channel" ] || channel="$(gcloud beta monitoring channels create --project="$PROJECT" --display-name=pinky-audit \
  --type=email --channel-labels="email_address=$NOTIFY" --format='value(name)')"
cat > "$scratch/alert.json" << EOF
{
  "displayName": "pinky-audit: a promise broke, or could not be judged",
  "combiner": "OR",
  "notificationChannels": ["$channel"],
  "conditions": [{
    "displayName": "A round found a change, or failed",
    "conditionMatchedLog": {"filter": "__filterjson__"}
  }],
  "alertStrategy": {"autoClose": "604800s", "notificationRateLimit": {"period": "300s"}},
  "documentation": {
    "mimeType": "text/markdown",
    "content": "The entry's jsonPayload.pinkyAudit names what changed, and the files in gs://$BUCKET with the whole of it."
  }
}
EOF
policy="$(gcloud alpha monitoring policies list --project="$PROJECT" \
  --filter='displayName="pinky-audit: a promise broke, or could not be judged"' --format='value(name)' --limit=1)"
if [ -n "$policy" ]; then
  gcloud alpha monitoring policies update "$policy" --policy-from-file="$scratch/alert.json"
else
  gcloud alpha monitoring policies create --project="$PROJECT" --policy-from-file="$scratch/alert.json"
fi
