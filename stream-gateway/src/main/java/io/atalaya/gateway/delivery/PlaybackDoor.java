package io.atalaya.gateway.delivery;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.gateway.LastFailure;
import io.atalaya.contract.gateway.SessionActivation;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.delivery.StreamTokens.Grant;
import io.atalaya.gateway.ingest.CameraIngest;
import io.atalaya.gateway.ingest.CameraRegistry;
import io.atalaya.gateway.ingest.Feed;
import io.atalaya.gateway.ingest.Phase;
import io.atalaya.gateway.platform.ApiClient;
import io.atalaya.gateway.platform.ApiUnavailableException;
import io.atalaya.gateway.platform.GatewayErrorCode;
import io.atalaya.gateway.platform.LogFields;
import io.atalaya.gateway.platform.Node;
import io.atalaya.gateway.platform.SignedTokens;
import io.atalaya.media.live.LiveSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a viewer in. A token is checked offline, spent at the api, and becomes a session here; the
 * same client may present it again while its window is open, and finds the same session.
 */
final class PlaybackDoor {
  private static final Logger LOG = LoggerFactory.getLogger(PlaybackDoor.class);

  /** A camera that starts now has this long to its first part. */
  private static final Duration FIRST_PART = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(50);

  private final StreamTokens tokens;
  private final ApiClient api;
  private final Node node;
  private final CameraRegistry cameras;
  private final LiveSessions sessions;
  private final InstantSource clock;

  PlaybackDoor(
      StreamTokens tokens,
      ApiClient api,
      Node node,
      CameraRegistry cameras,
      LiveSessions sessions,
      InstantSource clock) {
    this.tokens = tokens;
    this.api = api;
    this.node = node;
    this.cameras = cameras;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * What a token opens.
   *
   * @param stream as it was when it was seen to play; by now the camera may be gone
   */
  record Opened(ViewingSession session, LiveSnapshot stream) {}

  /** Waits until the token's camera plays. Blocks; throws what the viewer is told. */
  Opened open(String token, ClientPrint client) throws InterruptedException {
    Grant grant = tokens.check(token);
    try (var _ = LogFields.of(grant.stream()).session(grant.session())) {
      return open(grant, client);
    }
  }

  private Opened open(Grant grant, ClientPrint client) throws InterruptedException {
    CameraIngest camera =
        cameras.find(grant.stream()).orElseThrow(() -> notSetUp(grant.stream()).toException());
    ViewingSession session = sessions.find(grant.session()).orElse(null);
    // A token it was not opened with may be a fresh one, after a reload; only the api can tell.
    if (session == null || !session.opening().tokenId().equals(grant.tokenId())) {
      session = activate(grant, client, camera.feed());
    }
    if (!session.opening().equals(new ViewingSession.Opening(grant.tokenId(), client))) {
      throw StreamTokens.unauthenticated(
          GatewayErrorCode.TOKEN_USED, "this stream token was used already; ask for a new one");
    }
    return new Opened(session, awaitFirstPart(session));
  }

  private ViewingSession activate(Grant grant, ClientPrint client, Feed feed) {
    var request =
        new SessionActivation.Request(
            grant.stream().tenantId(), grant.tokenId(), node.id(), node.bootId());
    ApiClient.Activation activation;
    try {
      activation = api.activate(grant.session(), request);
    } catch (ApiUnavailableException e) {
      LOG.warn("session {} cannot be activated: {}", grant.session(), e.getMessage());
      throw SignedTokens.controlPlaneUnavailable();
    }
    return switch (activation) {
      case ApiClient.Activation.Active(var answer) -> admit(grant, client, feed, answer);
      case ApiClient.Activation.Refused(int status, var body) ->
          throw ApiRefusal.of(status, body).toException();
    };
  }

  private ViewingSession admit(
      Grant grant, ClientPrint client, Feed feed, SessionActivation.Answer answer) {
    StreamKey admitted = new StreamKey(answer.tenantId(), answer.cameraId());
    if (!admitted.equals(grant.stream()) || !answer.sessionId().equals(grant.session())) {
      LOG.error("session {}: the api activated another than its token names", grant.session());
      throw SignedTokens.controlPlaneUnavailable();
    }
    var fresh =
        new ViewingSession(
            grant.session(),
            new ViewingSession.Opening(grant.tokenId(), client),
            feed,
            feed.audience().join(),
            clock.instant(),
            answer.endsAt());
    ViewingSession session = null;
    try {
      session = sessions.addOrGet(fresh);
    } finally {
      if (session != fresh) {
        fresh.discard();
      }
    }
    session.reopen(fresh.opening());
    LOG.info("{}: session {} plays", grant.stream(), grant.session());
    return session;
  }

  /** Looks now and then: what is awaited depends on the run as well as on the stream. */
  private LiveSnapshot awaitFirstPart(ViewingSession session) throws InterruptedException {
    long deadline = System.nanoTime() + FIRST_PART.toNanos();
    while (true) {
      Optional<ViewingSession.Over> over = session.over(clock.instant());
      if (over.isPresent()) {
        throw ViewingSession.gone(over.get()).toException();
      }
      LiveSnapshot stream = session.feed().live().snapshot();
      if (stream.playable() && isLive(session.feed())) {
        return stream;
      }
      if (System.nanoTime() > deadline || isParked(session.feed())) {
        throw notReady(session.feed()).toException();
      }
      Thread.sleep(LOOK);
    }
  }

  private boolean isLive(Feed feed) {
    return cameras.find(feed.key()).filter(c -> c.phase() instanceof Phase.Live).isPresent();
  }

  private boolean isParked(Feed feed) {
    return cameras.find(feed.key()).filter(c -> c.phase() instanceof Phase.Parked).isPresent();
  }

  private DomainError notReady(Feed feed) {
    String why =
        cameras
            .find(feed.key())
            .filter(camera -> !(camera.phase() instanceof Phase.Connecting))
            .flatMap(CameraIngest::lastFailure)
            .map(LastFailure::message)
            .orElse("The camera has not sent a picture yet.");
    return notReady(why);
  }

  /**
   * The token proves that the camera exists; the api tells us of a new one some milliseconds after
   * it answered its caller. Unspent, the token is still good at the next try.
   */
  private static DomainError notSetUp(StreamKey stream) {
    return notReady(
        "camera %s is not set up on this gateway yet; try the same URL again in a second"
            .formatted(stream.cameraId()));
  }

  private static DomainError notReady(String why) {
    return new DomainError.Unavailable(
        GatewayErrorCode.STREAM_NOT_READY, why, Duration.ofSeconds(1));
  }
}
