# Runs one program of e2e's bench package against the built product: run-e2e.sh CLASS
set -euo pipefail
cd "$(dirname "$0")/.."
class=$1
mvn --quiet --batch-mode -pl e2e -am -DskipTests package dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
cd e2e
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 # it would fetch a browser of its own; Debian's is used
exec "$JAVA_HOME/bin/java" -Datalaya.root=.. -cp "target/test-classes:$(cat target/bench.classpath)" \
  "io.atalaya.e2e.bench.$class"
