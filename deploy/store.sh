#!/bin/sh
# Starts SeaweedFS with one S3 account, whose keys exist in this container alone.
set -eu
umask 077
cat > /tmp/s3.json <<JSON
{"identities": [{
  "name": "groundwork",
  "credentials": [{"accessKey": "$S3_ACCESS_KEY", "secretKey": "$S3_SECRET_KEY"}],
  "actions": ["Admin", "Read", "Write", "List", "Tagging"]
}]}
JSON
exec weed server -dir=/data -ip=store -ip.bind=0.0.0.0 -volume.max=0 -s3 -s3.port=8333 -s3.config=/tmp/s3.json
