package io.atalaya.gateway.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Makes the beans that have no feature: clock, randomness, JSON, this node. */
@Dependent
class Platform {
  @Produces
  @Singleton
  @DefaultBean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  @Produces
  @Singleton
  Node node(GatewayConfig config, InstantSource clock) {
    return new Node(config.nodeId(), UUID.randomUUID(), clock.instant());
  }

  @Produces
  @Singleton
  ApiClient api(GatewayConfig config, ObjectMapper json, Traces traces, InstantSource clock) {
    return new ApiClient(
        config.apiUrl(), config.nodeId(), config.gatewaySecret(), json, traces, clock);
  }

  @Produces
  @Singleton
  ApiKeys apiKeys(ApiClient api, InstantSource clock) {
    return new ApiKeys(api::keys, clock);
  }

  @Produces
  @Singleton
  SignedTokens signedTokens(ApiKeys keys) {
    return new SignedTokens(keys);
  }

  @Produces
  @Singleton
  ObjectMapper json() {
    return strictJson();
  }

  /** The wire's JSON: RFC 3339 times, lower-case enums, no nulls, no unknown fields taken. */
  static ObjectMapper strictJson() {
    return JsonMapper.builder()
        .addModules(new JavaTimeModule(), new Jdk8Module(), ids())
        .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
        .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  private static SimpleModule ids() {
    var module = new SimpleModule("ids");
    module.addSerializer(TenantId.class, ToStringSerializer.instance);
    module.addSerializer(CameraId.class, ToStringSerializer.instance);
    module.addSerializer(SessionId.class, ToStringSerializer.instance);
    module.addDeserializer(TenantId.class, new IdReader<>(TenantId.class, TenantId::new));
    module.addDeserializer(CameraId.class, new IdReader<>(CameraId.class, CameraId::new));
    module.addDeserializer(SessionId.class, new IdReader<>(SessionId.class, SessionId::parse));
    return module;
  }
}
