"""Sends the checkout trace of e2e/support/checkout-trace.ts with the OpenTelemetry SDK for Python.

usage: send_checkout.py grpc|http ENDPOINT SERVICE; prints the trace id
"""
import sys
import time

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode

protocol, endpoint, service = sys.argv[1:]
if protocol == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    exporter = OTLPSpanExporter(endpoint=endpoint, insecure=True)
else:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    exporter = OTLPSpanExporter(endpoint=endpoint + "/v1/traces")

provider = TracerProvider(resource=Resource.create({"service.name": service, "deployment": "e2e"}))
provider.add_span_processor(BatchSpanProcessor(exporter))
tracer = provider.get_tracer("checkout", "1.2.3")

start_ns = time.time_ns() - 10_000_000_000
root = tracer.start_span(
    "GET /checkout",
    kind=SpanKind.SERVER,
    start_time=start_ns,
    attributes={"order.size": 3, "order.rush": True, "order.total": 12.5, "order.items": ["pen", "ink"]},
)
child = tracer.start_span(
    "SELECT orders",
    context=trace.set_span_in_context(root),
    kind=SpanKind.CLIENT,
    start_time=start_ns + 100_000_000,
)
child.add_event("retry", {"attempt": 2}, timestamp=start_ns + 200_000_000)
child.set_status(Status(StatusCode.ERROR, "deadlock"))
child.end(end_time=start_ns + 400_000_000)
root.end(end_time=start_ns + 2_000_000_000)

if not provider.force_flush(10_000):
    sys.exit("the exporter did not flush")
provider.shutdown()
print(format(root.get_span_context().trace_id, "032x"))
