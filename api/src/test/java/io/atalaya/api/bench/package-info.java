/** What the api costs, measured from outside; run by {@code ./atalaya bench}, never by a test. */
package io.atalaya.api.bench;
