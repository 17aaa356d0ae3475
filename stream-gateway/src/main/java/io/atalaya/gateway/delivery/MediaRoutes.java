package io.atalaya.gateway.delivery;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.gateway.platform.Answers;
import io.atalaya.gateway.platform.Blocking;
import io.atalaya.gateway.platform.GatewayErrorCode;
import io.atalaya.gateway.platform.Traces;
import io.atalaya.media.codec.Track;
import io.atalaya.media.hls.BlockingReload;
import io.atalaya.media.hls.MediaNames;
import io.atalaya.media.hls.MultivariantPlaylist;
import io.atalaya.media.live.LiveSnapshot;
import io.atalaya.media.live.MediaObject;
import io.atalaya.media.live.RenditionSnapshot;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code /live}: playlists and media for viewers. All but the opening runs on the event loop and
 * never blocks; media goes out from the stream's own buffers, uncopied.
 */
@ApplicationScoped
class MediaRoutes {
  private static final String M3U8 = "application/vnd.apple.mpegurl";

  /** Names are never used twice, so what was fetched stays true for as long as anybody plays. */
  private static final String IMMUTABLE = "private, max-age=3600, immutable";

  /** RFC 8216bis, 6.2.5.2: a blocked request is answered within three target durations. */
  private static final int HOLD_TARGET_DURATIONS = 3;

  private final Delivery delivery;
  private final Answers answers;
  private final Blocking blocking;
  private final Vertx vertx;
  private final Traces traces;
  private final InstantSource clock;

  MediaRoutes(
      Delivery delivery,
      Answers answers,
      Blocking blocking,
      Vertx vertx,
      Traces traces,
      InstantSource clock) {
    this.delivery = delivery;
    this.answers = answers;
    this.blocking = blocking;
    this.vertx = vertx;
    this.traces = traces;
    this.clock = clock;
  }

