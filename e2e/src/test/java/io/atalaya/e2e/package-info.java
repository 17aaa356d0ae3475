/**
 * Black-box tests of the running product, and what they share: {@link
 * io.atalaya.e2e.RunningProduct} starts it, {@link io.atalaya.e2e.ApiSession} speaks to it.
 */
@NullMarked
package io.atalaya.e2e;

import org.jspecify.annotations.NullMarked;
