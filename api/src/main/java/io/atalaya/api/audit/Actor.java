package io.atalaya.api.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who did something.
 *
 * @param id of the person, the API key or the gateway; null for the system and for strangers
 * @param name as it was at that time; null where there is none beside the id
 */
public record Actor(Kind kind, @Nullable String id, @Nullable String name) {
  /** Nobody: the clock, a loop of ours. */
  public static final Actor SYSTEM = new Actor(Kind.SYSTEM, null, null);

  /** Whoever sent a request without having signed in. */
  static final Actor ANONYMOUS = new Actor(Kind.ANONYMOUS, null, null);

  /** What somebody is. */
  public enum Kind {
    USER,
    /** One of the platform's people, in whichever tenant. */
    PLATFORM_USER,
    API_KEY,
    GATEWAY,
    /** Not signed in. */
    ANONYMOUS,
    SYSTEM;

    /** The spelling on the wire and in rows. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A node of the data plane. */
  public static Actor gateway(String nodeId) {
    return new Actor(Kind.GATEWAY, Origins.clean(nodeId, 200), null);
  }
}
