package io.atalaya.contract.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one shape of every error answer: {@code {code, message, details?}}.
 *
 * @param details null when there is nothing to add; left out of the JSON then
 */
public record ErrorBody(String code, String message, @Nullable Map<String, Object> details) {}
