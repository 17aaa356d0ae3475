/** A tenant's people at the portal, in a real browser, with live video. */
@NullMarked
package io.atalaya.e2e.portal;

import org.jspecify.annotations.NullMarked;
