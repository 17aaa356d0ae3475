/** One request in both programs. */
@NullMarked
package io.atalaya.e2e.traces;

import org.jspecify.annotations.NullMarked;
