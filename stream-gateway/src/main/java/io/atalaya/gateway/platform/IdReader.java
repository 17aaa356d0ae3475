package io.atalaya.gateway.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.function.Function;

/** Reads an id from a JSON string, with the id's own check. */
final class IdReader<T> extends StdDeserializer<T> {
  private static final long serialVersionUID = 1L;

  private final transient Function<String, T> parse;

  IdReader(Class<T> type, Function<String, T> parse) {
    super(type);
    this.parse = parse;
  }

  @Override
  public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    return parse.apply(parser.getValueAsString(""));
  }
}