  void init(@Observes Router router) {
    router.route("/live/*").handler(delivery.cors()::handle);
    router
        .get("/live/:token/index.m3u8")
        .setName("GET /live/{token}/index.m3u8")
        .handler(blocking.handler("open", this::open));
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
      router
          .route(method, "/live/:playKey/:name")
          .setName(method + " /live/{playKey}/{name}")
          .handler(this::serve);
    }
  }

  private void open(RoutingContext context) throws InterruptedException {
    long began = System.nanoTime();
    try (Traces.Serving trace = traces.begin(context)) {
      PlaybackDoor.Opened opened =
          delivery.door().open(context.pathParam("token"), ClientPrint.of(context));
      trace.about(opened.session().feed().key(), opened.session().id());
      opened(context, opened);
      delivery.meters().opened(Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private void opened(RoutingContext context, PlaybackDoor.Opened opened) {
    String base = "/live/" + delivery.playKeys().of(opened.session().id()) + "/";
    String playlist = MultivariantPlaylist.render(opened.stream(), base);
    playlist(context.response(), Buffer.buffer(playlist), false);
  }

  private void serve(RoutingContext context) {
    try {
      String name = context.pathParam("name");
      ViewingSession session = session(context);
      Optional<Track.Kind> playlist = MediaNames.parsePlaylist(name);
      Optional<MediaObject> object = MediaNames.parse(name);
      if (playlist.isPresent()) {
        reload(context, session, playlist.get());
      } else if (object.isPresent()) {
        object(context, session, object.get());
      } else {
        answers.error(context, noSuchObject());
      }
    } catch (RuntimeException e) {
      answers.failure(context, e);
    }
  }

  /** The one way from a URL to a camera. */
  private ViewingSession session(RoutingContext context) {
    ViewingSession session =
        delivery
            .playKeys()
            .session(context.pathParam("playKey"))
            .map(id -> delivery.sessions().find(id).orElseThrow(MediaRoutes::forgotten))
            .orElseThrow(() ->
                StreamTokens.unauthenticated(
                    GatewayErrorCode.TOKEN_INVALID, "this is not a play key of this gateway"));
    session
        .over(clock.instant())
        .ifPresent(over -> {
          throw ViewingSession.gone(over).toException();
        });
    return session;
  }

  private void reload(RoutingContext context, ViewingSession session, Track.Kind kind) {
    BlockingReload reload = parsed(context);
    LiveSnapshot snapshot = session.feed().live().snapshot();
    RenditionSnapshot rendition =
        snapshot.rendition(kind).orElseThrow(() -> noSuchObject().toException());
    switch (reload.check(rendition)) {
      case ANSWER -> playlist(context, session, kind, reload);
      case TOO_FAR_AHEAD -> throw badDirective("_HLS_msn", "is too far ahead of the playlist");
      case WAIT ->
          HeldRequest.hold(
              vertx,
              context.response(),
              session,
              s -> s.rendition(kind).filter(reload::isMet).isPresent(),
              rendition.targetDuration().multipliedBy(HOLD_TARGET_DURATIONS),
              outcome -> afterHold(context, outcome, now -> playlist(context, now, kind, reload)));
    }
  }

  private void object(RoutingContext context, ViewingSession session, MediaObject object) {
    LiveSnapshot snapshot = session.feed().live().snapshot();
    boolean isNext =
        snapshot
            .rendition(object.kind())
            .filter(rendition -> rendition.nextPart().filter(object::equals).isPresent())
            .isPresent();
    if (!isNext || snapshot.settles(object)) {
      send(context, session, object);
      return;
    }
    // The part that the playlist hints at: its request is answered as soon as it is there.
    HeldRequest.hold(
        vertx,
        context.response(),
        session,
        s -> s.settles(object),
        snapshot
            .rendition(object.kind())
            .orElseThrow()
            .targetDuration()
            .multipliedBy(HOLD_TARGET_DURATIONS),
        outcome -> afterHold(context, outcome, now -> send(context, now, object)));
  }

  /** The session may have been cut meanwhile, so it is asked again. */
  private void afterHold(
      RoutingContext context,
      HeldRequest.Outcome outcome,
      java.util.function.Consumer<ViewingSession> answer) {
    try {
      ViewingSession session = session(context);
      switch (outcome) {
        case READY -> answer.accept(session);
        case TIMED_OUT ->
            answers.error(
                context,
                new DomainError.Unavailable(
                    GatewayErrorCode.STREAM_NOT_READY,
                    "the camera sends nothing at the moment",
                    Duration.ofSeconds(1)));
      }
    } catch (RuntimeException e) {
      answers.failure(context, e);
    }
  }

  private void playlist(
      RoutingContext context, ViewingSession session, Track.Kind kind, BlockingReload reload) {
    byte[] bytes =
        session
            .feed()
            .playlists()
            .media(kind, reload.skip())
            .orElseThrow(() -> noSuchObject().toException());
    playlist(context.response(), Buffer.buffer(bytes), isHead(context));
  }

  private static void playlist(HttpServerResponse response, Buffer body, boolean head) {
    if (response.closed()) {
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, M3U8)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    var _ = head ? response.end() : response.end(body);
  }

  private void send(RoutingContext context, ViewingSession session, MediaObject object) {
    ByteBuf bytes =
        session.feed().live().bytes(object).orElseThrow(() -> noSuchObject().toException());
    int size = bytes.readableBytes();
    HttpServerResponse response = context.response();
    if (response.closed()) {
      bytes.release();
      return;
    }
    response
        .putHeader(
            HttpHeaders.CONTENT_TYPE, object.kind() == Track.Kind.VIDEO ? "video/mp4" : "audio/mp4")
        .putHeader(HttpHeaders.CACHE_CONTROL, IMMUTABLE)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(size));
    if (isHead(context)) {
      bytes.release();
      var _ = response.end();
      return;
    }
    session.sent(size, clock.instant());
    delivery.meters().sent(size);
    write(response, bytes);
  }

  /**
   * Sends from the shared buffer and gives its reference back once written, or failed. Vert.x wraps
   * buffers of others as unreleasable, so the connection would never do it.
   */
  // Vert.x deprecates the only way to hand over a buffer of our own; copying it would be the other.
  @SuppressWarnings("deprecation")
  private static void write(HttpServerResponse response, ByteBuf bytes) {
    Future<Void> written;
    try {
      written = response.end(Buffer.buffer(bytes));
    } catch (RuntimeException e) {
      bytes.release();
      throw e;
    }
    var _ = written.onComplete(_ -> bytes.release());
  }

  private static BlockingReload parsed(RoutingContext context) {
    Map<String, List<String>> query =
        context.queryParams().names().stream()
            .collect(Collectors.toMap(name -> name, context.queryParams()::getAll));
    return switch (BlockingReload.parse(query)) {
      case BlockingReload.Parsed.Valid(BlockingReload reload) -> reload;
      case BlockingReload.Parsed.Invalid(String parameter, String reason) ->
          throw badDirective(parameter, reason);
    };
  }

  private static boolean isHead(RoutingContext context) {
    return context.request().method().equals(HttpMethod.HEAD);
  }

  private static RuntimeException badDirective(String parameter, String reason) {
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            parameter + " " + reason,
            List.of(new Violation(parameter, reason)))
        .toException();
  }

  private static RuntimeException forgotten() {
    return new DomainError.Gone(
            GatewayErrorCode.SESSION_EXPIRED, "this viewing session is long over", Map.of())
        .toException();
  }

  private static DomainError noSuchObject() {
    return new DomainError.NotFound(
        GatewayErrorCode.MEDIA_NOT_FOUND, "there is no such playlist or piece of media (any more)");
  }
}
