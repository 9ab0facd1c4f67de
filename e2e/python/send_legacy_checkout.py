"""Sends the checkout trace of e2e/support/legacy-checkout.ts with clients of Jaeger's and Zipkin's own.

usage: send_legacy_checkout.py CLIENT ENDPOINT SERVICE; prints the trace id
"""
import sys
import time

client, endpoint, service = sys.argv[1:]
start = time.time() - 10
TAGS = {"order.size": 3, "order.rush": True, "order.total": 12.5}


def jaeger_client():
    from jaeger_client import Config

    host, port = endpoint.split(":")
    config = {
        "sampler": {"type": "const", "param": 1},
        "local_agent": {"reporting_host": host, "reporting_port": int(port)},
        "reporter_flush_interval": 1,
        "generate_128bit_trace_id": True,
        "tags": {"deployment": "e2e"},
        "logging": False,
    }
    tracer = Config(config=config, service_name=service, validate=True).initialize_tracer()
    root = tracer.start_span("GET /checkout", tags={**TAGS, "span.kind": "server"}, start_time=start)
    child = tracer.start_span(
        "SELECT orders", child_of=root, tags={"span.kind": "client", "error": True}, start_time=start + 0.1
    )
    child.log_kv({"event": "retry", "attempt": 2}, timestamp=start + 0.2)
    child.finish(finish_time=start + 0.4)
    root.finish(finish_time=start + 2)
    print(format(root.trace_id, "032x"))
    closed = tracer.close()  # flushes the reporter on a thread of its own, which no result can be waited for on
    while not closed.done():
        time.sleep(0.01)


def opentelemetry():
    from opentelemetry import trace
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.trace import SpanKind, Status, StatusCode

    if client == "otel-jaeger-grpc":
        from opentelemetry.exporter.jaeger.proto.grpc import JaegerExporter

        exporter = JaegerExporter(collector_endpoint=endpoint, insecure=True)
    else:
        from opentelemetry.exporter.jaeger.thrift import JaegerExporter

        exporter = JaegerExporter(collector_endpoint=endpoint + "/api/traces?format=jaeger.thrift")
    provider = TracerProvider(resource=Resource.create({"service.name": service, "deployment": "e2e"}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("checkout", "1.2.3")
    start_ns = int(start * 1e6) * 1000
    root = tracer.start_span("GET /checkout", kind=SpanKind.SERVER, start_time=start_ns, attributes=TAGS)
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


def py_zipkin():
    import urllib.request

    from py_zipkin.zipkin import ZipkinAttrs, create_attrs_for_span, zipkin_span

    kinds = {}
    if client == "py-zipkin-thrift":
        path, content_type = "/api/v1/spans", "application/x-thrift"
        kinds = {"include": {"root": ("server",), "child": ("client",)}}
    else:
        from py_zipkin import Encoding, Kind

        path, content_type = "/api/v2/spans", "application/json"
        kinds = {"kind": {"root": Kind.SERVER, "child": Kind.CLIENT}, "encoding": Encoding.V2_JSON}

    def handler(body):
        body = body if isinstance(body, bytes) else body.encode()
        headers = {"Content-Type": content_type}
        with urllib.request.urlopen(urllib.request.Request(endpoint + path, body, headers), timeout=10) as answer:
            assert answer.status == 202, answer.status

    def options(which):
        own = {key: value[which] for key, value in kinds.items() if key in ("include", "kind")}
        if "encoding" in kinds and which == "root":
            own["encoding"] = kinds["encoding"]
        return own

    attrs = create_attrs_for_span(sample_rate=100.0, use_128bit_trace_id=True)
    root = zipkin_span(
        service_name=service,
        span_name="GET /checkout",
        transport_handler=handler,
        zipkin_attrs=attrs,
        binary_annotations={"order.size": "3", "order.rush": "true", "order.total": "12.5"},
        max_span_batch_size=100,
        **options("root"),
    )
    with root:
        with zipkin_span(
            service_name=service,
            span_name="SELECT orders",
            binary_annotations={"error": "deadlock"},
            **options("child"),
        ) as child:
            child.add_annotation("retry")
    assert isinstance(attrs, ZipkinAttrs)
    print(attrs.trace_id)


if client == "jaeger-client":
    jaeger_client()
elif client.startswith("otel-"):
    opentelemetry()
else:
    py_zipkin()
