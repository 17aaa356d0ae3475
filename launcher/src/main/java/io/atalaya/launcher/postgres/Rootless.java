package io.atalaya.launcher.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * As whom PostgreSQL's programs run: they refuse user id 0. The first way that this machine allows
 * is the one that is taken.
 */
enum Rootless {
  /** We are not root either. */
  OURSELVES,

  /**
   * In a user namespace of their own, where our files still are theirs and no privilege is left.
   */
  NAMESPACE,

  /**
   * As nobody, with the one capability that lets them reach their folder inside ours; for
   * containers that allow root no namespaces.
   */
  NOBODY;

  private static final long PROBE_SECONDS = 10;

  private static final class Here {
    static final List<Rootless> WAYS = Arrays.stream(values()).filter(Rootless::works).toList();
  }

  /** All ways this machine allows, the best first. */
  static List<Rootless> possible() {
    return Here.WAYS;
  }

  /** The way to take. */
  static Rootless here() throws IOException {
    return possible().stream()
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "PostgreSQL does not run as root, and this machine allows neither user"
                    + " namespaces nor another user: start this as an ordinary user"));
  }

  private boolean works() {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (this == OURSELVES || !root) {
      return this == OURSELVES && !root;
    }
    try {
      run(List.of("true"), PROBE_SECONDS);
      return true;
    } catch (IOException _) {
      // Not allowed here, which is what we wanted to know.
      return false;
    }
  }

  /** What to start instead of {@code command}. */
  List<String> command(List<String> command) {
    var rootless = new ArrayList<>(prefix());
    rootless.addAll(command);
    return rootless;
  }

  private List<String> prefix() {
    return switch (this) {
      case OURSELVES -> List.of();
      case NAMESPACE -> List.of("unshare", "--user");
      case NOBODY ->
          List.of(
              "setpriv",
              // Else access(2) would deny what the capability allows.
              "--securebits=+no_setuid_fixup",
              "--reuid=nobody",
              "--regid=nogroup",
              "--clear-groups",
              "--inh-caps=-all,+dac_override",
              "--ambient-caps=-all,+dac_override",
              "--bounding-set=-all,+dac_override",
              "--no-new-privs",
              // The kernel forgets it when the user changes.
              "--pdeathsig=INT");
    };
  }

  /** Gives them a folder that was made by us, or by them when this machine allowed another way. */
  void give(Path folder) throws IOException {
    if (this == OURSELVES) {
      return;
    }
    UserPrincipal user =
        folder
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(this == NOBODY ? "nobody" : "root");
    if (Files.getOwner(folder).equals(user)) {
      return;
    }
    try (var tree = Files.walk(folder)) {
      // The folder itself last: it says that all of it is done.
      for (Path path : tree.toList().reversed()) {
        Files.setAttribute(path, "posix:owner", user, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Runs it to its end, within a deadline; what it said is in the exception if it fails. */
  void run(List<String> command, long timeoutSeconds) throws IOException {
    Process process = new ProcessBuilder(command(command)).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      var reading =
          new FutureTask<>(
              () -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      Thread.ofVirtual().start(reading);
      if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
        throw new IOException(command.getFirst() + " took more than " + timeoutSeconds + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command.getFirst() + " failed: " + reading.get().strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + command.getFirst(), e);
    } catch (ExecutionException e) {
      throw new IOException("cannot read the output of " + command.getFirst(), e);
    } finally {
      process.destroyForcibly();
    }
  }
}
