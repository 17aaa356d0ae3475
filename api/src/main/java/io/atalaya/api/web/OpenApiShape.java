package io.atalaya.api.web;

import io.atalaya.api.identity.CallerFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Makes the generated document say what is true on the wire: enums are lower case, a property is
 * there unless it is declared nullable (then it is left out, never null), every operation can
 * answer an error, and credentials are asked for. Runs at build time.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OpenApiShape implements OASFilter {
  private static final String ERROR_SCHEMA = "Error";
  private static final String TENANT_HEADER = "ActingTenant";

  /** Called by the OpenAPI extension. */
  public OpenApiShape() {}

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.getPaths().getPathItems().keySet().stream()
        .filter(path -> path.startsWith("/internal/"))
        .toList()
        .forEach(document.getPaths()::removePathItem);
    Components components = document.getComponents();
    components.getSchemas().values().forEach(OpenApiShape::asOnTheWire);
    errors(components);
    security(document, components);
    document.getPaths().getPathItems().forEach(OpenApiShape::operations);
  }

  /** A constant's name becomes lower case; what a type spells itself stays. */
  private static String spelled(String value) {
    boolean constant = value.equals(value.toUpperCase(Locale.ROOT));
    return constant ? value.toLowerCase(Locale.ROOT) : value;
  }

  private static void asOnTheWire(Schema schema) {
    if (schema.getEnumeration() != null) {
      schema.setEnumeration(
          schema.getEnumeration().stream()
              .<Object>map(value -> spelled(value.toString()))
              .toList());
    }
    if (schema.getProperties() == null) {
      return;
    }
    var required = new ArrayList<String>();
    schema
        .getProperties()
        .forEach((name, property) -> {
          if (!dropNull(property)) {
            required.add(name);
          }
        });
    schema.setRequired(required.isEmpty() ? null : required);
  }

  /** Whether the property may be left out; what is left is its type when it is there. */
  private static boolean dropNull(Schema property) {
    if (property.getType() != null && property.getType().contains(SchemaType.NULL)) {
      property.setType(
          property.getType().stream().filter(type -> type != SchemaType.NULL).toList());
      return true;
    }
    List<Schema> choices = property.getAnyOf();
    if (choices != null && choices.stream().anyMatch(OpenApiShape::isNull)) {
      Schema other = choices.stream().filter(choice -> !isNull(choice)).findFirst().orElseThrow();
      property.setAnyOf(null);
      property.setRef(other.getRef());
      return true;
    }
    // A refusal inside an answer stands where something else does not.
    return ("#/components/schemas/" + ERROR_SCHEMA).equals(property.getRef());
  }

  private static boolean isNull(Schema schema) {
    return schema.getType() != null && schema.getType().equals(List.of(SchemaType.NULL));
  }

  private static void errors(Components components) {
    components.addSchema(
        ERROR_SCHEMA,
        OASFactory.createSchema()
            .type(List.of(SchemaType.OBJECT))
            .description("Every refusal; the codes are listed in docs/ref/errors.md")
            .addProperty("code", text("Stable, lower_snake"))
            .addProperty("message", text("For people"))
            .addProperty(
                "details",
                OASFactory.createSchema()
                    .type(List.of(SchemaType.OBJECT))
                    .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true)))
            .required(List.of("code", "message")));
    errorDescriptions()
        .forEach((status, description) ->
            components.addResponse(
                "Error" + status,
                OASFactory.createAPIResponse()
                    .description(description)
                    .content(
                        OASFactory.createContent()
                            .addMediaType(
                                "application/json",
                                OASFactory.createMediaType()
                                    .schema(
                                        OASFactory.createSchema()
                                            .ref("#/components/schemas/" + ERROR_SCHEMA))))));
  }

  private static Map<String, String> errorDescriptions() {
    return Map.of(
        "400", "Malformed or invalid; details.violations says what",
        "401", "No credentials, or bad ones",
        "403", "The role or the plan does not allow it",
        "404", "Unknown, or another tenant's",
        "default", "Any other refusal");
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().type(List.of(SchemaType.STRING)).description(description);
  }

  private static void security(OpenAPI document, Components components) {
    components.addSecurityScheme(
        "cookie",
        OASFactory.createSecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.COOKIE)
            .name(CallerFilter.COOKIE)
            .description("A browser that signed in"));
    components.addSecurityScheme(
        "bearer",
        OASFactory.createSecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme("bearer")
            .description("An API key (atk_…)"));
    components.addParameter(
        TENANT_HEADER,
        OASFactory.createParameter()
            .name("Tenant-Id")
            .in(Parameter.In.HEADER)
            .description("The tenant that somebody of the platform acts in")
            .schema(OASFactory.createSchema().ref("#/components/schemas/TenantId")));
    document.setSecurity(
        Stream.of("cookie", "bearer")
            .map(name -> OASFactory.createSecurityRequirement().addScheme(name))
            .toList());
  }

  private static void operations(String path, PathItem item) {
    item.getOperations().values().forEach(operation -> complete(path, operation));
  }

  private static void complete(String path, Operation operation) {
    boolean open = path.startsWith("/.well-known/") || path.startsWith("/api/v1/auth/");
    var responses = operation.getResponses();
    Stream.of("400", "401", "403", "404", "default")
        .filter(status -> !responses.hasAPIResponse(status))
        .filter(status -> path.contains("{") || !status.equals("404"))
        .forEach(status ->
            responses.addAPIResponse(
                status,
                OASFactory.createAPIResponse().ref("#/components/responses/Error" + status)));
    if (open) {
      operation.setSecurity(List.<SecurityRequirement>of());
    } else {
      operation.addParameter(
          OASFactory.createParameter().ref("#/components/parameters/" + TENANT_HEADER));
    }
  }
}
