package org.datareload.store;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Corrects listings of Ceph RGW before the SDK decodes them. Ceph declares URL encoding and encodes
 * the keys of the entries, but neither the prefix nor the markers: a marker decoded all the same
 * names another key, and a prefix with a percent sign is an error.
 */
final class CephListingFix implements ExecutionInterceptor {
  @Override
  public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes ignored) {
    SdkResponse response = context.response();
    if (response instanceof ListObjectsV2Response page) {
      return page.toBuilder().prefix(null).build();
    }
    if (response instanceof ListObjectsResponse page && page.encodingType() == EncodingType.URL) {
      var keys = last(page.contents().stream().map(S3Object::key));
      var prefixes = last(page.commonPrefixes().stream().map(CommonPrefix::prefix));
      return page.toBuilder()
          .prefix(null)
          .marker(null)
          .nextMarker(encoded(page.nextMarker(), keys, prefixes))
          .build();
    }
    if (response instanceof ListObjectVersionsResponse page
        && page.encodingType() == EncodingType.URL) {
      var versions = last(page.versions().stream().map(ObjectVersion::key));
      var markers = last(page.deleteMarkers().stream().map(DeleteMarkerEntry::key));
      return page.toBuilder()
          .prefix(null)
          .keyMarker(null)
          .nextKeyMarker(encoded(page.nextKeyMarker(), versions, markers))
          .build();
    }
    return response;
  }

  private static List<String> last(Stream<String> keys) {
    return keys.reduce((first, next) -> next).stream().toList();
  }

  /** The marker in the encoding of the last entry, which it names. */
  private static String encoded(String marker, List<String> lastKeys, List<String> lastOthers) {
    List<String> last = Stream.of(lastKeys, lastOthers).flatMap(List::stream).toList();
    return last.contains(marker)
        ? marker
        : last.stream()
            .filter(key -> SdkHttpUtils.urlDecode(key).equals(marker))
            .findFirst()
            .orElse(marker);
  }
}
