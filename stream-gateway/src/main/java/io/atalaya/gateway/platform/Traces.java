package io.atalaya.gateway.platform;

import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Traces of requests, sent to the OpenTelemetry collector that the operator names; else nothing
 * happens and no thread is made. What the api asks for belongs to the trace it names (W3C Trace
 * Context), a viewer who opens a stream begins one; playlists and media are in none, and neither
 * are our loops: they would be nearly all there is.
 *
 * <p>Which trace it is stands in the log fields, and goes from there to the api. What a span says
 * are routes, statuses and ids: no path, for paths hold tokens, no header, no message. Any thread.
 */
@Singleton
public final class Traces {
  private static final String STATUS = "http.response.status_code";
  private static final Duration EXPORT_DEADLINE = Duration.ofSeconds(5);
  private static final Duration LAST_EXPORT = Duration.ofSeconds(2);
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final Optional<SdkTracerProvider> export;

  Traces(GatewayConfig config) {
    this.export = config.tracesEndpoint().map(endpoint -> export(endpoint, config.nodeId()));
  }

  private static SdkTracerProvider export(URI endpoint, String nodeId) {
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.toString())
            .setTimeout(EXPORT_DEADLINE)
            .build();
    return SdkTracerProvider.builder()
        .setResource(
            Resource.create(
                Attributes.of(
                    AttributeKey.stringKey("service.name"),
                    "atalaya-gateway",
                    AttributeKey.stringKey("service.instance.id"),
                    nodeId)))
        // Bounded: what a slow collector does not take is dropped.
        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
        .build();
  }

  @PreDestroy
  void flush() {
    export.ifPresent(provider -> {
      var _ = provider.shutdown().join(LAST_EXPORT.toMillis(), TimeUnit.MILLISECONDS);
    });
  }

  /** The span of a request, which begins a trace unless its caller named one. */
  public Serving begin(RoutingContext context) {
    return export.map(provider -> serving(context, tracer(provider))).orElseGet(Serving::idle);
  }

  /** The span of a request whose caller named a trace; else an idle one. */
  public Serving join(RoutingContext context) {
    return context.request().headers().contains(FromRequest.PARENT)
        ? begin(context)
        : Serving.idle();
  }

  private static Tracer tracer(SdkTracerProvider provider) {
    return provider.get("io.atalaya.gateway");
  }

  private static Serving serving(RoutingContext context, Tracer tracer) {
    Span span =
        tracer
            .spanBuilder(context.currentRoute().getName())
            .setSpanKind(SpanKind.SERVER)
            .setParent(
                W3CTraceContextPropagator.getInstance()
                    .extract(Context.root(), context.request(), FromRequest.HEADERS))
            .startSpan();
    if (!span.isRecording()) {
      return Serving.idle(); // whoever began the trace does not want it
    }
    about(span, "tenant", context.pathParam("tenantId"));
    about(span, "camera", context.pathParam("cameraId"));
    context.addEndHandler(_ -> {
      answered(span, context.response().getStatusCode());
      span.end();
    });
    SpanContext known = span.getSpanContext();
    return new Serving(span, LogFields.ofTrace(known.getTraceId(), known.getSpanId()));
  }

  private static void answered(Span span, int status) {
    span.setAttribute(STATUS, status);
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  private static void about(Span span, String thing, @Nullable String id) {
    if (id != null && ID.matcher(id).matches()) {
      span.setAttribute("atalaya.%s.id".formatted(thing), id);
    }
  }

  /** A call to another program, in the trace this thread works for; else an idle one. */
  public Call call(String name, HttpRequest.Builder request) {
    Optional<Context> parent = current();
    if (export.isEmpty() || parent.isEmpty()) {
      return new Call(Span.getInvalid());
    }
    Span span =
        tracer(export.get())
            .spanBuilder(name)
            .setSpanKind(SpanKind.CLIENT)
            .setParent(parent.get())
            .startSpan();
    W3CTraceContextPropagator.getInstance()
        .inject(Context.root().with(span), request, (to, key, value) -> to.setHeader(key, value));
    return new Call(span);
  }

  private static Optional<Context> current() {
    String trace = MDC.get(LogFields.TRACE);
    String span = MDC.get(LogFields.SPAN);
    return trace != null && span != null
        ? Optional.of(
            Context.root()
                .with(
                    Span.wrap(
                        SpanContext.create(
                            trace, span, TraceFlags.getSampled(), TraceState.getDefault()))))
        : Optional.empty();
  }

  /** While this thread works for a request; its span lasts until the answer. */
  public static final class Serving implements AutoCloseable {
    private final Span span;
    private final LogFields fields;

    private Serving(Span span, LogFields fields) {
      this.span = span;
      this.fields = fields;
    }

    private static Serving idle() {
      return new Serving(Span.getInvalid(), LogFields.none());
    }

    /** Says what it turned out to be about. */
    public void about(StreamKey camera, SessionId session) {
      Traces.about(span, "tenant", camera.tenantId().value());
      Traces.about(span, "camera", camera.cameraId().value());
      Traces.about(span, "session", session.toString());
    }

    @Override
    public void close() {
      fields.close();
    }
  }

  /** From its beginning until it is closed. */
  public static final class Call implements AutoCloseable {
    private final Span span;

    private Call(Span span) {
      this.span = span;
    }

    public void answered(int status) {
      Traces.answered(span, status);
    }

    public void failed() {
      span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void close() {
      span.end();
    }
  }

  private enum FromRequest implements TextMapGetter<HttpServerRequest> {
    HEADERS;

    /** W3C Trace Context, section 3.2. */
    static final String PARENT = "traceparent";

    @Override
    public Iterable<String> keys(HttpServerRequest request) {
      return request.headers().names();
    }

    @Override
    public @Nullable String get(@Nullable HttpServerRequest request, String key) {
      return request == null ? null : request.getHeader(key);
    }
  }
}
