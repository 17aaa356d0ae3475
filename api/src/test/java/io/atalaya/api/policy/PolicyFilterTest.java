package io.atalaya.api.policy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.identity.WithoutCaller;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** What has a name is tried over HTTP, by {@link RolesTest}. */
final class PolicyFilterTest {
  /** Has no caller to ask about, as none of these endpoints gets that far. */
  private final PolicyFilter filter = new PolicyFilter(new Policy(), null, null);

  @Test
  void an_endpoint_that_names_no_action_answers_nobody() {
    var refused =
        assertThrows(
            IllegalStateException.class, () -> filter.permit(endpoint(Asked.class, "unnamed")));
    assertTrue(refused.getMessage().contains("unnamed"), refused.getMessage());
  }

  @Test
  void an_endpoint_for_everybody_says_so() {
    assertDoesNotThrow(() -> filter.permit(endpoint(Asked.class, "said")));
    assertDoesNotThrow(() -> filter.permit(endpoint(Open.class, "unnamed")));
  }

  static final class Asked {
    public void unnamed() {}

    @AnyCaller("why not")
    public void said() {}
  }

  @WithoutCaller("nobody is asked")
  static final class Open {
    public void unnamed() {}
  }

  private static ResourceInfo endpoint(Class<?> resource, String method) {
    return new ResourceInfo() {
      @Override
      public Class<?> getResourceClass() {
        return resource;
      }

      @Override
      public Method getResourceMethod() {
        try {
          return resource.getMethod(method);
        } catch (NoSuchMethodException e) {
          throw new AssertionError(e);
        }
      }
    };
  }
}
