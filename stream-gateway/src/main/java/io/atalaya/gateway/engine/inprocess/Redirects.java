package io.atalaya.gateway.engine.inprocess;

import io.atalaya.contract.source.Credentials;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.SourceCheck;
import io.atalaya.gateway.engine.StreamSpec;
import java.util.Optional;

/**
 * Where a camera sends us (RFC 2326, 11.3): checked as if somebody had entered it. Credentials stay
 * behind where host, port or TLS differ, and once left behind are not shown again, wherever the way
 * leads. What user name the camera writes into the location is never used.
 */
final class Redirects {
  /** In a row. */
  static final int MOST = 3;

  private static final String LEFT_BEHIND =
      "The camera sends us to another address, which wants a user name and a password. They are not"
          + " sent along to another address: enter that one as the source.";

  private Redirects() {}

  /**
   * What to pull instead.
   *
   * @throws FailedRunException when the policy forbids it, or it is no camera's address
   */
  static StreamSpec follow(StreamSpec from, String location)
      throws FailedRunException, InterruptedException {
    SourceUrl to = target(from.source(), location);
    return switch (from.policy().check(to)) {
      case SourceCheck.Verdict.Pinned(var address) ->
          new StreamSpec(from.key(), to, address, from.transport(), from.audio(), from.policy());
      case SourceCheck.Verdict.Refused(var failure) ->
          throw new FailedRunException(
              new IngestFailure.SourceRefused(
                  "The camera sends us to another address. " + failure.message()));
    };
  }

  /** A refusal there, with why we did not sign in if that is because of the way we came. */
  static FailedRunException explained(StreamSpec from, StreamSpec there, FailedRunException e) {
    boolean leftBehind =
        there.source().credentials().isEmpty()
            && (from.source().credentials().isPresent()
                || !isSameDoor(from.source(), there.source()));
    return leftBehind && e.failure() instanceof IngestFailure.CredentialsRejected
        ? new FailedRunException(new IngestFailure.CredentialsRejected(LEFT_BEHIND))
        : e;
  }

  private static SourceUrl target(SourceUrl from, String location) throws FailedRunException {
    try {
      SourceUrl told = SourceUrl.parse(location);
      Optional<Credentials> credentials =
          isSameDoor(from, told) ? from.credentials() : Optional.empty();
      return new SourceUrl(
          told.secure(), credentials, told.host(), told.port(), told.pathAndQuery());
    } catch (IllegalArgumentException _) {
      throw new FailedRunException(
          new IngestFailure.SourceRefused(
              "The camera sends us to another address, which is not one of RTSP."));
    }
  }

  private static boolean isSameDoor(SourceUrl a, SourceUrl b) {
    return a.secure() == b.secure() && a.host().equalsIgnoreCase(b.host()) && a.port() == b.port();
  }
}
