package org.datareload.route;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/**
 * Keeps the receipt of each completed execution in the lake, for those who read it after the rows
 * are gone. It is outside all guarantees: an execution completes without its receipt where the
 * store refuses the object.
 */
public final class ReceiptRoutes extends RouteBuilder {
  @Override
  public void configure() {
    from("direct:keep-receipt")
        .routeId("keep-receipt")
        .description("Writes the receipt of an execution as CSV to the lake. Run -> Run")
        .errorHandler(noErrorHandler())
        .doTry()
        // A message of its own, at whose end the connection is closed.
        .enrich("direct:read-receipt")
        .setVariable("receipt", body())
        .to("direct:put-receipt")
        .doCatch(Exception.class)
        .log(
            LoggingLevel.WARN,
            "The receipt of execution ${variable.run.id} is not kept: ${exception.message}")
        .doFinally()
        .bean("receiptFiles", "delete(${variable.receipt})")
        .setBody(variable("run"))
        .end();

    from("direct:read-receipt")
        .routeId("read-receipt")
        .description("Reads what the execution copied, row by row. Run -> File")
        .errorHandler(noErrorHandler())
        .removeHeaders("*")
        .setHeader("execution", simple("${variable.run.id}"))
        .setBody(simple("resource:classpath:sql/receipt.sql"))
        .to(
            "jdbc:reports?useHeadersAsParameters=true&outputType=StreamList"
                + "&statement.fetchSize=500&resetAutoCommit=false")
        .bean("receiptFiles", "write");

    // The key holds checked names and an id only: Camel reads a key as an expression.
    from("direct:put-receipt")
        .routeId("put-receipt")
        .description("Puts the receipt; the same bytes where it is there already. File -> -")
        .errorHandler(noErrorHandler())
        .removeHeaders("*")
        .setHeader(
            "CamelAwsS3Key",
            simple("_receipts/${variable.run.dataset.name}/${variable.run.id}.csv"))
        .setHeader("CamelAwsS3ContentType", constant("text/csv; charset=utf-8"))
        .to("aws2-s3:{{reload.dlz.bucket}}?amazonS3Client=#s3");
  }
}
