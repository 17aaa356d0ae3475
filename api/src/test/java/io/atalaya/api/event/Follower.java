package io.atalaya.api.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.Until;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that follows events, and reads as fast as they come. */
public final class Follower implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpResponse<InputStream> response;
  private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
  private volatile String lastId;
  private final AtomicInteger heartbeats = new AtomicInteger();
  private volatile boolean ended;

  private Follower(HttpResponse<InputStream> response) {
    this.response = response;
  }

  /** From now on; {@code after} null, or the id to go on after. Returns when it is under way. */
  public static Follower of(ApiClient caller, String after) throws Exception {
    ApiClient at = after == null ? caller : caller.with("Last-Event-ID", after);
    var follower = new Follower(at.open("/api/v1/events"));
    if (follower.response.statusCode() != 200) {
      throw new AssertionError("status " + follower.response.statusCode());
    }
    Thread.ofVirtual().start(follower::read);
    Until.holds("the stream has begun", () -> follower.lastId != null);
    return follower;
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      String id = null;
      String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith("id: ")) {
          id = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
          heard.add(JSON.readTree(line.substring("data: ".length())));
        } else if (line.startsWith(":")) {
          heartbeats.incrementAndGet();
        } else if (line.isEmpty() && id != null) {
          lastId = id; // As a browser does: when the message is complete.
        }
      }
    } catch (IOException left) {
      // the end, by whichever side
    } finally {
      ended = true;
    }
  }

  public HttpResponse<InputStream> response() {
    return response;
  }

  public List<JsonNode> heard() {
    return List.copyOf(heard);
  }

  public List<String> types() {
    return heard.stream().map(event -> event.path("type").asText()).toList();
  }

  public String lastId() {
    return lastId;
  }

  public int heartbeats() {
    return heartbeats.get();
  }

  public boolean hasEnded() {
    return ended;
  }

  public void awaitHeard(int count) {
    Until.holds("%d events, not %s".formatted(count, types()), () -> heard.size() >= count);
  }

  /** Returns when nothing more is heard. */
  public void leave() throws IOException {
    response.body().close();
    Until.holds("the stream has ended", this::hasEnded);
  }

  @Override
  public void close() throws IOException {
    leave();
  }
}
