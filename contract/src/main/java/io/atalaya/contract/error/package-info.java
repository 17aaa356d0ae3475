/**
 * The error model that api and stream-gateway answer with: a closed set of kinds ({@link
 * io.atalaya.contract.error.DomainError}), an open set of codes ({@link
 * io.atalaya.contract.error.ErrorCode}), one body.
 */
@NullMarked
package io.atalaya.contract.error;

import org.jspecify.annotations.NullMarked;
