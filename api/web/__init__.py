"""The HTTP interface: routes that read a request, call one use case and show its answer."""
