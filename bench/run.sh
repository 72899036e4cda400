#!/usr/bin/env bash
# Times reloads against rclone, s5cmd, aws and s3cmd, as far as they are installed.
#   bench/run.sh [--files 2000] [--size 1024] [--rounds 5] [--tools s5cmd,rclone,aws,s3cmd]
#                [--endpoint URL --access-key KEY --secret-key SECRET] [-Dproperty=value]...
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -Pproof -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/cp
exec java -Xmx1g -cp "target/test-classes:target/classes:$(cat target/cp)" \
  org.datareload.proof.bench.ReloadBenchmark "$@"
