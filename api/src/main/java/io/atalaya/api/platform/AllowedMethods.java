package io.atalaya.api.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which methods a path has, for the {@code Allow} header that a 405 must carry (RFC 9110, 15.5.6)
 * and that Quarkus REST leaves out. Read from the OpenAPI document the build made.
 */
@Singleton
final class AllowedMethods {
  private static final String DOCUMENT = "META-INF/quarkus-generated-openapi-doc.JSON";
  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  /** The most literal first, as JAX-RS (3.7.2) matches. */
  private final List<Route> routes;

  private record Route(Pattern path, int literals, Set<String> methods) {}

  AllowedMethods(ObjectMapper json) {
    this.routes = routes(json);
  }

  /** In upper case; empty for a path the document does not know. */
  Set<String> of(String path) {
    return routes.stream()
        .filter(route -> route.path.matcher(path).matches())
        .findFirst()
        .map(Route::methods)
        .orElse(Set.of());
  }

  private static List<Route> routes(ObjectMapper json) {
    var found = new ArrayList<Route>();
    document(json)
        .path("paths")
        .properties()
        .forEach(entry -> found.add(route(entry.getKey(), entry.getValue())));
    found.sort(Comparator.comparingInt(Route::literals).reversed());
    return List.copyOf(found);
  }

  private static Route route(String template, JsonNode item) {
    var methods = new TreeSet<String>();
    item.fieldNames()
        .forEachRemaining(name -> {
          if (METHODS.contains(name)) {
            methods.add(name.toUpperCase(Locale.ROOT));
          }
        });
    String[] literals = PARAMETER.split(template, -1);
    var path = new StringBuilder();
    for (int i = 0; i < literals.length; i++) {
      path.append(i == 0 ? "" : "[^/]+").append(Pattern.quote(literals[i]));
    }
    return new Route(Pattern.compile(path.toString()), String.join("", literals).length(), methods);
  }

  private static JsonNode document(ObjectMapper json) {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException("the build made no " + DOCUMENT);
      }
      return json.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DOCUMENT, e);
    }
  }
}
