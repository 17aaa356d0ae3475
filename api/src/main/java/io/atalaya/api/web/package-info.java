/**
 * The outermost HTTP: signing in, the resources of tenants and people (whose features stand to the
 * left of {@code policy} and so cannot ask it), the two UIs, and what belongs to no feature, such
 * as the OpenAPI document's shape. Converts and asks {@code policy}; decides nothing else.
 */
@NullMarked
package io.atalaya.api.web;

import org.jspecify.annotations.NullMarked;
