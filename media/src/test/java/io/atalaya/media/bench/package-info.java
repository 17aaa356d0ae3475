/** Programs that measure; see {@code benchmarks/}. */
@NullMarked
package io.atalaya.media.bench;

import org.jspecify.annotations.NullMarked;
