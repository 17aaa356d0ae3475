/** Programs that measure; see {@code benchmarks/}. */
@NullMarked
package io.atalaya.gateway.bench;

import org.jspecify.annotations.NullMarked;
