package io.atalaya.api.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.function.Function;

/**
 * How JSON looks: ids are plain strings, enums lower case, nulls left out, nothing after the end.
 */
@Singleton
final class Json implements ObjectMapperCustomizer {
  @Override
  public void customize(ObjectMapper mapper) {
    mapper
        .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
        .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
        .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .registerModule(ids());
  }

  private static SimpleModule ids() {
    var module = new SimpleModule("ids");
    id(module, TenantId.class, TenantId::new);
    id(module, CameraId.class, CameraId::new);
    id(module, SessionId.class, SessionId::parse);
    return module;
  }

  private static <T> void id(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addSerializer(type, new IdWriter<>(type));
    module.addDeserializer(type, new IdReader<>(type, parse));
  }

  private static final class IdWriter<T> extends StdScalarSerializer<T> {
    private static final long serialVersionUID = 1L;

    IdWriter(Class<T> type) {
      super(type);
    }

    @Override
    public void serialize(T id, JsonGenerator out, SerializerProvider provider) throws IOException {
      out.writeString(id.toString());
    }
  }

  private static final class IdReader<T> extends FromStringDeserializer<T> {
    private static final long serialVersionUID = 1L;

    /** Not serialised: mappers stay in the process. */
    private final transient Function<String, T> parse;

    IdReader(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    protected T _deserialize(String text, DeserializationContext context) {
      return parse.apply(text);
    }
  }
}
