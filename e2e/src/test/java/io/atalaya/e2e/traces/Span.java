package io.atalaya.e2e.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One span of {@code opentelemetry.proto.trace.v1}.
 *
 * @param parentId empty at the root
 */
record Span(
    String service,
    String traceId,
    String spanId,
    String parentId,
    String name,
    Map<String, String> attributes) {
  private static final int RESOURCE_SPANS = 1;

  /** All spans of an {@code ExportTraceServiceRequest}. */
  static List<Span> read(byte[] request) {
    var spans = new ArrayList<Span>();
    for (Protobuf.Field ofResource : Protobuf.read(request).all(RESOURCE_SPANS)) {
      Protobuf resource = ofResource.message();
      String service =
          attributes(resource.all(1).getFirst().message(), 1).getOrDefault("service.name", "");
      for (Protobuf.Field scope : resource.all(2)) {
        scope.message().all(2).forEach(span -> spans.add(of(service, span.message())));
      }
    }
    return spans;
  }

  private static Span of(String service, Protobuf span) {
    return new Span(
        service, span.hex(1), span.hex(2), span.hex(4), span.text(5), attributes(span, 9));
  }

  /** {@code KeyValue} of text or a whole number. */
  private static Map<String, String> attributes(Protobuf message, int field) {
    var found = new TreeMap<String, String>();
    for (Protobuf.Field each : message.all(field)) {
      Protobuf pair = each.message();
      Protobuf value = pair.all(2).getFirst().message();
      String number =
          value.all(3).stream().map(n -> Long.toString(n.number64())).findFirst().orElse("");
      found.put(pair.text(1), value.text(1) + number);
    }
    return found;
  }
}
