// Sends the checkout trace of e2e/support/legacy-checkout.ts with jaeger-client-go, unmodified.
//
// usage: clients udp|http|zipkin ADDRESS SERVICE; prints the trace id
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/opentracing/opentracing-go"
	"github.com/opentracing/opentracing-go/ext"
	"github.com/opentracing/opentracing-go/log"
	"github.com/uber/jaeger-client-go"
	"github.com/uber/jaeger-client-go/transport"
	"github.com/uber/jaeger-client-go/transport/zipkin"
)

func sender(protocol, address string) (jaeger.Transport, error) {
	switch protocol {
	case "udp":
		return jaeger.NewUDPTransport(address, 0)
	case "http":
		return transport.NewHTTPTransport(address + "/api/traces?format=jaeger.thrift"), nil
	case "zipkin":
		return zipkin.NewHTTPTransport(address + "/api/v1/spans")
	}
	return nil, fmt.Errorf("no such protocol: %s", protocol)
}

func main() {
	protocol, address, service := os.Args[1], os.Args[2], os.Args[3]
	to, err := sender(protocol, address)
	if err != nil {
		panic(err)
	}
	tracer, closer := jaeger.NewTracer(service, jaeger.NewConstSampler(true), jaeger.NewRemoteReporter(to),
		jaeger.TracerOptions.Gen128Bit(true), jaeger.TracerOptions.Tag("deployment", "e2e"))
	start := time.Now().Add(-10 * time.Second).Truncate(time.Microsecond)
	root := tracer.StartSpan("GET /checkout", opentracing.StartTime(start), ext.SpanKindRPCServer)
	root.SetTag("order.size", 3).SetTag("order.rush", true).SetTag("order.total", 12.5)
	child := tracer.StartSpan("SELECT orders", opentracing.ChildOf(root.Context()),
		opentracing.StartTime(start.Add(100*time.Millisecond)), ext.SpanKindRPCClient)
	child.SetTag("error", true)
	child.FinishWithOptions(opentracing.FinishOptions{
		FinishTime: start.Add(400 * time.Millisecond),
		LogRecords: []opentracing.LogRecord{{
			Timestamp: start.Add(200 * time.Millisecond),
			Fields:    []log.Field{log.String("event", "retry"), log.Int("attempt", 2)},
		}},
	})
	root.FinishWithOptions(opentracing.FinishOptions{FinishTime: start.Add(2 * time.Second)})
	fmt.Println(root.Context().(jaeger.SpanContext).TraceID())
	if err := closer.Close(); err != nil {
		panic(err)
	}
}
