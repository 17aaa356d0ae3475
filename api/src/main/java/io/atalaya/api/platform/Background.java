package io.atalaya.api.platform;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Work that no request asked for, by the clock or on a thread of its own: what is begun is finished
 * before the database goes, and nothing is begun once the api ends; see {@link BackgroundWork}. On
 * a {@code void} method that is not private.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Background {}
