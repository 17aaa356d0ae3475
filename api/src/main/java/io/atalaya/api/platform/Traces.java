package io.atalaya.api.platform;

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
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Traces of requests, sent to the OpenTelemetry collector that the operator names; else nothing
 * happens and no thread is made. A request belongs to the trace its caller names (W3C Trace
 * Context); without one it begins a trace if it comes from outside. Our loops and gateways' begin
 * none: they would be nearly all there is.
 *
 * <p>Which trace it is stands in the log fields, and goes from there to the programs we call. What
 * a span says are routes, statuses and ids: no path, no header, no message. Any thread.
 */
@Singleton
public final class Traces {
  private static final String SPAN = "atalaya.span";
  private static final String STATUS = "http.response.status_code";
  private static final Duration EXPORT_DEADLINE = Duration.ofSeconds(5);
  private static final Duration LAST_EXPORT = Duration.ofSeconds(2);
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final Optional<SdkTracerProvider> export;

  @Inject
  Traces(Settings settings) {
    this.export = settings.tracesEndpoint().map(Traces::export);
  }

  private Traces() {
    this.export = Optional.empty();
  }

  /** As without a collector. */
  public static Traces off() {
    return new Traces();
  }

  private static SdkTracerProvider export(URI endpoint) {
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.toString())
            .setTimeout(EXPORT_DEADLINE)
            .build();
    return SdkTracerProvider.builder()
        .setResource(
            Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "atalaya-api")))
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

  /** The span of a request, until it is answered. Runs on event loops. */
  void serve(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = context.normalizedPath();
    boolean isFromOutside = path.startsWith("/api/");
    boolean isOfTrace =
        path.startsWith("/internal/") && request.headers().contains(FromRequest.PARENT);
    if (isFromOutside || isOfTrace) {
      export.map(Traces::tracer).ifPresent(tracer -> serve(context, tracer));
    }
  }

  private static Tracer tracer(SdkTracerProvider provider) {
    return provider.get("io.atalaya.api");
  }

  private static void serve(RoutingContext context, Tracer tracer) {
    Span span =
        tracer
            .spanBuilder("request")
            .setSpanKind(SpanKind.SERVER)
            .setParent(
                W3CTraceContextPropagator.getInstance()
                    .extract(Context.root(), context.request(), FromRequest.HEADERS))
            .startSpan();
    if (!span.isRecording()) {
      return; // whoever began the trace does not want it
    }
    MDC.put(LogFields.TRACE, span.getSpanContext().getTraceId());
    MDC.put(LogFields.SPAN, span.getSpanContext().getSpanId());
    context.put(SPAN, span);
    // Quarkus notes a route's template there, for metrics as well.
    io.vertx.core.Context local = Vertx.currentContext();
    context.addEndHandler(_ -> {
      String method = HttpLabels.method(context.request().method().name());
      String route = local.getLocal("UrlPathTemplate");
      span.updateName(route == null ? method : method + " " + route);
      span.setAttribute("http.request.method", method);
      answered(span, context.response().getStatusCode());
      span.end();
    });
  }

  private static void answered(Span span, int status) {
    span.setAttribute(STATUS, status);
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** Notes what a request is about: {@code tenant}, {@code camera} or {@code session}. */
  public static void about(RoutingContext context, String thing, @Nullable String id) {
    Span span = context.get(SPAN);
    if (span != null && id != null && ID.matcher(id).matches()) {
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
    return MDC.get(LogFields.TRACE) instanceof String trace
            && MDC.get(LogFields.SPAN) instanceof String span
        ? Optional.of(
            Context.root()
                .with(
                    Span.wrap(
                        SpanContext.create(
                            trace, span, TraceFlags.getSampled(), TraceState.getDefault()))))
        : Optional.empty();
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
