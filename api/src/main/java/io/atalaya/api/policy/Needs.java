package io.atalaya.api.policy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a caller's role must allow for this endpoint to run at all; {@link PolicyFilter} sees
 * to it. What depends on data (one's own session, or another's) is asked of {@link Policy} later.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
  /** The action. */
  Action value();
}
