# Sourced by ./atalaya. Quarkus builds inside Maven's own JVM, so Maven itself needs the JDK the code is written for.
# Leaves JAVA_HOME pointing at a JDK of at least $1, or returns 1.
_jdk_version() { [ -x "$1/bin/javac" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null; }
find_jdk() {
  for _home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/java/* /opt/jdk*; do
    _version=$(_jdk_version "$_home")
    if [ "${_version:-0}" -ge "$1" ]; then JAVA_HOME=$_home; export JAVA_HOME; return 0; fi
  done
  return 1
}
