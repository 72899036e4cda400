package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Mends listings of Ceph RGW before the SDK decodes them: it encodes the keys of the entries, says
 * so, and leaves the prefix and the markers as they are. Decoded all the same, a marker names
 * another place, and a prefix with a percent sign is an error.
 */
final class CephListingFix implements ExecutionInterceptor {
  @Override
  public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes ignored) {
    SdkResponse response = context.response();
    if (response instanceof ListObjectsV2Response page) {
      return page.toBuilder().prefix(null).build();
    }
    return response instanceof ListObjectVersionsResponse page
            && page.encodingType() == EncodingType.URL
        ? page.toBuilder()
            .prefix(null)
            .keyMarker(null)
            .nextKeyMarker(encoded(page.nextKeyMarker(), lastKeys(page)))
            .build()
        : response;
  }

  private static List<String> lastKeys(ListObjectVersionsResponse page) {
    var keys = new ArrayList<String>();
    page.versions().stream().reduce((first, next) -> next).ifPresent(v -> keys.add(v.key()));
    page.deleteMarkers().stream().reduce((first, next) -> next).ifPresent(m -> keys.add(m.key()));
    return keys;
  }

  /** The marker as the entries have it, of which it names the last. */
  private static String encoded(String marker, List<String> lastKeys) {
    return lastKeys.contains(marker)
        ? marker
        : lastKeys.stream()
            .filter(key -> SdkHttpUtils.urlDecode(key).equals(marker))
            .findFirst()
            .orElse(marker);
  }
}
