package io.atalaya.gateway.engine;

import io.atalaya.contract.source.SourceUrl;
import java.net.InetAddress;

/** Asks the source policy where a source may be connected to. */
@FunctionalInterface
public interface SourceCheck {
  /** A source's address, or why there is none. */
  sealed interface Verdict {
    /** Connect here. */
    record Pinned(InetAddress address) implements Verdict {}

    /** Do not connect. */
    record Refused(IngestFailure failure) implements Verdict {}
  }

  /** Looks the host up; the address must be allowed. Blocks, with a deadline. */
  Verdict check(SourceUrl source) throws InterruptedException;
}
