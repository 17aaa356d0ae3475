package io.atalaya.api.event;

/**
 * An event in the format of server-sent events (HTML, 9.2.6), rendered once for all its readers.
 * Messages have no name, so that a page gets types it does not know yet by {@code onmessage}, too.
 */
record EventFrame(RecordedEvent event, String text) {
  static EventFrame of(RecordedEvent event, String json) {
    return new EventFrame(event, "id: %s\ndata: %s\n\n".formatted(event.position(), json));
  }

  /** Makes a browser that lost us come back after 2 s, and from where it was. */
  static String hello(Position at) {
    return "retry: 2000\nid: %s\n\n".formatted(at);
  }

  /** No event, but a sign of life and a newer place to come back to. */
  static String heartbeat(Position at) {
    return ": heartbeat\nid: %s\n\n".formatted(at);
  }

  /** What was asked for is gone: load everything again, and go on from here. */
  static String reset(Position at) {
    return "id: %s\ndata: {\"type\":\"stream.reset\"}\n\n".formatted(at);
  }
}
